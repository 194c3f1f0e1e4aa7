import {
  createVirtualClock,
  createSeededRandom,
  type Random,
  type VirtualClock,
} from '@quorumlite/transport'
import { expect, test } from 'vitest'
import type { Executed } from '../../../../packages/node/src/sql/messages.ts'
import { MAIN, openHalf, sql, type Half } from './support/sql-half.ts'

/** Executed again after every loss, which may have taken it along. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS account (id INTEGER PRIMARY KEY AUTOINCREMENT, balance INTEGER, note);
  CREATE INDEX IF NOT EXISTS by_balance ON account (balance);
  CREATE VIRTUAL TABLE IF NOT EXISTS word USING fts5(text);`

/**
 * Two SQL halves and, in the place of the consensus halves, a log: what the leader executed is proposed in order,
 * commits after some time or is lost with the leadership, and is published where it was executed and applied where not.
 */
class Pair {
  readonly random: Random
  readonly clock: VirtualClock
  readonly halves: [Half, Half]
  /** Checksums of the committed states, in order: the log. */
  readonly log: { readonly pages: Uint8Array; readonly checksum: string }[] = []
  leader = 0
  term = 0
  readonly #epochs = [0, 0]
  readonly #reportsSeen = [0, 0]
  #inFlight: Executed[] = []
  #nextTransaction = 1
  readonly #openTransactions: number[] = []

  constructor(random: Random, clock: VirtualClock, halves: [Half, Half]) {
    this.random = random
    this.clock = clock
    this.halves = halves
  }

  below(limit: number): number {
    return Math.floor(this.random.next() * limit)
  }

