import { SqliteError, type Connection, type Statement } from '@quorumlite/sqlite'
import {
  QuorumliteError,
  type Statement as StatementText,
  type StatementResult,
} from '@quorumlite/wire'
import { EMPTY_RESULT, rowidCell, type ResultRoom } from './result-encoding.ts'
import { firstWord, mayHoldOtherThanOne } from './sql-text.ts'

const ROWS_MAX = 0x7fff_ffff
/** The head of the engine's output counts as output. */
const OUTPUT_SLACK_BYTES = 64

/**
 * The one statement of a text, from the connection's cache; undefined if the text holds none or several. Whether a text
 * that does not compile is a script cannot be known before its first statement ran: it may make the table that the
 * second one names. Throws SqliteError.
 */
export function prepareOne(connection: Connection, sql: string): Statement | undefined {
  try {
    return connection.cached(sql)
  } catch (error) {
    if (!(error instanceof SqliteError) || !mayHoldOtherThanOne(sql)) throw error
    return undefined
  }
}

/** Runs a text to its end, with its rows as cells. Throws what statementFailure knows. */
export function runText(
  connection: Connection,
  text: StatementText,
  room: ResultRoom,
): StatementResult {
  const statement = prepareOne(connection, text.sql)
  if (!statement) return runScript(connection, text, room)
  bindParameters(statement, text.parameters)
  return run(connection, statement, room)
}

/** As runText, for a prepared statement without columns. */
export function runWithoutRows(
  connection: Connection,
  statement: Statement,
  { parameters }: StatementText,
): StatementResult {
  bindParameters(statement, parameters)
  statement.run()
  return { ...EMPTY_RESULT, ...effects(connection, statement) }
}

export function bindParameters(
  statement: Statement,
  parameters: StatementText['parameters'],
): void {
  const { cells, names } = parameters
  if (cells.length === 0) return
  statement.bindCells(cells, names.length === 0 ? undefined : names)
}

/** Several statements in one text, or none. The rows are those of the last one, the changes those of all. */
function runScript(
  connection: Connection,
  { sql, parameters }: StatementText,
  room: ResultRoom,
): StatementResult {
  if (parameters.cells.length > 0) {
    throw new QuorumliteError(
      'INVALID_ARGUMENT',
      'a text with parameters must hold exactly one statement',
      { hint: 'Send each statement with its own parameters; batch() keeps them together.' },
    )
  }
  let last = EMPTY_RESULT
  let changes = 0
  for (const statement of connection.statements(sql)) {
    last = run(connection, statement, room)
    changes += last.changes
  }
  return { ...last, changes }
}

function run(connection: Connection, statement: Statement, room: ResultRoom): StatementResult {
  if (statement.columns.length === 0) {
    statement.run()
    return { ...EMPTY_RESULT, ...effects(connection, statement) }
  }
  const { rowCount, cells, done } = statement.stepCells(
    ROWS_MAX,
    room.bytesLeft + OUTPUT_SLACK_BYTES,
  )
  if (!done) throw room.exceeded()
  room.take(cells.length)
  const { columns } = statement
  return { columns, rowCount, cells, ...effects(connection, statement) }
}

/** Statements that count the rows they change; the only ones that can have conflicts. */
export function changesRows(statement: Statement): boolean {
  return effectOf(statement) !== 'none'
}

/** SQLite's counters keep what an earlier statement of the request left there: they are this one's only if it is DML. */
function effects(
  connection: Connection,
  statement: Statement,
): Pick<StatementResult, 'changes' | 'lastInsertRowid'> {
  const effect = effectOf(statement)
  if (effect === 'none') return NO_EFFECTS
  const { changes } = connection
  const inserted = effect === 'inserts' && changes > 0
  return { changes, lastInsertRowid: inserted ? rowidCell(connection.lastInsertRowid()) : NO_ROWID }
}

type RowEffect = 'inserts' | 'changes' | 'none'

/** Of statements that are kept compiled: their text is looked at once. */
const rowEffects = new WeakMap<Statement, RowEffect>()

function effectOf(statement: Statement): RowEffect {
  let effect = rowEffects.get(statement)
  if (effect === undefined) rowEffects.set(statement, (effect = readEffect(statement.sql)))
  return effect
}

function readEffect(sql: string): RowEffect {
  const word = firstWord(sql)
  if (INSERTING_WORDS.has(word)) return 'inserts'
  return CHANGING_WORDS.has(word) ? 'changes' : 'none'
}

const INSERTING_WORDS: ReadonlySet<string> = new Set(['insert', 'replace', 'with'])
const CHANGING_WORDS: ReadonlySet<string> = new Set(['update', 'delete'])
const NO_ROWID = EMPTY_RESULT.lastInsertRowid
const NO_EFFECTS = { changes: 0, lastInsertRowid: NO_ROWID }
