import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads'
import {
  ClosedError,
  createReaderEngine,
  type Connection,
  type PageStore,
  type ReaderEngine,
  type ReaderStore,
  type StoreAddress,
} from '@quorumlite/sqlite'
import { systemClock, systemRandom } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import type { StoreListener } from './sql/databases.ts'
import type { LocalCommand, LocalReport } from './sql/local-readers.ts'

export interface LocalStoresOptions {
  /** How long one run of SQLite may hold up the calling thread. Default: 1,000 ms. */
  readonly timeLimitMs?: number
}

/** The databases of a node, for connections in the calling thread. */
export interface LocalStores {
  /**
   * A connection that reads what this node has published, at the time of each read.
   *
   * @throws QuorumliteError DATABASE_NOT_FOUND, UNAVAILABLE (it was dropped, or a snapshot is taking its place), CLOSED
   */
  connect(database: string): Connection
  close(): void
}

const TIME_LIMIT_MS = 1_000
/** Between two looks whether a database that was evicted is back. */
const LOOK_MS = 1
const SLEEP = new Int32Array(new SharedArrayBuffer(4))

type Attached = Extract<LocalReport, { kind: 'attached' }>

/** Over the pages of the SQL worker at the other end of `port`. @throws QuorumliteError UNAVAILABLE */
export async function openThreadStores(
  port: MessagePort,
  { timeLimitMs = TIME_LIMIT_MS }: LocalStoresOptions,
): Promise<LocalStores> {
  const directory = new StoreDirectory()
  let receive: (batch: readonly LocalReport[]) => void = () => undefined
  const attached = new Promise<Attached | undefined>((resolve) => {
    receive = (batch) => {
      for (const report of batch) {
        if (report.kind === 'attached') resolve(report)
        else if (report.kind === 'notShared') resolve(undefined)
        else directory.note(report)
      }
    }
    port.on('message', receive)
    port.on('close', () => resolve(undefined))
  })
  port.postMessage([{ kind: 'attach' } satisfies LocalCommand])
  const found = await attached
  // A service that has nothing else to do may end.
  port.unref()
  if (!found) throw unshared('the node does not share its memory')
  const onClose = (): void => {
    port.postMessage([{ kind: 'detach', reader: found.reader } satisfies LocalCommand])
  }
  const engine = await openSystemReader(found).catch((cause: unknown) => {
    onClose()
    throw cause
  })
  engine.setTimeLimit(timeLimitMs)
  const catchUp = (): void => {
    for (;;) {
      const received = receiveMessageOnPort(port) as { message: LocalReport[] } | undefined
      if (!received) return
      receive(received.message)
    }
  }
  const want = (name: string): void => {
    port.postMessage([{ kind: 'want', name } satisfies LocalCommand])
  }
  return new ThreadStores(engine, directory, { catchUp, want, onClose, timeLimitMs })
}

/** Over the pages of an engine in another thread. @throws QuorumliteError UNAVAILABLE: there is no memory for it */
export async function openSystemReader({
  sharing,
  reader,
}: Pick<Attached, 'sharing' | 'reader'>): Promise<ReaderEngine> {
  try {
    return await createReaderEngine({
      sharing,
      reader,
      now: () => systemClock.wallMs(),
      monotonicMs: () => systemClock.nowMs(),
      random: (into) => into.set(systemRandom.bytes(into.length)),
    })
  } catch (cause) {
    // The system refuses the address space.
    if (cause instanceof RangeError) throw unshared('there is no memory for a reader', cause)
    throw cause
  }
}

function unshared(message: string, cause?: unknown): QuorumliteError {
  const hint = 'Read with query(), which needs no memory here.'
  return new QuorumliteError('UNAVAILABLE', message, { hint, cause })
}

/** Which store a database has at the moment, by name. */
class StoreDirectory {
  readonly #stores = new Map<string, StoreAddress | 'evicted' | undefined>()
  onEvicted: (name: string) => void = () => undefined

  note(report: Exclude<LocalReport, Attached | { kind: 'notShared' }>): void {
    const { name } = report
    const known = this.#stores.get(name)
    if (report.kind === 'opened') this.#stores.set(name, report.store)
    else if (report.kind === 'evictedClosed') {
      if (known === 'evicted') this.#stores.set(name, undefined)
    } else if (known !== 'evicted' && known?.id === report.id) {
      this.#stores.set(name, report.kind === 'evicting' ? 'evicted' : undefined)
      if (report.kind === 'evicting') this.onEvicted(name)
    }
  }

