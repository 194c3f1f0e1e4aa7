import { PRODUCT_VERSION } from '@quorumlite/node'
import {
  CONNECT_HELP,
  CONNECT_OPTIONS,
  consistency,
  text,
  usage,
  type Command,
  type CommandIo,
  type OptionValues,
} from './command.ts'
import { connectBy, connectOptions } from './connection.ts'
import { table, toJson } from './output.ts'
import { historyFile } from './shell/history.ts'
import { OUTPUT_MODES, type OutputMode } from './shell/output-modes.ts'
import { runShell } from './shell/shell.ts'
import { splitStatements } from './shell/statement-splitter.ts'

const READING_VERBS: ReadonlySet<string> = new Set(['select', 'values', 'explain', 'pragma'])

export const sqlCommand: Command = {
  name: 'sql',
  help: `Usage: quorumlite sql --connect MULTIADDR... --secret FILE [--db NAME] [SQL]

Runs one SQL text and prints its rows. Without one, it opens a shell at a terminal, and otherwise runs the script on
standard input, up to its first error. '.help' in the shell tells more. A query is linearizable unless --consistency says
otherwise.

      --db NAME            the database (default: main)
      --consistency LEVEL  linearizable (default), session or stale
      --mode MODE          in the shell: table (default), json, csv or line
      --no-history         keeps nothing of what is typed in the shell ($QUORUMLITE_HISTORY names another file)
${CONNECT_HELP}`,
  options: {
    ...CONNECT_OPTIONS,
    db: { type: 'string' },
    consistency: { type: 'string' },
    mode: { type: 'string' },
    'no-history': { type: 'boolean' },
  },
  async run({ options, positionals, io }) {
    const [sql, ...more] = positionals
    if (more.length > 0) throw usage('give the SQL as one argument', 'sql')
    return sql === undefined ? openShell(options, io) : runText(sql, options, io)
  },
}

async function runText(sql: string, options: OptionValues, io: CommandIo): Promise<number> {
  const level = consistency(options, 'sql')
  await using client = await connectBy(options, 'sql', text(options, 'db') ?? 'main')
  const { signal } = io
  if (reads(sql)) {
    const rows = await client.query(sql, undefined, { values: true, consistency: level, signal })
    const { columns, nodeId, position } = rows
    if (options['json']) {
      io.out(toJson({ columns, rows: [...rows], nodeId, index: position.index }))
    } else if (columns.length > 0) io.out(table(columns, rows))
    return 0
  }
  const result = await client.execute(sql, undefined, { values: true, signal })
  const { changes, lastInsertRowid, columns, position } = result
  const rows = [...result.rows] as unknown as (readonly never[])[]
  if (options['json']) {
    io.out(toJson({ changes, lastInsertRowid, columns, rows, index: position.index }))
  } else if (columns.length > 0) io.out(table(columns, rows))
  else io.out(`${changes} row${changes === 1 ? '' : 's'} changed`)
  return 0
}

/** What may change something goes to the leader, as one transaction; one statement that only reads goes anywhere. */
function reads(sql: string): boolean {
  const [only, ...others] = splitStatements(sql)
  return only !== undefined && others.length === 0 && READING_VERBS.has(only.verb)
}

function openShell(options: OptionValues, io: CommandIo): Promise<number> {
  const { streams } = io
  if (!streams) throw usage('give the SQL as an argument', 'sql')
  const database = text(options, 'db') ?? 'main'
  // What is missing there is said now, not at the first statement.
  connectOptions(options, 'sql')
  const isPrivate = options['no-history'] === true
  return runShell({
    connect: (signal) => connectBy(options, 'sql', undefined, AbortSignal.any([signal, io.signal])),
    database,
    consistency: consistency(options, 'sql'),
    mode: options['json'] ? 'json' : outputMode(options),
    timer: streams.input.isTTY === true,
    streams,
    err: io.err,
    signal: io.signal,
    version: PRODUCT_VERSION,
    historyFile: isPrivate ? undefined : historyFile(process.env),
  })
}

function outputMode(options: OptionValues): OutputMode {
  const given = text(options, 'mode') ?? 'table'
  const mode = OUTPUT_MODES.find((known) => known === given)
  if (mode) return mode
  throw usage(`--mode is one of ${OUTPUT_MODES.join(', ')}, not '${given}'`, 'sql')
}
