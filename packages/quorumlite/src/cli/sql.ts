import { CONNECT_HELP, CONNECT_OPTIONS, text, usage, type Command } from './command.ts'
import { connectBy } from './connection.ts'
import { table, toJson } from './output.ts'

/** What may change something goes to the leader as a write; the rest is read wherever it is asked. */
const READS = /^\s*(select|with|values|explain|pragma)\b/i
const WRITES_WITHIN = /\b(insert|update|delete|replace)\b/i

export const sqlCommand: Command = {
  name: 'sql',
  summary: 'runs SQL',
  help: `Usage: quorumlite sql --connect MULTIADDR... --secret FILE [--db NAME] SQL

Runs one SQL text and prints its rows. A query is linearizable unless --consistency says otherwise.

      --db NAME            the database (default: main)
      --consistency LEVEL  linearizable (default), session or stale
${CONNECT_HELP}`,
  options: {
    ...CONNECT_OPTIONS,
    db: { type: 'string' },
    consistency: { type: 'string' },
  },
  async run({ options, positionals, io }) {
    const [sql, ...more] = positionals
    if (sql === undefined || more.length > 0) throw usage('give the SQL as one argument', 'sql')
    const consistency = text(options, 'consistency') ?? 'linearizable'
    if (consistency !== 'linearizable' && consistency !== 'session' && consistency !== 'stale') {
      throw usage(`--consistency cannot be '${consistency}'`, 'sql')
    }
    await using client = await connectBy(options, 'sql', text(options, 'db') ?? 'main')
    if (READS.test(sql) && !WRITES_WITHIN.test(sql)) {
      const rows = await client.query(sql, undefined, { values: true, consistency })
      const { columns, nodeId, position } = rows
      if (options['json'])
        io.out(toJson({ columns, rows: [...rows], nodeId, index: position.index }))
      else if (columns.length > 0) io.out(table(columns, rows))
      return 0
    }
    const result = await client.execute(sql, undefined, { values: true })
    const { changes, lastInsertRowid, columns, position } = result
    const rows = [...result.rows] as unknown as (readonly never[])[]
    if (options['json']) {
      io.out(toJson({ changes, lastInsertRowid, columns, rows, index: position.index }))
    } else if (columns.length > 0) io.out(table(columns, rows))
    else io.out(`${changes} row${changes === 1 ? '' : 's'} changed`)
    return 0
  },
}
