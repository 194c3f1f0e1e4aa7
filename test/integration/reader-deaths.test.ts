import { Worker } from 'node:worker_threads'
import { createEngine, createMemory, type Connection, type PageStore } from '@quorumlite/sqlite'
import { createSeededRandom } from '@quorumlite/transport'
import { expect, test } from 'vitest'

const ROWS = 3_000
const READERS = 2
const DEATHS = 8
const SEED = 20261121

const engine = await createEngine({ memory: createMemory({ shared: true }) })
const random = createSeededRandom(SEED)
const below = (n: number): number => Math.floor(random.next() * n)

/** A thread that reads until it is killed. It runs the built package: threads know nothing of vitest's sources. */
class Reader {
  readonly number: number
  readonly #worker: Worker
  readonly #waiting: (() => void)[] = []
  #error: Error | undefined

  constructor(store: PageStore) {
    this.number = engine.attachReader()
    this.#worker = new Worker(new URL('../support/reader-thread.js', import.meta.url), {
      workerData: {
        sharing: engine.sharing,
        reader: this.number,
        store: store.address,
        rows: ROWS,
      },
      execArgv: [],
    })
    this.#worker.on('error', (error: Error) => (this.#error = error))
    const wake = (): void => {
      for (const resolve of this.#waiting.splice(0)) resolve()
    }
    this.#worker.on('message', wake)
    this.#worker.on('exit', wake)
  }

  async hasRead(): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
    if (this.#error) throw this.#error
  }

  async kill(): Promise<void> {
    await this.#worker.terminate()
    engine.detachReader(this.number)
    if (this.#error) throw this.#error
  }
}

function openAccounts(): PageStore {
  const store = engine.createStore('main')
  const restore = store.restore()
  restore.put(1, engine.blankPage1())
  restore.finish(1)
  const writer = openWriter(store)
  writer.exec('CREATE TABLE account (id INTEGER PRIMARY KEY, balance, note)')
  writer.exec(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
     INSERT INTO account SELECT i, 0, hex(zeroblob(100)) FROM n`,
  )
  writer.exec('CREATE INDEX account_balance ON account (balance)')
  store.publish(store.speculativeCount)
  writer[Symbol.dispose]()
  return store
}

function openWriter(store: PageStore): Connection {
  return store.connect({ view: 'speculative', writable: true, profile: 'writer' })
}

/** Transfers between accounts; some are aborted, and all are published late and in any rhythm. */
function write(store: PageStore, transfers: number): void {
  let writer = openWriter(store)
  for (let i = 0; i < transfers; i++) {
    const amount = below(1_000)
    writer.begin()
    const add = 'UPDATE account SET balance = balance + ? WHERE id = ?'
    writer.cached(add).run([amount, 1 + below(ROWS)])
    writer.cached(add).run([-amount, 1 + below(ROWS)])
    writer.commit()
    if (below(50) === 0) {
      store.abort()
      writer = openWriter(store)
    } else if (below(3) === 0) {
      store.publish(1 + below(store.speculativeCount))
    }
  }
  store.publish(store.speculativeCount)
  writer[Symbol.dispose]()
}

test(`readers see whole versions beside a writer, and may die at any moment (seed ${SEED})`, async () => {
  const store = openAccounts()
  const readers = Array.from({ length: READERS }, () => new Reader(store))
  await Promise.all(readers.map((reader) => reader.hasRead()))
  for (let death = 0; death < DEATHS; death++) {
    for (let burst = 0; burst < 5; burst++) {
      write(store, 40)
      await Promise.all(readers.map((reader) => reader.hasRead()))
    }
    const at = below(READERS)
    await readers[at]?.kill()
    readers[at] = new Reader(store)
    await readers[at].hasRead()
  }
  for (const reader of readers) await reader.kill()
  expect(store.info()).toMatchObject({ pinnedVersions: 0, heldPages: 0 })
  // Every page of the database, and nothing of what was superseded.
  expect(engine.memoryUsage().pageBytes).toBeLessThanOrEqual((store.pageCount + 64) * 4096)
  expect(store.verify()).toEqual([])
})
