import type { Client } from '@quorumlite/client'
import { createSeededRandom, randomInteger, type SeededRandom } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import { expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'

// Databases are created, copied, imported, dropped, written, exported and read by many at once, under the same few names.

const SEED = Number(process.env['QUORUMLITE_SEED'] ?? Date.now() % 1_000_000)
const replay = `QUORUMLITE_SEED=${SEED} npx vitest run test/integration/databases-at-once.test.ts`
const LIMITS = { checkpointLogBytes: 16 << 10, trailingEntries: 8, checkpointPagesPerBatch: 2 }
const NAMES = ['a', 'b', 'c', 'd']
const ACTORS = 8
const ACTIONS = 60

/** What may come of it when another one was faster; anything else is a defect. */
const FAIR: ReadonlySet<string> = new Set(['DATABASE_NOT_FOUND', 'DATABASE_EXISTS'])

class Actor {
  readonly #client: Client
  readonly #random: SeededRandom
  readonly unfair: unknown[] = []
  done = 0
  isOver = false

  constructor(client: Client, random: SeededRandom) {
    this.#client = client
    this.#random = random
  }

  async run(): Promise<void> {
    for (let i = 0; i < ACTIONS; i++) {
      try {
        await this.#act()
        this.done += 1
      } catch (error) {
        if (!(error instanceof QuorumliteError) || !isFair(error)) this.unfair.push(error)
      }
    }
    this.isOver = true
  }

  async #act(): Promise<void> {
    const client = this.#client
    const name = this.#name()
    const database = client.database(name)
    switch (randomInteger(this.#random, 0, 9)) {
      case 0:
        return client.dropDatabase(name)
      case 1:
        return client.copyDatabase(this.#name(), name)
      case 2: {
        await client.createDatabase(name)
        return
      }
      case 3:
        return client.importDatabase(name, await exported(client))
      case 4: {
        const file = await exported(database)
        expect(Buffer.from(file.subarray(0, 15)).toString()).toBe('SQLite format 3')
        return
      }
      case 5: {
        const [first] = await database.query('pragma integrity_check')
        expect(first).toEqual({ integrity_check: 'ok' })
        return
      }
      case 6: {
        const transaction = await database.begin()
        try {
          await transaction.execute('create table if not exists t (v)')
          await transaction.execute('insert into t values (zeroblob(5000))')
          await transaction.commit().catch(unlessLost)
        } finally {
          await transaction.rollback().catch(() => undefined)
        }
        return
      }
      default:
        await database.batch([
          'create table if not exists t (v)',
          'insert into t values (zeroblob(3000))',
          'delete from t where rowid < (select max(rowid) - 20 from t)',
        ])
    }
  }

  #name(): string {
    return NAMES[randomInteger(this.#random, 0, NAMES.length - 1)]!
  }
}

/** A commit that met the end of its database on the way does not say why it was lost. */
function unlessLost(error: unknown): void {
  if (!(error instanceof QuorumliteError) || error.code !== 'TRANSACTION_LOST') throw error
}

/** A database may go at any moment, also under a transaction or a stream. */
function isFair(error: QuorumliteError): boolean {
  if (FAIR.has(error.code)) return true
  return error.cause instanceof QuorumliteError && isFair(error.cause)
}

async function exported(database: Pick<Client, 'export'>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of database.export({ window: 1 })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

test(`databases of the same names, made and dropped at once, harm nobody (${replay})`, async () => {
  const cluster = await InlineCluster.start({ seed: SEED, node: { limits: LIMITS } })
  const client = await cluster.connect({ timeoutMs: 60_000 })
  await cluster.run(client.batch(['create table t (v)', 'insert into t values (1)']))
  const random = createSeededRandom(SEED)
  const actors = Array.from(
    { length: ACTORS },
    (_, i) => new Actor(client, random.fork(`actor ${i}`)),
  )
  for (const actor of actors) void actor.run()
  await cluster.until(() => actors.every(({ isOver }) => isOver), 'the end of all actors')
  expect(actors.flatMap(({ unfair }) => unfair)).toEqual([])
  expect(actors.reduce((sum, { done }) => sum + done, 0)).toBeGreaterThan(100)
  const target = cluster.node(await cluster.awaitLeader()).runtime.service.state.appliedIndex
  const states = (): string[] =>
    cluster.running().map((i) => {
      const { appliedIndex, catalogue } = cluster.node(i).runtime.service.state
      const databases = [...catalogue.all()].map(({ name, id, checksum }) => [name, id, checksum])
      return JSON.stringify([appliedIndex >= target, databases])
    })
  await cluster.until(() => new Set(states()).size === 1, 'equal replicas')
  await cluster.until(() => cluster.running().every((i) => cluster.pins(i) === 0), 'no pins')
  // After a restart each node has what it had.
  const before = states()
  for (const i of cluster.running()) {
    await cluster.stopNode(i)
    await cluster.startNode(i)
  }
  await cluster.until(() => states().every((state) => state === before[0]), 'the same again')
  await cluster.run(client.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})
