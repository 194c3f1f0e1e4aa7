import type { Clock } from '@quorumlite/transport'
import {
  BATCH_STATEMENTS_MAX,
  checkDatabaseName,
  encodeExecuteBatch,
  type ExecuteBatch,
  type IntegerMode,
  type Position,
  QuorumliteError,
  type SqlParameters,
  UPLOADED_BATCH_BYTES_MAX,
  type WriteOperation,
} from '@quorumlite/wire'
import { checkOptions, checkPosition } from './check-options.ts'
import type { Database } from './database.ts'
import { Deadline } from './deadline.ts'
import { decodeStatementResult, type RowFormat } from './decode-result.ts'
import { encodeQuery, encodeStatement } from './encode-statement.ts'
import type { Executed, NumberedRequests } from './numbered-requests.ts'
import { INLINE_BATCH_BYTES } from './limits.ts'
import { askForRecord } from './outcomes.ts'
import type { ExportStream } from './export-stream.ts'
import type {
  BeginOptions,
  ExecuteOptions,
  ExportOptions,
  OperationOptions,
  PieceOptions,
  QueryOptions,
  RowOptions,
  StreamOptions,
  TransactionOptions,
} from './options.ts'
import type { Reads, StreamPatience } from './reads.ts'
import { RemoteExportStream } from './remote-export-stream.ts'
import { RemoteRowStream } from './remote-row-stream.ts'
import type { ExecuteResult, Row, Rows } from './result.ts'
import type { RowStream } from './row-stream.ts'
import type { StatementInput } from './statement.ts'
import type { OpenTransaction, Transaction } from './transaction.ts'
import type { TransactionDefaults, Transactions } from './transactions.ts'
import { reopenable, uploading } from './upload.ts'
import { WriteError } from './write-error.ts'

/** What all databases of one client have in common. */
export interface ClientCore {
  readonly clock: Clock
  readonly reads: Reads
  readonly writes: NumberedRequests
  readonly transactions: Transactions
  /** Ends when the client is being closed. */
  readonly operations: Deadline
  readonly timeoutMs: number
  readonly integers: IntegerMode
  readonly rowsBytesMax: number
}

export class RemoteDatabase implements Database {
  readonly name: string
  readonly #core: ClientCore

  /** @throws QuorumliteError INVALID_NAME */
  constructor(name: string, core: ClientCore) {
    checkDatabaseName(name)
    this.name = name
    this.#core = core
  }