  /** @throws QuorumliteError DATABASE_NOT_FOUND, UNAVAILABLE */
  get(name: string): StoreAddress | 'evicted' {
    const store = this.#stores.get(name)
    if (store) return store
    throw this.#stores.has(name) ? absent(name) : notFound(name)
  }
}

/** How the stores talk with the SQL worker. */
interface ThreadLink {
  /** Takes what was posted and has not come yet: a caller that does not let go of the thread gets no events. */
  readonly catchUp: () => void
  readonly want: (name: string) => void
  readonly onClose: () => void
  /** How long the calling thread may be held up. */
  readonly timeLimitMs: number
}

class ThreadStores implements LocalStores {
  readonly #engine: ReaderEngine
  readonly #directory: StoreDirectory
  readonly #link: ThreadLink
  readonly #opened = new Map<string, { id: number; store: ReaderStore }>()

  constructor(engine: ReaderEngine, directory: StoreDirectory, link: ThreadLink) {
    this.#engine = engine
    this.#directory = directory
    this.#link = link
    directory.onEvicted = (name) => this.#forget(name)
  }

  connect(database: string): Connection {
    if (this.#engine.closed) throw closed()
    const { catchUp, want, timeLimitMs } = this.#link
    const endMs = systemClock.nowMs() + timeLimitMs
    let isWanted = false
    for (;;) {
      catchUp()
      const address = this.#directory.get(database)
      const isEvicted = address === 'evicted'
      const store = isEvicted ? undefined : this.#find(address, database)
      if (store) return store.connect({ profile: 'reader' })
      if (isEvicted && !isWanted) want(database)
      isWanted = isEvicted
      if (systemClock.nowMs() >= endMs) throw isEvicted ? beingLoaded(database) : absent(database)
      // Here, while the workers load it: the caller is to have its answer before this thread does anything else.
      Atomics.wait(SLEEP, 0, 0, LOOK_MS)
    }
  }

  close(): void {
    if (this.#engine.closed) return
    this.#engine[Symbol.dispose]()
    this.#link.onClose()
  }

  #forget(database: string): void {
    if (!this.#engine.closed) this.#opened.get(database)?.store[Symbol.dispose]()
    this.#opened.delete(database)
  }

  /** Undefined if it is gone already, and word of it on its way. */
  #find(address: StoreAddress, database: string): ReaderStore | undefined {
    try {
      const opened = this.#opened.get(database)
      if (opened?.id === address.id) {
        // Only a look at the pages themselves tells whether they are still there.
        using _here = this.#engine.open(address)
        return opened.store
      }
      this.#forget(database)
      const store = this.#engine.open(address)
      this.#opened.set(database, { id: address.id, store })
      return store
    } catch (cause) {
      if (cause instanceof ClosedError) return undefined
      throw absent(database, cause)
    }
  }
}

/** Of a node in the calling thread. */
export class InlineStores implements LocalStores, StoreListener {
  readonly #stores = new Map<string, PageStore | 'evicted' | undefined>()
  #want: (name: string) => void = () => undefined
  #closed = false

  opened(name: string, store: PageStore): void {
    this.#stores.set(name, store)
  }

  closing(name: string): void {
    this.#stores.set(name, undefined)
  }

  evicting(name: string): void {
    this.#stores.set(name, 'evicted')
  }

  evictedClosed(name: string): void {
    if (this.#stores.get(name) === 'evicted') this.#stores.set(name, undefined)
  }

  onWanted(want: (name: string) => void): void {
    this.#want = want
  }

  connect(database: string): Connection {
    if (this.#closed) throw closed()
    const store = this.#stores.get(database)
    if (!store) throw this.#stores.has(database) ? absent(database) : notFound(database)
    if (store !== 'evicted') return store.connect({ view: 'committed', profile: 'reader' })
    // Whoever would load it is this very thread.
    this.#want(database)
    throw beingLoaded(database)
  }

  close(): void {
    this.#closed = true
  }
}

function beingLoaded(database: string): QuorumliteError {
  const message = `database ${database} was idle, and its pages are being read from the disk`
  return new QuorumliteError('UNAVAILABLE', message)
}

function notFound(database: string): QuorumliteError {
  return new QuorumliteError('DATABASE_NOT_FOUND', `this node has no database ${database}`)
}

function absent(database: string, cause?: unknown): QuorumliteError {
  const message = `this node has no database ${database} at the moment: it was dropped, or a snapshot takes its place`
  return new QuorumliteError('UNAVAILABLE', message, { cause })
}

function closed(): QuorumliteError {
  return new QuorumliteError('CLOSED', 'the node was closed')
}
