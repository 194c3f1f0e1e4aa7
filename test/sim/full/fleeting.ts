// A session that ends while a write of it is on its way: the write is void when its entry comes, and so is all that was
// executed on top of it.

import type { InlineNode } from '@quorumlite/node'
import { LEDGER } from './schema.ts'

const NOISE = {
  kind: 'execute',
  batch: {
    database: LEDGER,
    statements: [
      {
        sql: 'replace into noise values (1, random())',
        parameters: { cells: new Uint8Array(0), names: [] },
      },
    ],
    foreignKeysOff: false,
  },
} as const

/** On a node that leads. `onOpen` is called when the session is there, and answers in how many milliseconds it ends. */
export function endSessionEarly(
  { runtime: { service } }: InlineNode,
  later: (delayMs: number, run: () => void) => void,
  onOpen: () => number,
): void {
  const { writes } = service.gateway
  const end = (session: number): void => {
    if (!writes.isOpen) return
    const key = { session, number: 1, acknowledgedFloor: 0 }
    writes.submit(key, NOISE, false, () => undefined)
    writes.proposeInternal({ kind: 'closeSession', value: { session } }).catch(() => undefined)
  }
  writes.proposeInternal({ kind: 'openSession', value: { ttlMs: 10_000 } }).then(
    (session) => later(onOpen(), () => end(session)),
    () => undefined,
  )
}
