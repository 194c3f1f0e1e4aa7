// What the shell itself does: lines that begin with a dot.

import { clusterOf } from '@quorumlite/cluster'
import type { SqlValue } from '@quorumlite/wire'
import { checkDatabaseName, QuorumliteError } from '@quorumlite/wire'
import { CONSISTENCY_LEVELS } from '../command.ts'
import { DATABASE_COLUMNS, databaseRow, setSizeLimit } from '../databases.ts'
import { describeStatus } from '../status.ts'
import { createRowWriter, OUTPUT_MODES } from './output-modes.ts'
import type { Session } from './session.ts'
import type { ShellOutput } from './shell-output.ts'

export interface DotContext {
  readonly session: Session
  readonly output: ShellOutput
  readonly signal: AbortSignal
  quit(): void
}

interface DotCommand {
  readonly usage: string
  readonly summary: string
  readonly argumentsMax: number
  readonly run: (context: DotContext, args: readonly string[]) => Promise<void> | void
}

const COMMANDS: Readonly<Record<string, DotCommand>> = {
  '.consistency': {
    usage: '.consistency [LEVEL]',
    summary: `what reads see: ${CONSISTENCY_LEVELS.join(', ')}`,
    argumentsMax: 1,
    run: ({ session, output }, [level]) => {
      if (level === undefined) return output.line(session.consistency)
      session.consistency = oneOf(CONSISTENCY_LEVELS, level, '.consistency')
    },
  },
  '.copy': {
    usage: '.copy SOURCE NAME',
    summary: 'makes a database with what another one has now',
    argumentsMax: 2,
    run: async ({ session, signal }, [source, name]) => {
      const client = await session.client(signal)
      const to = required(name, '.copy SOURCE NAME')
      await client.copyDatabase(required(source, '.copy SOURCE NAME'), to, { signal })
    },
  },
  '.create': {
    usage: '.create NAME',
    summary: 'creates a database',
    argumentsMax: 1,
    run: async ({ session, signal }, [name]) => {
      const client = await session.client(signal)
      await client.createDatabase(required(name, '.create NAME'), { signal })
    },
  },
  '.databases': {
    usage: '.databases',
    summary: 'the databases of the cluster',
    argumentsMax: 0,
    run: async (context) => {
      const { session, signal } = context
      const databases = await (await session.client(signal)).databases({ signal })
      await show(context, DATABASE_COLUMNS, databases.map(databaseRow))
    },
  },
  '.drop': {
    usage: '.drop NAME',
    summary: 'drops a database, for good',
    argumentsMax: 1,
    run: async ({ session, signal }, [name]) => {
      const client = await session.client(signal)
      await client.dropDatabase(required(name, '.drop NAME'), { signal })
    },
  },
  '.help': {
    usage: '.help',
    summary: 'this list',
    argumentsMax: 0,
    run: ({ output }) => output.write(helpText()),
  },
  '.limit': {
    usage: '.limit SIZE [NAME]',
    summary: 'how large databases may become, or one of them: 512MiB, 2GiB, none',
    argumentsMax: 2,
    run: async ({ session, signal }, [size, name]) => {
      const given = required(size, '.limit SIZE [NAME]')
      await setSizeLimit(await session.client(signal), given, name, { signal })
    },
  },
  '.mode': {
    usage: '.mode [MODE]',
    summary: `how rows are shown: ${OUTPUT_MODES.join(', ')}`,
    argumentsMax: 1,
    run: ({ session, output }, [mode]) => {
      if (mode === undefined) return output.line(session.mode)
      session.mode = oneOf(OUTPUT_MODES, mode, '.mode')
    },
  },
  '.nodes': {
    usage: '.nodes',
    summary: 'the members of the cluster, and where they are',
    argumentsMax: 0,
    run: async (context) => {
      const { session, signal } = context
      const nodes = await clusterOf(await session.client(signal)).nodes({ signal })
      const columns = ['node', 'name', 'role', 'addresses']
      const rows = nodes.map(({ nodeId, name, voter, leader, addresses }) => {
        const role = leader ? 'leader' : voter ? 'voter' : 'learner'
        return [nodeId, name, role, addresses.join(' ')]
      })
      await show(context, columns, rows)
    },
  },
  '.open': {
    usage: '.open NAME',
    summary: 'goes on with another database',
    argumentsMax: 1,
    run: async ({ session, signal }, [given]) => {
      const name = required(given, '.open NAME')
      checkDatabaseName(name)
      if (session.transactionState !== 'none') {
        throw invalid('a transaction belongs to its database: COMMIT or ROLLBACK first')
      }
      const databases = await (await session.client(signal)).databases({ signal })
      if (!databases.some((database) => database.name === name)) {
        throw new QuorumliteError('DATABASE_NOT_FOUND', `there is no database '${name}'`, {
          hint: `'.create ${name}' creates it; '.databases' lists those that there are.`,
        })
      }
      session.database = name
    },
  },
  '.quit': {
    usage: '.quit',
    summary: 'leaves the shell; so does Ctrl-D',
    argumentsMax: 0,
    run: (context) => context.quit(),
  },
  '.schema': {
    usage: '.schema [NAME]',
    summary: 'the statements that make the schema, or those of one table',
    argumentsMax: 1,
    run: async (context, [name]) => {
      const rows = await query(context, SCHEMA, [name ?? null])
      for (const [sql] of rows) await context.output.line(`${String(sql)};`)
    },
  },
  '.status': {
    usage: '.status',
    summary: 'every node: role, term, positions, checksums',
    argumentsMax: 0,
    run: async ({ session, output, signal }) => {
      const status = await clusterOf(await session.client(signal)).status({ signal })
      await output.line(describeStatus(status))
    },
  },
  '.tables': {
    usage: '.tables',
    summary: 'tables and views',
    argumentsMax: 0,
    run: async (context) => {
      const rows = await query(context, TABLES, [])
      for (const [name] of rows) await context.output.line(String(name))
    },
  },
  '.timer': {
    usage: '.timer on|off',
    summary: 'whether the time of each statement is shown',
    argumentsMax: 1,
    run: ({ session }, [value]) => {
      session.timer = oneOf(['on', 'off'], value ?? '', '.timer') === 'on'
    },
  },
}

