// What clients do to the database `ledger`, and what they are told. Every write also puts its number into a journal in
// the same transaction: the journal is the order in which everything was committed, whatever its sender heard.

import type { Client, Database, QueryOptions, Row, Transaction } from '@quorumlite/client'
import { OutcomeUnknownError } from '@quorumlite/client'
import type { Clock } from '@quorumlite/transport'
import { QuorumliteError, type SqlValue } from '@quorumlite/wire'
import type { ListStep } from '../../checkers/list-append.ts'
import type { Coverage } from '../coverage.ts'
import type { Dice } from '../dice.ts'
import type { Trace } from '../trace.ts'
import { holderIn } from './claims.ts'
import { copyLedger } from './copies.ts'
import { EXPECTED_CODES } from './expected-codes.ts'
import { History, type Sql, type Write } from './history.ts'
import { overdueRead, overdueWrite, READ_MS } from './patience.ts'
import { queryOld } from './old-reads.ts'
import { ACCOUNTS, LEDGER } from './schema.ts'

/** Who sends something: a client, by its place in the list. */
interface Sender {
  readonly client: number
  readonly database: Database
}

const JOURNAL = 'insert into journal (number) values (?)'
const KEYS = 4
const PASSING = 'passing'
/** So long a slot is there to be claimed. */
const SLOT_MS = 1_000
/** Between two of a burst. */
const BURST_STEP_MS = 0.2
/** Rows at the end of a journal. */
const TAIL = 6

export interface WorkloadOptions {
  readonly clients: readonly Client[]
  /** Of each client: how long its operations may take. */
  readonly timeoutsMs: readonly number[]
  readonly clock: Clock
  readonly dice: Dice
  readonly trace: Trace
  readonly coverage: Coverage
  readonly tracks: number
  readonly thinkMs: number
  /** Ids that reads may be sent to, of machines that run or of all. */
  readonly nodes: (which: 'running' | 'all') => readonly number[]
}

export class Workload {
  readonly #options: WorkloadOptions
  readonly #tracks: Promise<void>[] = []
  #stopping = false
  /** What has been asked for and not been answered, and since when. */
  readonly #open = new Map<string, number>()
  readonly history: History = new History()
  acknowledged = 0
  #reads = 0

  constructor(options: WorkloadOptions) {
    this.#options = options
  }

  start(): void {
    for (let i = 0; i < this.#options.tracks; i++) this.#tracks.push(this.#track(i))
  }

  /** So many increments, one right after the other. */
  burst(
    size: number,
    client: number = this.#options.dice.below(this.#options.clients.length),
  ): void {
    const sender = this.#sender(client)
    for (let i = 0; i < size; i++) {
      const sent = this.#pause(i * BURST_STEP_MS).then(() => this.#count(sender))
      this.#tracks.push(sent)
    }
  }

  /** What this node shows of itself, and a transaction that somebody takes it for the leader of. */
  peek(node: number): void {
    const { clients, dice } = this.#options
    const sender = this.#sender(dice.below(clients.length))
    this.#tracks.push(this.#readStale(sender.database, node), this.#changeLists(sender))
  }

  /** Enough for several entries. */
  bulk(): void {
    const { clients, dice } = this.#options
    this.#tracks.push(this.#writeBulk(this.#sender(dice.below(clients.length)), 50_000))
  }

  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#tracks)
  }

  /** In words, for who waits in vain. */
  get openOperations(): string {
    return [...this.#open]
      .map(([name, sinceMs]) => `${name} since ${sinceMs.toFixed(1)}`)
      .join(', ')
  }

  async #track(i: number): Promise<void> {
    const { clients, dice, thinkMs } = this.#options
    const sender = this.#sender(i % clients.length)
    while (!this.#stopping) {
      await this.#pause(dice.next() * 2 * thinkMs)
      await this.#one(sender)
    }
  }

  #sender(client: number): Sender {
    return { client, database: this.#options.clients[client]!.database(LEDGER) }
  }

  #pause(durationMs: number): Promise<void> {
    return new Promise((resolve) => void this.#options.clock.setTimer(durationMs, resolve))
  }

