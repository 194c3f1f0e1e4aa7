import { PageStoreError, SqliteError, type PageStore } from '@quorumlite/sqlite'
import { QuorumliteError } from '@quorumlite/wire'
import { assert } from '../assert.ts'
import { contentPages, openDatabaseFile, unsupported, type DatabaseFile } from './database-file.ts'
import { memoryLow, sizeOf } from '../size-errors.ts'
import { heapRoom } from './heap-room.ts'
import { encodeFailed, encodeOk } from './result-encoding.ts'
import { statementFailure } from './sql-failure.ts'
import type { SqlEnvironment } from './sql-environment.ts'
import type { WriteOutcome } from './write-execution.ts'

const SQLITE_NOMEM = 7

/**
 * Replaces the content of a database by that of a file, as one commit. Nothing else may be speculative: a file that
 * turns out to be damaged is taken back by aborting. It takes as long as it takes: the check reads every page.
 */
export function executeImport(
  env: SqlEnvironment,
  store: PageStore,
  database: number,
  bytes: Uint8Array,
): WriteOutcome {
  assert(store.speculativeCount === 0, 'an import can be aborted alone')
  try {
    const file = openDatabaseFile(bytes)
    checkSize(env, database, file)
    putPages(store, file)
    checkContent(env, store)
    return { result: encodeOk([], env.limits.recordedResultBytesMax), failed: false }
  } catch (error) {
    if (store.speculativeCount > 0) store.abort()
    return { result: encodeFailed(statementFailure(toRefusal(error), {})), failed: true }
  }
}

function checkSize(env: SqlEnvironment, database: number, { pageCount }: DatabaseFile): void {
  const { engine, limits, sizeLimits } = env
  const { transactionPagesMax } = limits
  const pagesMax = sizeLimits.of(database)
  const size = `the file has ${sizeOf(pageCount)} (${pageCount} pages)`
  if (pageCount > pagesMax) {
    const message = `${size}, more than the ${sizeOf(pagesMax)} (${pagesMax} pages) that the database may have`
    const hint =
      "Raise the limit first: 'quorumlite databases limit', or setSizeLimit() of a client."
    throw new QuorumliteError('DATABASE_FULL', message, { hint })
  }
  if (pageCount > transactionPagesMax) {
    const message = `${size}, more than the ${sizeOf(transactionPagesMax)} (${transactionPagesMax} pages) of one commit`
    const hint = 'Create the schema, and copy the rows in several transactions.'
    throw new QuorumliteError('TRANSACTION_TOO_LARGE', message, { hint })
  }
  // What it replaces is freed only when it is there.
  env.makeRoom(pageCount)
  const { growthPages } = heapRoom(engine)
  if (pageCount > growthPages) throw memoryLow(size, growthPages)
}

function putPages(store: PageStore, file: DatabaseFile): void {
  const writer = store.beginImport()
  try {
    for (const { pgno, page } of contentPages(file)) writer.put(pgno, page)
    writer.finish(file.pageCount)
  } catch (error) {
    writer.cancel()
    throw error
  }
}

/** https://sqlite.org/pragma.html#pragma_quick_check */
function checkContent({ engine, limits }: SqlEnvironment, store: PageStore): void {
  using reader = store.connect({ view: 'speculative', profile: 'unrestricted' })
  engine.setTimeLimit(undefined)
  try {
    const finding = reader.cached('PRAGMA quick_check(1)').get()?.[0]
    if (finding !== 'ok') throw unsupported(`it is damaged (${String(finding)})`)
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error
    if (error.primaryCode === SQLITE_NOMEM) throw outOfMemory()
    throw unsupported(`it is damaged (${error.message})`)
  } finally {
    engine.setTimeLimit(limits.statementTimeLimitMs)
  }
}

function toRefusal(error: unknown): unknown {
  if (!(error instanceof PageStoreError)) return error
  if (error.code === 'UNSUPPORTED_DATABASE_FILE') return unsupported(error.message)
  return error.code === 'NO_MEMORY' ? outOfMemory() : error
}

function outOfMemory(): QuorumliteError {
  const message = 'the memory of the leader does not hold the old and the new content together'
  return new QuorumliteError('MEMORY_LOW', message)
}
