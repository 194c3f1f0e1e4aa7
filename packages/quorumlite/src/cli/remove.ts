import { clusterOf } from '@quorumlite/cluster'
import { requireNodeId } from './add.ts'
import { CONNECT_HELP, CONNECT_OPTIONS, type Command } from './command.ts'
import { connectBy } from './connection.ts'
import { toJson } from './output.ts'

export const removeCommand: Command = {
  name: 'remove',
  help: `Usage: quorumlite remove --connect MULTIADDR... --secret FILE NODE

Takes node NODE out of the cluster. Its id never comes back: to return, the machine joins again with an empty directory.

${CONNECT_HELP}`,
  options: CONNECT_OPTIONS,
  async run({ options, positionals, io }) {
    const nodeId = requireNodeId(positionals[0], 'remove')
    await using client = await connectBy(options, 'remove')
    await clusterOf(client).removeNode(nodeId)
    io.out(options['json'] ? toJson({ nodeId, removed: true }) : `node ${nodeId} is removed`)
    return 0
  },
}