  async execute<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options: ExecuteOptions = {},
  ): Promise<ExecuteResult<T>> {
    const batch = this.#toBatch([encodeStatement(statement, params)], options)
    const [result] = await this.#executeBatch(batch, options)
    return result as ExecuteResult<T>
  }

  async batch(
    statements: readonly StatementInput[],
    options: ExecuteOptions = {},
  ): Promise<ExecuteResult[]> {
    if (statements.length === 0) return []
    if (statements.length > BATCH_STATEMENTS_MAX) {
      const message = `a batch of ${statements.length} statements exceeds ${BATCH_STATEMENTS_MAX}`
      throw new QuorumliteError('INVALID_ARGUMENT', message)
    }
    const encoded = statements.map((statement) => encodeStatement(statement))
    return this.#executeBatch(this.#toBatch(encoded, options), options)
  }

  async query<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options: QueryOptions = {},
  ): Promise<Rows<T>> {
    const { reads, rowsBytesMax } = this.#core
    const encoded = encodeQuery(statement, params)
    const format = { ...this.#format(options), bytesMax: options.rowsBytesMax ?? rowsBytesMax }
    using deadline = this.#deadline(options)
    const rows = await reads.query(this.name, encoded, options, format, deadline)
    return rows as Rows<T>
  }

  stream<T = Row>(
    statement: StatementInput,
    params?: SqlParameters,
    options: StreamOptions = {},
  ): RowStream<T> {
    const { reads } = this.#core
    const encoded = encodeQuery(statement, params)
    const pieces = reads.stream(this.name, encoded, options, this.#streamPatience(options))
    return new RemoteRowStream<T>(pieces, this.#format(options), (position) => reads.see(position))
  }

  export(options: ExportOptions = {}): ExportStream {
    const { reads } = this.#core
    const pieces = reads.export(this.name, options, this.#streamPatience(options))
    return new RemoteExportStream(pieces, (position) => reads.see(position))
  }

  async transaction<T>(
    work: (tx: Transaction) => Promise<T>,
    options: TransactionOptions = {},
  ): Promise<T> {
    const { transactions } = this.#core
    using scope = this.#scope(options)
    scope.throwIfEnded()
    const defaults = this.#transactionDefaults(options)
    return await transactions.run(this.name, work, options, defaults, scope)
  }

  async begin(options: BeginOptions = {}): Promise<OpenTransaction> {
    const { transactions } = this.#core
    const scope = this.#scope(options)
    scope.throwIfEnded()
    return transactions.begin(this.name, options, this.#transactionDefaults(options), scope)
  }

  async waitFor(position: Position, options: OperationOptions = {}): Promise<void> {
    checkPosition(position)
    using deadline = this.#deadline(options)
    await this.#core.reads.waitFor(position, deadline)
  }

  #toBatch(
    statements: ExecuteBatch['statements'],
    { foreignKeysOff = false }: ExecuteOptions,
  ): ExecuteBatch {
    return { database: this.name, statements, foreignKeysOff }
  }

  async #executeBatch(batch: ExecuteBatch, options: ExecuteOptions): Promise<ExecuteResult[]> {
    using deadline = this.#deadline(options)
    const executed = await runBatch(this.#core.writes, batch, deadline)
    if (executed.results.length !== batch.statements.length) {
      throw undecodable(
        new QuorumliteError(
          'MALFORMED',
          `${executed.results.length} results came for ${batch.statements.length} statements`,
        ),
      )
    }
    return decodeResults(executed, this.#format(options))
  }

  #format({ values = false, integers = this.#core.integers }: RowOptions): RowFormat {
    return { values, integers }
  }

  #transactionDefaults(options: BeginOptions): TransactionDefaults {
    return {
      timeoutMs: options.timeoutMs ?? this.#core.timeoutMs,
      format: this.#format(options),
      rowsBytesMax: options.rowsBytesMax ?? this.#core.rowsBytesMax,
    }
  }

  #streamPatience(options: PieceOptions): StreamPatience {
    checkOptions(options)
    const { timeoutMs = this.#core.timeoutMs } = options
    return { timeoutMs, openScope: () => this.#scope(options) }
  }

  /** Until the caller or the client ends it. */
  #scope(options: PieceOptions | BeginOptions): Deadline {
    checkOptions(options)
    const { signal } = options
    const { clock, operations } = this.#core
    return new Deadline({ clock, signal, parent: operations })
  }

  #deadline(options: OperationOptions & QueryOptions): Deadline {
    checkOptions(options)
    const { timeoutMs = this.#core.timeoutMs, signal } = options
    const { clock, operations } = this.#core
    return new Deadline({ clock, timeoutMs, signal, parent: operations })
  }
}

/** A large batch is uploaded first, in chunks: nothing else on the stream waits for all of it. */
function runBatch(
  writes: NumberedRequests,
  batch: ExecuteBatch,
  deadline: Deadline,
): Promise<Executed> {
  let bytes = 0
  for (const { sql, parameters } of batch.statements) bytes += sql.length + parameters.cells.length
  if (bytes <= INLINE_BATCH_BYTES)
    return runWrite(writes, { kind: 'execute', value: batch }, deadline)
  const encoded = encodeExecuteBatch(batch)
  if (encoded.length > UPLOADED_BATCH_BYTES_MAX) {
    throw new QuorumliteError(
      'INVALID_ARGUMENT',
      `the batch takes ${encoded.length} bytes, more than ${UPLOADED_BATCH_BYTES_MAX}`,
      { hint: 'Split it, or write its statements one by one in a transaction.' },
    )
  }
  const source = reopenable(encoded)
  return writes.run((link, request, until, onSent) => {
    // Uploads belong to a stream: every copy of the request needs one of its own.
    return uploading({ link, purpose: 'writes', source, deadline: until }, (upload) => {
      const operation = { kind: 'executeUploaded' as const, value: { upload } }
      return askForRecord(link, { kind: 'write', value: { request, operation } }, until, onSent)
    })
  }, deadline)
}

/** One numbered request that any leader can carry out. */
export function runWrite(
  writes: NumberedRequests,
  operation: WriteOperation,
  deadline: Deadline,
): Promise<Executed> {
  return writes.run(
    (link, request, until, onSent) =>
      askForRecord(link, { kind: 'write', value: { request, operation } }, until, onSent),
    deadline,
  )
}

/** The write is done whatever becomes of its rows, and the error has to say so. */
function decodeResults({ results, position }: Executed, format: RowFormat): ExecuteResult[] {
  try {
    return results.map((result) => decodeStatementResult(result, position, format))
  } catch (error) {
    throw error instanceof QuorumliteError ? undecodable(error) : error
  }
}

function undecodable(error: QuorumliteError): WriteError {
  return new WriteError(error.code, 'executed', `${error.message} (the write was executed)`, {
    cause: error,
    hint: error.hint,
  })
}