const ALIASES: Readonly<Record<string, string>> = { '.exit': '.quit' }

const TABLES = `select name from sqlite_schema
  where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\' order by name`
const SCHEMA = `select sql from sqlite_schema
  where sql is not null and (?1 is null or tbl_name = ?1 collate nocase or name = ?1 collate nocase)
  order by tbl_name = name desc, rowid`

/** @throws QuorumliteError */
export async function runDotCommand(line: string, context: DotContext): Promise<void> {
  const [word = '', ...args] = wordsOf(line.trim().replace(/;$/, ''))
  const name = ALIASES[word] ?? word
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!command) throw invalid(`there is no '${word}'; '.help' lists what there is`)
  if (args.length > command.argumentsMax) throw invalid(`usage: ${command.usage}`)
  await command.run(context, args)
}

/** Words may stand in quotes. */
function wordsOf(line: string): string[] {
  return Array.from(
    line.matchAll(/"([^"]*)"|'([^']*)'|\S+/g),
    (word) => word[1] ?? word[2] ?? word[0],
  )
}

function helpText(): string {
  const lines = Object.values(COMMANDS).map(
    ({ usage, summary }) => `${usage.padEnd(22)}${summary}\n`,
  )
  const sql =
    'SQL ends with a semicolon. BEGIN [READ ONLY], COMMIT and ROLLBACK hold a transaction open.\n'
  return `${lines.join('')}\n${sql}Ctrl-C stops the statement that runs.\n`
}

/** What the transaction sees, if one is open. */
async function query(
  { session, signal }: DotContext,
  sql: string,
  params: readonly SqlValue[],
): Promise<readonly SqlValue[][]> {
  const { transaction, consistency } = session
  if (transaction) return transaction.query(sql, params, { values: true })
  const db = await session.db(signal)
  return db.query(sql, params, { values: true, consistency, signal })
}

async function show(
  { session, output }: DotContext,
  columns: readonly string[],
  rows: readonly SqlValue[][],
): Promise<void> {
  const writer = createRowWriter(session.mode, columns, output.width)
  if (rows.length > 0) await output.write(writer.batch(rows))
  await output.write(writer.end())
}

function required(value: string | undefined, usage: string): string {
  if (value === undefined) throw invalid(`usage: ${usage}`)
  return value
}

function oneOf<Value extends string>(
  values: readonly Value[],
  given: string,
  command: string,
): Value {
  const value = values.find((known) => known === given)
  if (value === undefined) throw invalid(`${command} takes ${values.join(', ')}`)
  return value
}

function invalid(message: string): QuorumliteError {
  return new QuorumliteError('INVALID_ARGUMENT', message)
}