  #one(sender: Sender): Promise<void> {
    const { database } = sender
    const choice = this.#options.dice.next()
    if (choice < 0.11) return this.#setRegister(sender)
    if (choice < 0.2) return this.#swapRegister(sender)
    if (choice < 0.3) return this.#readRegister(database)
    if (choice < 0.47) return this.#changeLists(sender)
    if (choice < 0.54) return this.#readLists(database)
    if (choice < 0.65) return this.#transfer(sender)
    if (choice < 0.7) return this.#readBank(database)
    if (choice < 0.78) return this.#count(sender)
    if (choice < 0.82) return this.#readCounter(database)
    if (choice < 0.86) return this.#claimTogether(sender)
    if (choice < 0.93) return this.#writeBulk(sender)
    if (choice < 0.94) return this.#attempt('vacuum', () => database.execute('vacuum'))
    if (choice < 0.95) return this.#attempt('passing database', () => this.#comeAndGo())
    if (choice < 0.96) return this.#copy()
    if (choice < 0.97) return this.#readOwn(sender)
    if (choice < 0.99) return this.#readStale(database)
    return this.#readJournal(database)
  }

  #setRegister(sender: Sender): Promise<void> {
    const key = this.#options.dice.below(KEYS)
    return this.#write(sender, 'register set', async (write) => {
      const value = write.number
      write.register = { key, action: { kind: 'write', value } }
      const sql =
        'insert into register values (?, ?) on conflict (key) do update set value = excluded.value'
      await this.#batch(sender.database, write, { sql, params: [key, value] })
    })
  }

  #swapRegister(sender: Sender): Promise<void> {
    const { dice } = this.#options
    const key = dice.below(KEYS)
    const from = Math.max(1, this.history.writes.length - dice.below(30))
    return this.#write(sender, 'register swapped', async (write) => {
      const to = write.number
      const describe = (swapped: boolean | undefined): void => {
        write.register = { key, action: { kind: 'cas', from, to, swapped } }
      }
      describe(undefined)
      const sql = 'update register set value = ? where key = ? and value = ?'
      const changes = await this.#batch(sender.database, write, { sql, params: [to, key, from] })
      describe(changes === 1)
    })
  }

  #readRegister(database: Database): Promise<void> {
    const key = this.#options.dice.below(KEYS)
    return this.#read('register read', async (times) => {
      const sql = 'select value from register where key = ?'
      const [row] = await database.query(sql, [key], this.#readOptions())
      const value = row === undefined ? undefined : Number(row['value'])
      this.history.registerReads.push({ ...times(), key, action: { kind: 'read', value } })
    })
  }

  #changeLists(sender: Sender): Promise<void> {
    const { dice } = this.#options
    const kinds = Array.from({ length: 1 + dice.below(3) }, () => dice.chance(0.6))
    return this.#write(sender, 'list transaction', (write) =>
      sender.database.transaction(async (tx) => {
        write.steps = []
        await this.#begin(tx, write)
        for (const [i, isAppend] of kinds.entries()) {
          const key = dice.below(KEYS)
          if (isAppend) {
            const value = write.number * 10 + i
            const params = [key, value]
            await this.#step(tx, write, 'insert into item (list, value) values (?, ?)', params)
            write.steps.push({ kind: 'append', key, value })
          } else write.steps.push({ kind: 'read', key, values: await readList(tx, key) })
          if (dice.chance(0.1)) await this.#pause(dice.next() * 300)
        }
        if (dice.chance(0.05)) throw new QuorumliteError('ABORTED', 'the function gave up')
      }),
    )
  }

  #readLists(database: Database): Promise<void> {
    const { dice } = this.#options
    return this.#read('list read', async (times) => {
      const steps: ListStep[] = []
      const readTwo = async (tx: Transaction): Promise<void> => {
        const { call, return: begunMs } = times()
        this.#complain(overdueRead('read-only BEGIN', begunMs - call))
        for (let i = 0; i < 2; i++) {
          const key = dice.below(KEYS)
          steps.push({ kind: 'read', key, values: await readList(tx, key) })
        }
      }
      await database.transaction(readTwo, { readOnly: true, timeoutMs: READ_MS, ...this.#where() })
      this.history.listReads.push({ ...times(), steps, outcome: 'committed' })
    })
  }

  #transfer(sender: Sender): Promise<void> {
    const { dice } = this.#options
    const [from, to, amount] = [dice.below(ACCOUNTS), dice.below(ACCOUNTS), 1 + dice.below(60)]
    return this.#write(sender, 'transfer', (write) =>
      sender.database.transaction(async (tx) => {
        await this.#begin(tx, write)
        const [row] = await tx.query('select balance from account where id = ?', [from])
        if (Number(row?.['balance']) < amount || from === to) return
        const sql = 'update account set balance = balance + ? where id = ?'
        await this.#step(tx, write, sql, [-amount, from])
        await this.#step(tx, write, sql, [amount, to])
      }),
    )
  }

  #readBank(database: Database): Promise<void> {
    return this.#read('bank read', async (times) => {
      const sql = 'select balance from account order by id'
      // Every state that was ever committed has the same total, also an old one.
      const consistency = this.#options.dice.pick(['linearizable', 'session', 'stale'] as const)
      const rows = await this.#query(database, sql, { ...this.#readOptions(), consistency })
      if (!rows) return
      const balances = rows.map((row) => Number(row['balance']))
      this.history.bankReads.push({ at: times().call, balances })
    })
  }

  #count(sender: Sender): Promise<void> {
    return this.#write(sender, 'increment', async (write) => {
      const counter = { value: undefined as number | undefined }
      write.counter = counter
      const sql = 'update counter set n = n + 1 returning n'
      write.statements = [
        { sql: JOURNAL, params: [write.number] },
        { sql, params: [] },
      ]
      const results = await sender.database.batch(write.statements)
      counter.value = Number(results[1]?.rows[0]?.['n'])
    })
  }

  #readCounter(database: Database): Promise<void> {
    return this.#read('counter read', async (times) => {
      const [row] = await database.query('select n from counter', [], this.#readOptions())
      this.history.counterReads.push({ ...times(), value: Number(row?.['n']) })
    })
  }

  /** Many pages at once: entries in parts, checkpoints and snapshots with something in them. */
  #writeBulk(sender: Sender, bytes: number = 1 + this.#options.dice.below(50_000)): Promise<void> {
    const { dice } = this.#options
    const content = new Uint8Array(bytes).fill(dice.below(256))
    const slot = dice.below(5)
    return this.#write(sender, 'bulk write', async (write) => {
      const sql = dice.chance(0.8) ? 'replace into bulk values (?, ?)' : 'delete from bulk'
      const params = sql.startsWith('replace') ? [slot, content] : []
      await this.#batch(sender.database, write, { sql, params })
    })
  }

  /** Two at the same moment, so that one of them is refused. */
  async #claimTogether(sender: Sender): Promise<void> {
    const other = this.#sender((sender.client + 1) % this.#options.clients.length)
    await Promise.all([this.#claim(sender), this.#claim(other)])
  }

  /** The first one has the slot, and the others hear that it is taken. */
  #claim(sender: Sender): Promise<void> {
    const { clock } = this.#options
    const slot = Math.floor(clock.nowMs() / SLOT_MS)
    return this.#write(sender, 'slot claimed', async (write) => {
      write.slot = slot
      const statement = { sql: 'insert into claim values (?, ?)', params: [slot, write.number] }
      try {
        await this.#batch(sender.database, write, statement)
      } catch (error) {
        const holder = holderIn(error)
        if (holder === undefined) throw error
        this.history.refusals.push({ slot, holder })
        this.#options.coverage.count('slot refused')
        throw new QuorumliteError('ABORTED', 'the slot is taken', { cause: error })
      }
    })
  }

  #copy(): Promise<void> {
    const { clients, clock, dice } = this.#options
    return this.#read('copy read', async () => {
      let call = Infinity
      const copy = await copyLedger(dice.pick(clients), () => (call = clock.nowMs()))
      this.history.copies.push(copy)
      this.history.journals.push({ from: 1, numbers: copy.journal })
      this.history.journalReads.push({ call, return: clock.nowMs(), elements: copy.journal })
    })
  }

  /** Whatever node it asks, it sees what it was told itself. */
  #readOwn({ client, database }: Sender): Promise<void> {
    return this.#read('session read', async (times) => {
      const elements = await this.#journal(database, 'session')
      ;(this.history.sessionReads[client] ??= []).push({ ...times(), elements })
    })
  }

  /** Old as it may be, it was committed. */
  #readStale(database: Database, node?: number): Promise<void> {
    const where = node === undefined ? this.#readOptions() : { readFrom: node, timeoutMs: READ_MS }
    return this.#read('stale read', async () => {
      const options = { ...where, consistency: 'stale' } as const
      await this.#readTail(async (sql) => (await this.#query(database, sql, options)) ?? [])
    })
  }

  /** The last rows of the journal: what was not committed yet would stand there. */
  async #readTail(query: (sql: string) => Promise<readonly Row[]>): Promise<void> {
    const sql = `select place, number from journal order by place desc limit ${TAIL}`
    const rows = (await query(sql)).toReversed()
    const from = Number(rows[0]?.['place'] ?? 1)
    this.history.journals.push({ from, numbers: rows.map((row) => Number(row['number'])) })
  }

  #readJournal(database: Database): Promise<void> {
    return this.#read('journal read', async (times) => {
      const elements = await this.#journal(database, 'linearizable')
      this.history.journalReads.push({ ...times(), elements })
    })
  }

  async #journal(
    database: Database,
    consistency: NonNullable<QueryOptions['consistency']>,
  ): Promise<number[]> {
    const sql = 'select number from journal order by place'
    const rows = await this.#query(database, sql, { ...this.#readOptions(), consistency })
    const journal = (rows ?? []).map((row) => Number(row['number']))
    this.history.journals.push({ from: 1, numbers: journal })
    return journal
  }

  async #query(
    database: Database,
    sql: string,
    options: QueryOptions,
  ): Promise<readonly Row[] | undefined> {
    const rows = await queryOld(database, sql, options)
    if (!rows) this.#options.coverage.count('read before the schema')
    return rows
  }

  /** A database that is created, filled and dropped by whoever comes; nothing in it is audited. */
  async #comeAndGo(): Promise<void> {
    const { clients, dice } = this.#options
    const client = dice.pick(clients)
    if (dice.chance(0.4)) return client.dropDatabase(PASSING, { ifExists: true })
    await client.createDatabase(PASSING, { ifNotExists: true })
    const database = client.database(PASSING)
    await database.execute('create table if not exists t (a)')
    for (let i = 0; i < 3; i++) await database.execute('insert into t values (randomblob(9000))')
  }

  #attempt(name: string, run: () => Promise<unknown>): Promise<void> {
    return this.#read(name, async () => void (await run()))
  }

  /** Answers how many rows the statement changed. */
  async #batch(database: Database, write: Write, statement: Sql): Promise<number> {
    write.statements = [{ sql: JOURNAL, params: [write.number] }, statement]
    const results = await database.batch(write.statements)
    return results[1]!.changes
  }

  async #begin(tx: Transaction, write: Write): Promise<void> {
    write.statements = []
    if (this.#options.dice.chance(0.3)) await this.#readTail((sql) => tx.query(sql))
    await this.#step(tx, write, JOURNAL, [write.number])
  }

  async #step(tx: Transaction, write: Write, sql: string, params: SqlValue[]): Promise<void> {
    write.statements.push({ sql, params })
    await tx.execute(sql, params)
  }

  async #write(
    { client }: Sender,
    name: string,
    run: (write: Write) => Promise<void>,
  ): Promise<void> {
    const { clock, coverage, trace, timeoutsMs } = this.#options
    const number = this.history.writes.length + 1
    const write: Write = {
      number,
      client,
      call: clock.nowMs(),
      return: Infinity,
      outcome: 'unknown',
      statements: [],
    }
    this.history.writes.push(write)
    const title = `write ${number} (${name})`
    this.#open.set(title, write.call)
    try {
      await run(write)
      write.outcome = 'executed'
      write.return = clock.nowMs()
      this.acknowledged++
      coverage.count(name)
    } catch (error) {
      if (error instanceof OutcomeUnknownError) coverage.count('outcome unknown')
      else {
        write.outcome = 'not executed'
        write.return = clock.nowMs()
      }
      await this.#onError(error)
    }
    this.#open.delete(title)
    this.#complain(overdueWrite(name, clock.nowMs() - write.call, timeoutsMs[client]!))
    trace.mixText(`${number} ${write.outcome}`)
    if (trace.isRead) trace.line(clock.nowMs(), `${title}: ${write.outcome}`)
  }

  async #read(
    name: string,
    run: (times: () => { call: number; return: number }) => Promise<void>,
  ): Promise<void> {
    const { clock, coverage } = this.#options
    const call = clock.nowMs()
    const title = `${name} ${++this.#reads}`
    this.#open.set(title, call)
    try {
      await run(() => ({ call, return: clock.nowMs() }))
      coverage.count(name)
    } catch (error) {
      await this.#onError(error)
    }
    this.#open.delete(title)
    this.#complain(overdueRead(name, clock.nowMs() - call))
  }

  #complain(violation: string | undefined): void {
    if (violation !== undefined) this.history.violations.push(violation)
  }

  #readOptions(): QueryOptions {
    return { timeoutMs: READ_MS, ...this.#where() }
  }

  #where(): Pick<QueryOptions, 'readFrom'> {
    const { dice, nodes } = this.#options
    const ids = nodes(dice.chance(0.2) ? 'all' : 'running')
    if (ids.length === 0 || dice.chance(0.3)) return { readFrom: dice.pick(['any', 'leader']) }
    return { readFrom: dice.pick(ids) }
  }

  async #onError(error: unknown): Promise<void> {
    const { coverage, trace, clock } = this.#options
    const code = error instanceof QuorumliteError ? error.code : String(error)
    coverage.count(`told ${code}`)
    trace.mixText(code)
    if (!EXPECTED_CODES.has(code)) {
      this.history.violations.push(
        `a client was told ${code} at ${clock.nowMs().toFixed(1)}: ${error instanceof Error ? error.stack : ''}`,
      )
    }
    // Something that fails at once must not keep time from passing.
    await this.#pause(5)
  }
}

async function readList(tx: Transaction, key: number): Promise<number[]> {
  const rows = await tx.query('select value from item where list = ? order by place', [key])
  return rows.map((row) => Number(row['value']))
}
