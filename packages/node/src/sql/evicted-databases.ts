import { PageStoreError, type PageStore, type RestoreWriter } from '@quorumlite/sqlite'
import type { Failure } from '@quorumlite/wire'
import { assert } from '../assert.ts'
import type { ExecutorMarks } from './database-executor.ts'
import { diverged, type Databases } from './databases.ts'
import type { FailLoad, LoadPages } from './eviction-messages.ts'
import type { ForkStore, SqlCommand } from './messages.ts'
import type { PinnedStore } from './pin-messages.ts'
import { unpackPages } from './packed-pages.ts'
import { failure } from './sql-failure.ts'
import type { SqlEnvironment } from './sql-environment.ts'

/** A database whose pages are on disk alone, in a checkpoint that has them as they were when they were evicted. */
export interface EvictedDatabase {
  readonly name: string
  readonly family: number
  readonly pageCount: number
  readonly checksum: string
  /** As checkpoints count: it goes on from there when the pages are back. */
  readonly version: number
  readonly marks: ExecutorMarks
}

/** Its pages are on their way from the disk into this store. */
interface Load {
  readonly number: number
  readonly store: PageStore
  readonly writer: RestoreWriter
}

interface PinLater {
  readonly kind: 'pinLater'
  readonly pin: number
}

interface Absent {
  /** Undefined: a copy of a database that is being loaded; it begins when that has come to the place of the copy. */
  readonly evicted: EvictedDatabase | undefined
  marks: ExecutorMarks
  load: Load | undefined
  /** What was commanded meanwhile, in order. */
  readonly held: (SqlCommand | PinLater)[]
}

/**
 * The databases that are not in memory. The first command for one asks the consensus half for its pages; that command and all
 * later ones wait until they are there, and then run in their order. Commands for other databases pass them.
 */
export class EvictedDatabases {
  readonly #env: SqlEnvironment
  readonly #databases: Databases
  readonly #run: (command: SqlCommand) => void
  readonly #byId = new Map<number, Absent>()
  /** Verifications that wait, and what may be said only after them. */
  #verifications = 0
  #unverified: SqlCommand[] = []
  #loads = 0

  constructor(env: SqlEnvironment, databases: Databases, run: (command: SqlCommand) => void) {
    this.#env = env
    this.#databases = databases
    this.#run = run
  }

  add(database: number, evicted: EvictedDatabase): void {
    this.#byId.set(database, { evicted, marks: evicted.marks, load: undefined, held: [] })
    this.#env.report({ kind: 'storeEvicted', database })
  }

