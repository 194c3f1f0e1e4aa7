import { measureInserts, type InsertLoad } from '../inserts.ts'
import { findPeers } from '../peers/find-peers.ts'
import type { Suite } from '../suite.ts'

const LOADS: readonly InsertLoad[] = [1, 16, 64].map((callers) => ({ callers, connections: 1 }))

export const peers: Suite = {
  name: 'peers',
  summary: 'of `writes`, what an etcd or a dqlite that runs already can be measured at, in turns',
  async run(options) {
    const found = await findPeers(options)
    if (found.length > 0) return measureInserts(options, LOADS, found)
    options.remark('No peer was given (--etcd, --dqlite): nothing was measured.')
    return []
  },
}