  get #leading(): Half {
    return this.halves[this.leader] as Half
  }

  elect(leader: number): void {
    this.leader = leader
    this.#leading.lead(++this.term, [{ database: MAIN, epoch: this.#epochs[leader] as number }])
    this.#leading.execute(SCHEMA)
  }

  /** What is in flight is lost, from some place on; the other half takes over. */
  depose(): void {
    this.collect()
    this.commit(this.below(this.#inFlight.length + 1))
    this.#inFlight = []
    this.#openTransactions.length = 0
    const epoch = ++(this.#epochs[this.leader] as number)
    this.#epochs[this.leader] = epoch
    this.#leading.post({ kind: 'setLeading', term: 0, epochs: [{ database: MAIN, epoch }] })
    this.elect(this.below(2))
  }

  /** A proposal was dropped: what was executed is worthless, though this half leads on. */
  drop(): void {
    this.collect()
    this.#inFlight = []
    this.#openTransactions.length = 0
    const epoch = ++(this.#epochs[this.leader] as number)
    this.#leading.post({ kind: 'abortSpeculation', database: MAIN, epoch })
    this.#leading.execute(SCHEMA)
  }

  /** Takes up what the leader has reported in this term and epoch. */
  collect(): void {
    for (const [index, half] of this.halves.entries()) {
      const reports = half.reports.slice(this.#reportsSeen[index])
      this.#reportsSeen[index] = half.reports.length
      for (const report of reports) {
        if (report.kind !== 'executed' || report.speculation === 0) continue
        const isCurrent = report.term === this.term && report.epoch === this.#epochs[index]
        if (isCurrent && index === this.leader) this.#inFlight.push(report)
      }
    }
  }

  commitSome(): void {
    this.collect()
    this.commit(this.below(4))
  }

  commit(count: number): void {
    for (const executed of this.#inFlight.splice(0, count)) {
      const { pages, checksum } = executed
      this.log.push({ pages, checksum })
      for (const [index, half] of this.halves.entries()) {
        if (index === this.leader) half.publish(executed)
        else half.post({ kind: 'applyCommit', database: MAIN, pages, verify: true })
      }
    }
  }

  work(): void {
    const half = this.#leading
    const { random } = this
    const id = this.below(200)
    switch (this.below(14)) {
      case 0:
        half.execute([
          sql('INSERT INTO account (balance, note) VALUES (?, ?)', [
            id,
            'x'.repeat(this.below(3_000)),
          ]),
          sql('UPDATE account SET balance = balance + 1 WHERE id % 7 = ?', [id % 7]),
        ])
        return
      case 1:
        half.execute([
          sql('DELETE FROM account WHERE id = ?', [id]),
          sql('INSERT OR ROLLBACK INTO account VALUES (1, 1, 1), (1, 1, 1)'),
        ])
        return
      case 2:
        half.execute('DELETE FROM account WHERE id % 11 = ?', [id % 11])
        return
      case 3:
        half.execute(
          id < 20 ? 'VACUUM' : 'INSERT INTO word VALUES (?)',
          id < 20 ? [] : [`w${id} common`],
        )
        return
      case 4:
        half.execute(
          `CREATE TABLE IF NOT EXISTS t${id % 5} (a, b DEFAULT (random()), c DEFAULT CURRENT_TIMESTAMP)`,
        )
        return
      case 5:
        half.execute(`DROP TABLE IF EXISTS t${id % 5}`)
        return
      case 6:
        half.execute(`INSERT INTO t${id % 5} (a) VALUES (?)`, [id])
        return
      case 7:
        this.#transaction(half)
        return
      case 8:
        for (const reader of this.halves)
          reader.query('SELECT id, note FROM account ORDER BY balance')
        return
      default: {
        const blob = random.bytes(this.below(600))
        half.execute('INSERT INTO account (balance, note) VALUES (?, ?)', [id, blob])
      }
    }
  }

  #transaction(half: Half): void {
    const open = this.#openTransactions[0]
    if (open === undefined) {
      const transaction = this.#nextTransaction++
      this.#openTransactions.push(transaction)
      half.ask({ kind: 'begin', transaction, database: MAIN, readOnly: false })
      return
    }
    const statement = sql('UPDATE account SET note = NULL WHERE id % 5 = ?', [open % 5])
    half.ask({ kind: 'step', transaction: open, statement })
    if (this.below(2) === 0) return
    this.#openTransactions.shift()
    half.ask({ kind: this.below(3) === 0 ? 'rollback' : 'commit', transaction: open })
  }
}

async function runPair(seed: number, steps: number, pipeline: boolean): Promise<Pair> {
  const random = createSeededRandom(seed)
  const clock = createVirtualClock()
  const delayMs = (): number => Math.floor(random.next() * 4)
  const limits = { sliceRowsMax: 20, transactionIdleMs: 15, transactionTotalMs: 30 }
  const open = (): Promise<Half> => openHalf({ clock, delayMs, limits, pipeline })
  const pair = new Pair(random, clock, [await open(), await open()])
  for (const half of pair.halves) half.createDatabase()
  pair.elect(0)
  for (let step = 0; step < steps; step++) {
    const dice = pair.below(100)
    if (dice < 60) pair.work()
    else if (dice < 75) await clock.advance(pair.below(6))
    else if (dice < 96) pair.commitSome()
    else if (dice < 98) pair.drop()
    else pair.depose()
    for (const half of pair.halves) half.expectHealthy()
  }
  return pair
}

async function expectEqual(pair: Pair): Promise<void> {
  for (let rest = 0; rest < 50; rest++) {
    await pair.clock.advance(20)
    pair.collect()
    pair.commit(Infinity)
  }
  const checksum = pair.log.at(-1)?.checksum ?? ''
  for (const half of pair.halves) {
    half.post({ kind: 'verifyStore', database: MAIN, checksum })
    const check = half.query('PRAGMA integrity_check')
    await pair.clock.advance(20)
    half.expectHealthy()
    expect(half.rowsOf(check)).toEqual([['ok']])
    // Everything that is replayable from the log alone is the same, too.
    using replica = await openHalf()
    replica.createDatabase()
    for (const { pages } of pair.log) {
      replica.post({ kind: 'applyCommit', database: MAIN, pages, verify: true })
    }
    const dump = 'SELECT * FROM account ORDER BY id'
    const here = half.query(dump)
    await pair.clock.advance(50)
    expect(half.rowsOf(here)).toEqual(await replica.rows(dump))
    half[Symbol.dispose]()
  }
}

const SEEDS = process.env['QUORUMLITE_SEED']
  ? [Number(process.env['QUORUMLITE_SEED'])]
  : [1, 2, 3, 4, 5, 6]

test.each(SEEDS)('two halves agree after random work, seed %i', async (seed) => {
  try {
    // Without pipelining every commit takes a round: more steps for as many.
    const pipeline = seed % 3 !== 0
    const pair = await runPair(seed, pipeline ? 800 : 2_400, pipeline)
    expect(pair.log.length).toBeGreaterThan(50)
    await expectEqual(pair)
  } catch (cause) {
    const replay = `QUORUMLITE_SEED=${seed} npx vitest run test/unit/node/sql/replication-random.test.ts`
    throw new Error(`failed with seed ${seed}; replay: ${replay}`, { cause })
  }
})