  /** Returns whether the command is for a database that is not there: then it has been kept, or done without its pages. */
  hold(command: SqlCommand): boolean {
    if (this.#byId.size === 0) return false
    if (SAYS_VERIFIED.has(command.kind)) return this.#holdVerified(command)
    if (NEEDS_NO_STORE.has(command.kind)) return false
    const database = databaseOf(command)
    const absent = this.#byId.get(database)
    if (!absent) return false
    if (command.kind === 'abortSpeculation') {
      this.setEpoch(database, command.epoch)
      return true
    }
    if (!isAwaited(absent) && this.#doWithoutPages(command, database, absent)) return true
    if (command.kind === 'forkStore' && !this.#holdFork(command)) return false
    if (command.kind === 'verifyStore') this.#verifications++
    absent.held.push(command)
    this.#load(database, absent)
    return true
  }

  /** By its id, or by its name. */
  want(wanted: number | string): void {
    for (const [database, absent] of this.#byId) {
      if (database === wanted || absent.evicted?.name === wanted) this.#load(database, absent)
    }
  }

  /** What is on disk of it is of no use. @throws QuorumliteError DIVERGED */
  failLoad({ database, load, message }: FailLoad): void {
    if (this.#byId.get(database)?.load?.number === load) throw diverged(database, message)
  }

  setEpoch(database: number, epoch: number): void {
    const absent = this.#byId.get(database)
    if (absent) absent.marks = { ...absent.marks, epoch }
  }

  /** The next pages of a database; the last ones make it present. */
  takePages({ ticket, database, load, pages, last }: LoadPages): void {
    const absent = this.#byId.get(database)
    if (!absent || absent.load?.number !== load) {
      const why = failure('ABORTED', `the pages of database ${database} are not wanted any more`)
      return this.#env.report({ kind: 'refused', ticket, failure: why })
    }
    const { writer } = absent.load
    try {
      for (const { pgno, data, hash } of unpackPages(pages)) {
        this.#env.withMemory(() => writer.put(pgno, data, hash))
      }
    } catch (error) {
      this.#env.report({ kind: 'refused', ticket, failure: noMemory() })
      return this.#giveUp(error, absent)
    }
    this.#env.report({ kind: 'loadedPages', ticket })
    if (last) this.#finish(database, absent)
  }

  /** A copy was made, which commands may have waited for. */
  born(database: number): void {
    const absent = this.#byId.get(database)
    if (!absent) return
    // What was told of its epoch while it waited.
    this.#databases.get(database).executor.abort(absent.marks.epoch)
    this.#release(database, absent)
  }

  /** Its source is being loaded. */
  isUnborn(database: number): boolean {
    return this.#byId.get(database)?.evicted === undefined && this.#byId.has(database)
  }

  /**
   * Those that are as their checkpoint has them need no pin. The others, with changes that wait for their pages, are pinned
   * behind these: so many are `awaited`.
   */
  pin(pin: number): { readonly stores: PinnedStore[]; readonly awaited: number } {
    const stores: PinnedStore[] = []
    let awaited = 0
    for (const [database, absent] of this.#byId) {
      if (absent.evicted && !changes(absent)) {
        const { version, pageCount, checksum } = absent.evicted
        stores.push({ database, version, pageCount, checksum, evicted: true })
      } else {
        absent.held.push({ kind: 'pinLater', pin })
        awaited++
      }
    }
    return { stores, awaited }
  }

  /** Takes out what waits and `matches`. Returns false if there is none. */
  withdraw(matches: (command: SqlCommand) => boolean, why: Failure): boolean {
    let found = false
    for (const { held } of this.#byId.values()) {
      for (let i = held.length - 1; i >= 0; i--) {
        const command = held[i]!
        if (command.kind === 'pinLater' || !('ticket' in command) || !matches(command)) continue
        held.splice(i, 1)
        this.#refuse(command, why)
        found = true
      }
    }
    return found
  }

  /** This node does not lead any more: what waits for a writer would never run. */
  failWriters(why: Failure): void {
    this.withdraw((command) => {
      const { kind } = command
      return kind === 'execute' || kind === 'import' || (kind === 'begin' && !command.readOnly)
    }, why)
  }

  /** Everything is about to be replaced. */
  reset(why: Failure): void {
    this.withdraw(() => true, why)
    for (const [database, absent] of this.#byId) {
      absent.load?.store[Symbol.dispose]()
      this.#remove(database, absent)
      if (absent.evicted) this.#databases.forgetEvicted(database, absent.evicted.name)
    }
    this.#verifications = 0
    // What they were to say is not so.
    for (const command of this.#unverified.splice(0)) this.#refuse(command, why)
  }

  /** Where pages are as on disk, these need not be there. */
  #doWithoutPages(command: SqlCommand, database: number, absent: Absent): boolean {
    const { evicted } = absent
    assert(evicted, 'a copy that waits for its source is awaited')
    switch (command.kind) {
      case 'dropStaged':
        return true
      case 'dropStore':
        this.#databases.forgetEvicted(database, evicted.name)
        this.#remove(database, absent)
        return true
      case 'verifyStore': {
        // Pages and hashes were held against each other when they were loaded, and are again when they are loaded next.
        if (evicted.checksum === command.checksum) return true
        throw diverged(
          database,
          `its checksum is ${evicted.checksum} instead of ${command.checksum}`,
        )
      }
      default:
        return false
    }
  }

  /** Returns false if the copy needs no source: its pages were restored. */
  #holdFork({ database, verify }: ForkStore): boolean {
    if (!verify && this.#databases.isRestoring(database)) return false
    const marks = { epoch: 0, speculations: 0 }
    this.#byId.set(database, { evicted: undefined, marks, load: undefined, held: [] })
    return true
  }

  #holdVerified(command: SqlCommand): boolean {
    if (this.#verifications === 0) return false
    this.#unverified.push(command)
    return true
  }

  #load(database: number, absent: Absent): void {
    if (isAwaited(absent) || !absent.evicted) return
    const { evicted } = absent
    this.#env.makeRoom(evicted.pageCount)
    const number = ++this.#loads
    try {
      const begun = this.#env.withMemory(() => this.#databases.beginLoad(database, evicted))
      absent.load = { number, ...begun }
    } catch (error) {
      return this.#giveUp(error, absent)
    }
    this.#env.report({ kind: 'pagesWanted', database, load: number })
  }

  #finish(database: number, absent: Absent): void {
    const { load, marks, evicted } = absent
    assert(load && evicted, 'what is finished was begun')
    absent.load = undefined
    this.#databases.finishLoad(database, { ...evicted, marks }, load)
    this.#release(database, absent)
  }

  #remove(database: number, { evicted }: Absent): void {
    this.#byId.delete(database)
    if (evicted) this.#env.report({ kind: 'evictionEnded', database })
  }

  #release(database: number, absent: Absent): void {
    this.#remove(database, absent)
    // Even if what waited for a copy that was among this needs room.
    this.#databases.keepWhile(database, () => {
      for (const command of absent.held) {
        if (command.kind === 'pinLater') this.#databases.pinLater(command.pin, database)
        else {
          if (command.kind === 'verifyStore') this.#verifications--
          this.#run(command)
        }
      }
    })
    this.#sayVerified()
  }

  #sayVerified(): void {
    if (this.#verifications > 0) return
    for (const command of this.#unverified.splice(0)) this.#run(command)
  }

  /** For want of memory, if requests alone wait: they can be refused, as commits could not. */
  #giveUp(cause: unknown, absent: Absent): void {
    if (!isMemory(cause) || changes(absent)) throw cause
    absent.load?.store[Symbol.dispose]()
    absent.load = undefined
    for (const command of absent.held.splice(0)) this.#refuse(command, noMemory())
  }

  #refuse(command: SqlCommand | PinLater, why: Failure): void {
    if (!('ticket' in command)) return
    this.#env.report({ kind: 'refused', ticket: command.ticket, failure: why })
  }
}

function isAwaited({ load, evicted }: Absent): boolean {
  return load !== undefined || evicted === undefined
}

function databaseOf(command: SqlCommand): number {
  if (command.kind === 'forkStore') return command.source
  return 'database' in command ? command.database : 0
}

/** What waits is more than requests, each of which has a ticket: pages will be others than those on disk. */
function changes({ evicted, held }: Absent): boolean {
  return evicted === undefined || held.some((command) => !('ticket' in command))
}

/** What is said when everything before it came out as it should. */
const SAYS_VERIFIED: ReadonlySet<SqlCommand['kind']> = new Set(['markApplied', 'scrubMemory'])
const NEEDS_NO_STORE: ReadonlySet<SqlCommand['kind']> = new Set([
  'failLoad',
  'limitSize',
  'loadPages',
  'readPinned',
  'wantStore',
])

function noMemory(): Failure {
  return failure('MEMORY_LOW', 'there is no memory to load the database into')
}

function isMemory(error: unknown): boolean {
  return error instanceof PageStoreError && error.code === 'NO_MEMORY'
}
