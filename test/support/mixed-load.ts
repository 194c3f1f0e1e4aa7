import { OutcomeUnknownError, type Client, type Database } from '@quorumlite/client'
import { randomInteger, type Clock, type SeededRandom } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'

/** What its sender knows of one numbered write of a load. */
interface Told {
  readonly number: number
  readonly database: string
  /** Rows that it writes: all of them or none. */
  readonly rows: number
  outcome: 'pending' | 'executed' | 'not executed' | 'unknown'
}

export interface MixedLoadOptions {
  readonly client: Client
  readonly clock: Clock
  readonly random: SeededRandom
  readonly tracks: number
  /** Node ids that reads may be sent to. */
  readonly nodes: () => readonly number[]
}

const DATABASES = ['main', 'second'] as const
/** Comes and goes; nothing in it is audited. */
const PASSING = 'passing'

/**
 * A load of everything that clients do: single writes, batches, interactive transactions, commits of many pages, vacuum,
 * databases that come and go, and reads that must see what was acknowledged. No constraint guards the tables: a write
 * that ran twice shows.
 */
export class MixedLoad {
  readonly #options: MixedLoadOptions
  readonly #told: Told[] = []
  readonly #tracks: Promise<void>[] = []
  /** Reads that did not see an acknowledged write, and errors that nobody should get. */
  readonly violations: string[] = []
  readonly errorCodes = new Map<string, number>()
  #next = 1
  #acknowledged = 0
  #stopping = false

  private constructor(options: MixedLoadOptions) {
    this.#options = options
  }

  static async start(options: MixedLoadOptions): Promise<MixedLoad> {
    const { client } = options
    await client.createDatabase('second', { ifNotExists: true })
    for (const name of DATABASES) {
      await client
        .database(name)
        .batch([
          'create table if not exists written (number integer not null, row integer not null)',
          'create table if not exists bulk (slot integer primary key, content blob)',
        ])
    }
    const load = new MixedLoad(options)
    for (let i = 0; i < options.tracks; i++) load.#tracks.push(load.#track())
    return load
  }

  get acknowledgedCount(): number {
    return this.#acknowledged
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#tracks)
  }

  /** What is wrong in the tables, in words; empty if every write ran exactly as often as its sender was told. */
  async audit(): Promise<string[]> {
    const found = [...this.violations]
    for (const name of DATABASES) {
      const rows = await this.#options.client
        .database(name)
        .query('select number, row, count(*) as times from written group by number, row')
      const times = new Map<number, number[]>()
      for (const row of rows) {
        const list = times.get(Number(row['number'])) ?? []
        list[Number(row['row'])] = Number(row['times'])
        times.set(Number(row['number']), list)
      }
      for (const told of this.#told.filter(({ database }) => database === name)) {
        const complaint = judge(told, times.get(told.number))
        if (complaint) found.push(`write ${told.number} to ${name}: ${complaint}`)
        times.delete(told.number)
      }
      for (const number of times.keys())
        found.push(`write ${number} to ${name}: nobody asked for it`)
    }
    return found
  }

  async #track(): Promise<void> {
    while (!this.#stopping) await this.#one()
  }

