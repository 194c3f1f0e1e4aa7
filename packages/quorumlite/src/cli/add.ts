import { clusterOf } from '@quorumlite/cluster'
import { CONNECT_HELP, CONNECT_OPTIONS, usage, type Command } from './command.ts'
import { connectBy } from './connection.ts'
import { toJson } from './output.ts'

export const addCommand: Command = {
  name: 'add',
  help: `Usage: quorumlite add --connect MULTIADDR... --secret FILE NODE

Makes node NODE a voter once it has caught up. Nodes come into the cluster as learners with 'quorumlite start --join'
and become voters by themselves, unless they were started with '--role learner' or demoted.

${CONNECT_HELP}`,
  options: CONNECT_OPTIONS,
  async run({ options, positionals, io }) {
    const nodeId = requireNodeId(positionals[0], 'add')
    await using client = await connectBy(options, 'add')
    await clusterOf(client).addNode(nodeId)
    io.out(options['json'] ? toJson({ nodeId, role: 'voter' }) : `node ${nodeId} is a voter`)
    return 0
  },
}

export function requireNodeId(value: string | undefined, verb: string): number {
  if (value !== undefined && /^[1-9]\d*$/.test(value)) return Number(value)
  throw usage(`NODE must be the id of a node (see 'quorumlite status'), not '${value ?? ''}'`, verb)
}
