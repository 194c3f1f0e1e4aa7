import { measureInserts, type InsertLoad } from '../inserts.ts'
import { findPeers } from '../peers/find-peers.ts'
import type { Suite } from '../suite.ts'

const CALLERS = [1, 16, 64, 256]
const LOADS: readonly InsertLoad[] = [
  ...CALLERS.map((callers) => ({ callers, connections: 1 })),
  ...CALLERS.slice(1).map((callers) => ({ callers, connections: callers })),
]

export const writes: Suite = {
  name: 'writes',
  summary: 'one-row inserts of 100 random bytes, synced by a quorum of three node processes',
  run: async (options) => measureInserts(options, LOADS, await findPeers(options)),
}
