// Plain SQLite, on which the committed transactions run one after the other: no cluster, no log, no other view. Whatever
// the replicas have must be what it has.

import { createEngine } from '@quorumlite/sqlite'
import { dumpOf, formatRows, SCHEMA, TABLES } from './schema.ts'
import type { Sql } from './history.ts'

/** Every row of every table, as text. */
export async function runModel(transactions: readonly (readonly Sql[])[]): Promise<string> {
  using engine = await createEngine({ now: () => 0, random: (into) => into.fill(7) })
  using store = engine.createStore('model')
  const restore = store.restore()
  restore.put(1, engine.blankPage1())
  restore.finish(1)
  using connection = store.connect({ view: 'speculative', writable: true, profile: 'unrestricted' })
  const run = (statements: readonly Sql[]): void => {
    connection.exec('begin immediate')
    for (const { sql, params } of statements) connection.cached(sql).run(params)
    connection.exec('commit')
    while (store.takeCommit()) store.publish(1)
  }
  run(SCHEMA.map((sql) => ({ sql, params: [] })))
  transactions.forEach(run)
  const content = TABLES.map((table) => formatRows(table, connection.cached(dumpOf(table)).all()))
  return content.join('\n')
}
