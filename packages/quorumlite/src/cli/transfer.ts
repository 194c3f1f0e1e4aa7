import { clusterOf } from '@quorumlite/cluster'
import { CONNECT_HELP, CONNECT_OPTIONS, usage, type Command } from './command.ts'
import { connectBy } from './connection.ts'
import { toJson } from './output.ts'

export const transferCommand: Command = {
  name: 'transfer',
  help: `Usage: quorumlite transfer --connect MULTIADDR... --secret FILE [NODE]

Hands the leadership to node NODE, or to the voter whose log is furthest. Writes in flight are finished first.

${CONNECT_HELP}`,
  options: CONNECT_OPTIONS,
  async run({ options, positionals, io }) {
    const target = positionals[0] ?? '0'
    if (!/^\d+$/.test(target)) throw usage(`'${target}' is not the id of a node`, 'transfer')
    await using client = await connectBy(options, 'transfer')
    const cluster = clusterOf(client)
    await cluster.transferLeadership(Number(target))
    const leaderId = await cluster.waitForLeader()
    io.out(options['json'] ? toJson({ leaderId }) : `node ${leaderId} leads`)
    return 0
  },
}
