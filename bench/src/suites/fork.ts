import { createEngine, createMemory } from '@quorumlite/sqlite'
import type { Client } from '@quorumlite/client'
import { BenchCluster } from '../cluster.ts'
import { untilCheckpointed } from '../large-database.ts'
import type { Result, Suite, SuiteOptions } from '../suite.ts'

const PAGE_BYTES = 4096
const DATABASE_BYTES = 2 ** 30
/** Each row has a page of its own. */
const ROW_BYTES = 4000
const ROWS = DATABASE_BYTES / PAGE_BYTES
const ROWS_PER_WRITE = 4_096

export const fork: Suite = {
  name: 'fork',
  summary: 'a copy of a database of 1 GiB: the command at the client, and the page store alone',
  async run(options) {
    return [...(await measureStore(options)), ...(await measureCommand(options))]
  },
}

/** In the memory of one node's SQL worker. The first fork takes memory that nobody had before. */
async function measureStore({ repeats, selects }: SuiteOptions): Promise<Result[]> {
  if (!selects('page store')) return []
  using engine = await createEngine({ memory: createMemory({ shared: true }) })
  const store = engine.createStore('source')
  const restore = store.restore()
  restore.put(1, engine.blankPage1())
  const page = new Uint8Array(PAGE_BYTES)
  for (let pgno = 2; pgno <= ROWS; pgno++) {
    new DataView(page.buffer).setUint32(0, pgno)
    restore.put(pgno, page)
  }
  restore.finish(ROWS)
  const heldBytes = engine.memoryUsage().allocatedBytes
  const took: number[] = []
  for (let repeat = 0; repeat <= repeats; repeat++) {
    const beganMs = performance.now()
    const copy = store.fork(`copy ${repeat}`)
    took.push(performance.now() - beganMs)
    if (repeat < repeats) copy[Symbol.dispose]()
  }
  const copyBytes = engine.memoryUsage().allocatedBytes - heldBytes
  const extra = { forkMs: middle(took), firstMs: took[0]!, copyMiB: copyBytes / 2 ** 20 }
  return [{ name: 'page store', extra }]
}

async function measureCommand(options: SuiteOptions): Promise<Result[]> {
  const { repeats, selects, progress } = options
  if (!selects('copyDatabase')) return []
  await using cluster = await BenchCluster.start()
  await using client = await cluster.connect()
  await client.execute('CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)')
  for (let from = 0; from < ROWS; from += ROWS_PER_WRITE) {
    progress(`filling: ${Math.round((100 * from) / ROWS)} %`)
    await client.execute(
      `INSERT INTO kv(k,v) WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i+1 FROM n WHERE i<${from + ROWS_PER_WRITE - 1})
       SELECT i, zeroblob(${ROW_BYTES}) FROM n`,
    )
  }
  progress('the last checkpoint')
  await untilCheckpointed(client)
  const took: number[] = []
  const waited: number[] = []
  for (let repeat = 0; repeat <= repeats; repeat++) {
    progress(`copy ${repeat + 1} of ${repeats + 1}`)
    const writer = new Writer(client)
    const beganMs = performance.now()
    await client.copyDatabase('main', `copy-${repeat}`)
    took.push(performance.now() - beganMs)
    waited.push(await writer.stop())
    await client.dropDatabase(`copy-${repeat}`)
  }
  const extra = { copyMs: middle(took), firstMs: took[0]!, writeMaxMs: Math.max(...waited) }
  return [{ name: 'copyDatabase', extra, reference: 'at most 50 ms' }]
}

/** Writes to the source while it is copied; what its slowest write took is what the copy costs others. */
class Writer {
  readonly #done: Promise<number>
  #stopping = false

  constructor(client: Client) {
    this.#done = this.#run(client)
  }

  stop(): Promise<number> {
    this.#stopping = true
    return this.#done
  }

  async #run(client: Client): Promise<number> {
    let longestMs = 0
    for (let k = 0; !this.#stopping; k++) {
      const beganMs = performance.now()
      await client.execute('UPDATE kv SET v = ? WHERE k = ?', [k, (k * 7919) % ROWS])
      longestMs = Math.max(longestMs, performance.now() - beganMs)
    }
    return longestMs
  }
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