  #one(): Promise<void> {
    const { client, random } = this.#options
    const name = DATABASES[randomInteger(random, 0, DATABASES.length - 1)]!
    const database = client.database(name)
    const choice = random.next()
    if (choice < 0.35) {
      return this.#write(name, 1, (number) => database.execute(INSERT, [number, 0]))
    }
    if (choice < 0.45) {
      return this.#write(name, 2, (number) =>
        database.batch([
          { sql: INSERT, params: [number, 0] },
          { sql: INSERT, params: [number, 1] },
        ]),
      )
    }
    if (choice < 0.6) return this.#write(name, 2, (number) => this.#transaction(database, number))
    if (choice < 0.68) {
      const bytes = randomInteger(random, 1, 90_000)
      const slot = randomInteger(random, 0, 5)
      return this.#write(name, 1, (number) =>
        database.batch([
          { sql: INSERT, params: [number, 0] },
          { sql: 'replace into bulk values (?, randomblob(?))', params: [slot, bytes] },
        ]),
      )
    }
    if (choice < 0.7) return this.#attempt(database.execute('delete from bulk'))
    if (choice < 0.72) return this.#attempt(database.execute('vacuum'))
    if (choice < 0.76) return this.#attempt(this.#passing())
    return this.#read(database, name)
  }

  async #write(
    database: string,
    rows: number,
    run: (number: number) => Promise<unknown>,
  ): Promise<void> {
    const told: Told = { number: this.#next++, database, rows, outcome: 'pending' }
    this.#told.push(told)
    try {
      await run(told.number)
      told.outcome = 'executed'
      this.#acknowledged++
    } catch (error) {
      told.outcome = error instanceof OutcomeUnknownError ? 'unknown' : 'not executed'
      await this.#onError(error)
    }
  }

  #transaction(database: Database, number: number): Promise<void> {
    const { random, clock } = this.#options
    return database.transaction(async (tx) => {
      await tx.execute(INSERT, [number, 0])
      const pauseMs = random.next() < 0.2 ? random.next() * 40 : 0
      if (pauseMs > 0) await new Promise<void>((resolve) => void clock.setTimer(pauseMs, resolve))
      const [row] = await tx.query('select count(*) as n from written where number = ?', [number])
      if (Number(row?.['n']) !== 1)
        this.violations.push(`transaction ${number} does not see itself`)
      await tx.execute(INSERT, [number, 1])
      if (random.next() < 0.05) throw new QuorumliteError('ABORTED', 'the function gave up')
    })
  }

  async #passing(): Promise<void> {
    const { client, random } = this.#options
    const database = client.database(PASSING)
    if (random.next() < 0.5) {
      await client.createDatabase(PASSING, { ifNotExists: true })
      // Somebody else may drop it in between, and yet another one create it again, without the table.
      const insert = ['create table if not exists t (a)', 'insert into t values (randomblob(9000))']
      for (let i = 0; i < 3; i++) await database.batch(insert)
    } else await client.dropDatabase(PASSING, { ifExists: true })
  }

  /** An acknowledged write must be there, wherever and however it is read. */
  async #read(database: Database, name: string): Promise<void> {
    const { random, nodes } = this.#options
    const written = this.#told.filter(
      (told) => told.outcome === 'executed' && told.database === name,
    )
    const told =
      written[
        randomInteger(random, Math.max(0, written.length - 20), Math.max(0, written.length - 1))
      ]
    if (!told) return this.#attempt(database.query('select count(*) from written'))
    const ids = nodes()
    if (ids.length === 0) return this.#attempt(database.query('select 1'))
    const readFrom = random.next() < 0.3 ? 'any' : ids[randomInteger(random, 0, ids.length - 1)]!
    const consistency = random.next() < 0.5 ? 'linearizable' : 'session'
    try {
      const rows = await database.query(
        'select count(*) as n from written where number = ?',
        [told.number],
        { readFrom, consistency, timeoutMs: 3_000 },
      )
      const n = Number(rows[0]?.['n'])
      if (n !== told.rows) {
        this.violations.push(
          `a ${consistency} read on node ${rows.nodeId} at ${rows.position.index} found ${n} of ${told.rows} rows of write ${told.number}`,
        )
      }
    } catch (error) {
      await this.#onError(error)
    }
  }

  async #attempt(operation: Promise<unknown>): Promise<void> {
    await operation.catch((error: unknown) => this.#onError(error))
  }

  async #onError(error: unknown): Promise<void> {
    const code = error instanceof QuorumliteError ? error.code : String(error)
    this.errorCodes.set(code, (this.errorCodes.get(code) ?? 0) + 1)
    if (!EXPECTED_CODES.has(code)) {
      this.violations.push(error instanceof Error ? (error.stack ?? String(error)) : String(error))
    }
    // Something that fails at once must not keep time from passing.
    await new Promise<void>((resolve) => void this.#options.clock.setTimer(5, resolve))
  }
}

const INSERT = 'insert into written values (?, ?)'

/** What clients may hear while machines fail. Anything else, `INTERNAL` above all, is a finding. */
const EXPECTED_CODES: ReadonlySet<string> = new Set([
  'ABORTED',
  'CLOSED',
  'DATABASE_EXISTS',
  'DATABASE_NOT_FOUND',
  'NO_LEADER',
  'NOT_EXECUTED',
  'NOT_LEADER',
  'NOT_A_MEMBER',
  'OUTCOME_UNKNOWN',
  'REMOVED',
  'SNAPSHOT_TOO_OLD',
  'TIMEOUT',
  'TRANSACTION_LOST',
  'TRANSACTION_TIMEOUT',
  'UNAVAILABLE',
])

function judge({ outcome, rows }: Told, times: readonly number[] | undefined): string | undefined {
  if (times === undefined) return outcome === 'executed' ? 'acknowledged, and lost' : undefined
  const found = Array.from({ length: rows }, (_, row) => times[row] ?? 0)
  if (found.some((count) => count > 1)) return `ran ${Math.max(...found)} times`
  if (found.some((count) => count !== 1)) return `wrote ${found.join(' and ')} of its rows`
  if (outcome === 'not executed') return 'said not to be executed, and was'
  if (outcome === 'pending') return 'never answered'
  return undefined
}
