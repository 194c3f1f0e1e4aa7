// One statement: where it goes, and how its answer is shown.

import type { OpenTransaction } from '@quorumlite/client'
import { QuorumliteError, type SqlValue } from '@quorumlite/wire'
import { createRowWriter, type RowWriter } from './output-modes.ts'
import type { Session } from './session.ts'
import type { ShellOutput } from './shell-output.ts'
import type { SplitStatement } from './statement-splitter.ts'

export interface RunOptions {
  readonly session: Session
  readonly output: ShellOutput
  readonly signal: AbortSignal
  /** Whether a person is told how much there was, and where it came from. */
  readonly tells: boolean
}

/** What a statement has done, for the person who typed it. */
interface Account {
  readonly what: string
  /** Which node answered, and what state it answered from. */
  readonly where: string
}

/** @throws QuorumliteError, whatever stands in the way */
export async function runStatement(statement: SplitStatement, options: RunOptions): Promise<void> {
  const { session, output, tells } = options
  const startedMs = performance.now()
  const { what, where } = await run(statement, options)
  const time = session.timer ? `${Math.round(performance.now() - startedMs)} ms` : ''
  const parts = tells ? [what, time, where] : [time]
  const told = parts.filter((part) => part !== '').join(', ')
  if (told !== '') await output.line(`-- ${told}`)
}

/** Statements that only read, as far as their first word tells. */
const READING_VERBS: ReadonlySet<string> = new Set(['select', 'values', 'explain', 'pragma'])
const ROLLBACK_TO = /^rollback\s+(transaction\s+)?to\b/i
const READ_ONLY = /^begin\s+read\s+only$/i

function run(statement: SplitStatement, options: RunOptions): Promise<Account> {
  const { text, verb } = statement
  switch (verb) {
    case 'begin':
      return begin(READ_ONLY.test(text), options)
    case 'commit':
    case 'end':
      return commit(options)
    case 'rollback':
      if (!ROLLBACK_TO.test(text)) return rollback(options)
  }
  const { transaction } = options.session
  if (transaction) return runInTransaction(statement, transaction, options)
  if (verb === 'pragma') return runPragma(text, options)
  return READING_VERBS.has(verb) ? read(text, options) : write(text, options)
}

async function begin(readOnly: boolean, { session, signal }: RunOptions): Promise<Account> {
  await session.begin(readOnly, signal)
  const what = readOnly
    ? 'BEGIN: a snapshot, until COMMIT or ROLLBACK'
    : 'BEGIN: other writers wait until COMMIT or ROLLBACK; a transaction left idle is rolled back'
  return { what, where: '' }
}

async function commit({ session }: RunOptions): Promise<Account> {
  await session.commit()
  return { what: 'COMMIT', where: '' }
}

async function rollback({ session }: RunOptions): Promise<Account> {
  await session.rollback()
  return { what: 'ROLLBACK', where: '' }
}

/** Some pragmas read, some write, and the node knows which. */
async function runPragma(text: string, options: RunOptions): Promise<Account> {
  try {
    return await read(text, options)
  } catch (error) {
    const isRefused = error instanceof QuorumliteError && error.code === 'STATEMENT_REFUSED'
    if (!isRefused) throw error
    return write(text, options)
  }
}

async function read(text: string, options: RunOptions): Promise<Account> {
  const { session, output, signal } = options
  const { consistency } = session
  const db = await session.db(signal)
  await using stream = db.stream<SqlValue[]>(text, [], { values: true, consistency, signal })
  const { columns, nodeId, position } = await stream.head()
  const writer = createRowWriter(session.mode, columns, output.width)
  let count = 0
  try {
    for await (const batch of stream.batches()) {
      count += batch.length
      await output.write(writer.batch(batch))
    }
  } catch (error) {
    if (!output.isClosed) await output.write(writer.cut())
    throw error
  }
  if (columns.length > 0) await output.write(writer.end())
  return {
    what: counted(count, 'row'),
    where: `node ${nodeId} at index ${position.index} (${consistency})`,
  }
}

async function write(text: string, options: RunOptions): Promise<Account> {
  const { session, signal } = options
  const db = await session.db(signal)
  const result = await db.execute<SqlValue[]>(text, [], { values: true, signal })
  await show(result.columns, result.rows, options)
  const { leaderId } = session
  const node = leaderId === undefined ? '' : `node ${leaderId} `
  return { what: effect(result), where: `${node}at index ${result.position.index}` }
}

async function runInTransaction(
  { text, verb }: SplitStatement,
  transaction: OpenTransaction,
  options: RunOptions,
): Promise<Account> {
  const where = 'in the transaction'
  try {
    if (READING_VERBS.has(verb)) {
      const rows = await transaction.query<SqlValue[]>(text, [], { values: true })
      await show(rows.columns, rows, options)
      return { what: counted(rows.length, 'row'), where }
    }
    const result = await transaction.execute<SqlValue[]>(text, [], { values: true })
    await show(result.columns, result.rows, options)
    return { what: effect(result), where }
  } catch (error) {
    options.session.noteFailure()
    throw error
  }
}

async function show(
  columns: readonly string[],
  rows: readonly SqlValue[][],
  { session, output }: RunOptions,
): Promise<void> {
  if (columns.length === 0) return
  const writer: RowWriter = createRowWriter(session.mode, columns, output.width)
  if (rows.length > 0) await output.write(writer.batch(rows))
  await output.write(writer.end())
}

function effect({
  changes,
  columns,
  rows,
}: {
  readonly changes: number
  readonly columns: readonly string[]
  readonly rows: readonly unknown[]
}): string {
  const changed = `${counted(changes, 'row')} changed`
  return columns.length > 0 ? `${counted(rows.length, 'row')}, ${changed}` : changed
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
