// Copies of the ledger: each has to have the content that the ledger had at one moment. `checkPrefixes` and the model see to
// that.

import type { Client } from '@quorumlite/client'
import { dumpOf, formatRows, LEDGER, TABLES } from './schema.ts'

const TWIN = 'twin'

export interface CopyRead {
  readonly journal: readonly number[]
  readonly content: string
}

/** Makes a copy in place of the last one. `onCopy` is called when what comes next must be in it. */
export async function copyLedger(client: Client, onCopy: () => void): Promise<CopyRead> {
  await client.dropDatabase(TWIN, { ifExists: true })
  onCopy()
  await client.copyDatabase(LEDGER, TWIN)
  return client.database(TWIN).transaction(
    async (tx) => {
      const content: string[] = []
      let journal: number[] = []
      for (const table of TABLES) {
        const rows = (await tx.query(dumpOf(table))).map((row) => Object.values(row))
        if (table === 'journal') journal = rows.map(([, number]) => Number(number))
        content.push(formatRows(table, rows))
      }
      return { journal, content: content.join('\n') }
    },
    { readOnly: true, timeoutMs: 3_000 },
  )
}
