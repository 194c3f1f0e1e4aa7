// What the tests of this folder share: an engine with a database, a replica that follows it, a seeded random source.
import type { Connection, Engine, EngineOptions, PageStore, SqlValue } from '@quorumlite/sqlite'
import { createEngine } from '@quorumlite/sqlite'

/** A database as a new cluster creates it: page 1 and nothing else. */
export function createDatabase(engine: Engine, name: string = 'main'): PageStore {
  const store = engine.createStore(name)
  const restore = store.restore()
  restore.put(1, engine.blankPage1())
  restore.finish(1)
  return store
}

export interface Database extends Disposable {
  readonly engine: Engine
  readonly store: PageStore
  readonly writer: Connection
}

/** An engine with one database and an unrestricted writer. */
export async function openDatabase(options: EngineOptions = {}): Promise<Database> {
  const engine = await createEngine(options)
  const store = createDatabase(engine)
  const writer = openWriter(store)
  return { engine, store, writer, [Symbol.dispose]: () => engine[Symbol.dispose]() }
}

export function openWriter(store: PageStore): Connection {
  return store.connect({ view: 'speculative', writable: true, profile: 'unrestricted' })
}

export function openReader(store: PageStore): Connection {
  return store.connect({ view: 'committed', profile: 'reader' })
}

/** All rows of one statement. */
export function rows(connection: Connection, sql: string): SqlValue[][] {
  return connection.cached(sql).all()
}

/** The one value of a one-row, one-column statement. */
export function value(connection: Connection, sql: string): SqlValue | undefined {
  return connection.cached(sql).get()?.[0]
}

/** Ships every commit that is on its way to the replica, and publishes it on both. */
export function replicate(leader: PageStore, replica: PageStore): Uint8Array[] {
  const shipped: Uint8Array[] = []
  for (let commit = leader.takeCommit(); commit !== undefined; commit = leader.takeCommit()) {
    replica.apply(commit.bytes)
    shipped.push(commit.bytes)
  }
  leader.publish(leader.speculativeCount)
  return shipped
}

/** The error that a call throws. */
export function thrownBy(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

export interface Random {
  /** An integer in [0, below). */
  below(below: number): number
  bytes(length: number): Uint8Array
}

/** mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    below: (below) => Math.floor(next() * below),
    bytes: (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256)),
  }
}

/** Runs a test body that depends on a seed; a failure says how to see it again. */
export function withSeed(defaultSeed: number, body: (random: Random) => void): void {
  const seed = Number(process.env['QUORUMLITE_SEED'] ?? defaultSeed)
  try {
    body(createRandom(seed))
  } catch (error) {
    const replay = `QUORUMLITE_SEED=${seed} npx vitest run test/unit/sqlite`
    throw new Error(`failed with seed ${seed}; replay: ${replay}`, { cause: error })
  }
}
