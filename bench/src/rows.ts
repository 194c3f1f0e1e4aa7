import type { Client } from '@quorumlite/client'

/** The table of the load's inserts and reads. */
export const CREATE_TABLE = 'CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)'

const ROWS_PER_STATEMENT = 2_000

/** Rows of 100 incompressible bytes under consecutive keys from `firstKey` on; 1 million are 118 MB. */
export async function insertRows(client: Client, firstKey: number, count: number): Promise<void> {
  for (let from = firstKey; from < firstKey + count; from += ROWS_PER_STATEMENT) {
    const last = Math.min(from + ROWS_PER_STATEMENT, firstKey + count) - 1
    await client.execute(
      `INSERT INTO kv(k,v) WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i+1 FROM n WHERE i<${last})
       SELECT i, randomblob(100) FROM n`,
    )
  }
}
