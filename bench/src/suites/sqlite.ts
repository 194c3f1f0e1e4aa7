// The engine alone: SQLite in WebAssembly over the page store, as a node has it, against the native build. Both in this
// process and in memory, in turns, so that what else the machine does falls on both alike.

import { createEngine, type Engine, type PageStore } from '@quorumlite/sqlite'
import { openNative, type NativeDatabase, type NativeStatement } from '../native-sqlite.ts'
import { repeated, type Result, type Suite } from '../suite.ts'

const ROWS = 100_000
const DOCUMENTS = 10_000
/** Of one turn, at least: then it is the other's. */
const TURN_MS = 250
const TURNS_MIN = 3

/** One side: what the same statement takes there. */
interface Side {
  /** Runs a statement that changes rows, as a transaction of its own. */
  run(sql: string, params: readonly (number | string | Uint8Array)[]): void
  /** All rows of a query, as arrays of values. */
  all(sql: string, params: readonly number[] | readonly string[]): unknown[]
}

interface Task {
  readonly name: string
  /** The bar: ours, as a share of native. */
  readonly bar: number
  /** The answer of a query is the same on both sides. */
  readonly once: (side: Side, turn: number) => unknown
}

const SCHEMA = [
  'CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)',
  'CREATE TABLE item(id INTEGER PRIMARY KEY, owner INTEGER, price REAL, name TEXT)',
  'CREATE INDEX item_owner ON item(owner)',
  'CREATE TABLE owner(id INTEGER PRIMARY KEY, city TEXT)',
  'CREATE VIRTUAL TABLE doc USING fts5(body)',
  `INSERT INTO item WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<${ROWS})
   SELECT i, i % 1000, (i * 7919) % 1000 / 10.0, 'item number ' || i FROM n`,
  `INSERT INTO owner WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i<999)
   SELECT i, 'city ' || (i % 50) FROM n`,
  `INSERT INTO doc WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<${DOCUMENTS})
   SELECT 'lorem word' || (i % 97) || ' ipsum term' || (i % 89) || ' dolor ' || i FROM n`,
]

const BLOB = new Uint8Array(100).fill(7)
const JOIN = `SELECT o.city, count(*), sum(i.price) FROM item i JOIN owner o ON o.id = i.owner
  WHERE i.price > 20 GROUP BY o.city`

const TASKS: readonly Task[] = [
  {
    name: 'autocommit insert',
    bar: 0.5,
    once: (side, turn) => side.run('INSERT INTO kv(k,v) VALUES(?,?)', [turn, BLOB]),
  },
  {
    name: 'update',
    bar: 0.5,
    once: (side, turn) =>
      side.run('UPDATE item SET price = ? WHERE id = ?', [turn % 100, 1 + ((turn * 7919) % ROWS)]),
  },
  {
    name: 'point select',
    bar: 0.7,
    once: (side, turn) =>
      side.all('SELECT name, price FROM item WHERE id = ?', [1 + ((turn * 7919) % ROWS)]),
  },
  {
    name: 'scan',
    bar: 0.6,
    once: (side) => side.all('SELECT count(*), sum(price), max(length(name)) FROM item', []),
  },
  { name: 'join', bar: 0.6, once: (side) => side.all(JOIN, []) },
  {
    name: 'rows out',
    bar: 1.2,
    once: (side) => side.all('SELECT id, owner, price, name FROM item', []),
  },
  {
    name: 'full-text search',
    bar: 0.4,
    once: (side, turn) =>
      side.all('SELECT count(*) FROM doc WHERE doc MATCH ?', [`word${turn % 97} term${turn % 89}`]),
  },
]

export const sqlite: Suite = {
  name: 'sqlite',
  summary: 'the engine by itself against native better-sqlite3, both in memory, in this process',
  async run(options) {
    using engine = await createEngine()
    const ours = openOurs(engine)
    const database = await openNative(options.progress)
    options.addVersion('nativeSqlite', versionOf(database))
    const native = nativeSide(database)
    for (const sql of SCHEMA) {
      ours.run(sql, [])
      native.run(sql, [])
    }
    // Before anything is timed: the sides do not get as many turns, and write other rows then.
    for (const task of TASKS) assertSameAnswers(task, ours, native)
    const results: Result[] = []
    for (const task of TASKS) {
      const runs = await repeated(options, task.name, async (repeat) => {
        if (repeat === 0) warmUp(task, [ours, native], options.warmUpSeconds)
        return compare(task, ours, native, options.seconds)
      })
      results.push(...runs)
    }
    options.remark(
      `ops/s: ours. A write is a transaction of its own, which ours also keeps as a version, encodes for the log and publishes.`,
    )
    return results
  },
}

let nextTurn = 1

/** The rate of each side, and the ratio of the two, in the median pair of turns. */
function compare(task: Task, ours: Side, native: Side, seconds: number): Result {
  const pairs: { readonly ours: number; readonly native: number }[] = []
  const endsMs = performance.now() + seconds * 1000
  while (pairs.length < TURNS_MIN || performance.now() < endsMs) {
    pairs.push({ ours: rateOfTurn(task, ours), native: rateOfTurn(task, native) })
  }
  return {
    name: task.name,
    opsPerSecond: middle(pairs.map((pair) => pair.ours)),
    extra: {
      native: middle(pairs.map((pair) => pair.native)),
      ratio: middle(pairs.map((pair) => pair.ours / pair.native)),
    },
    reference: `bar: ${task.bar} of native`,
  }
}

function rateOfTurn(task: Task, side: Side): number {
  const began = performance.now()
  let operations = 0
  let ms = 0
  do {
    task.once(side, nextTurn++)
    operations++
    ms = performance.now() - began
  } while (ms < TURN_MS)
  return (operations * 1000) / ms
}

function warmUp(task: Task, sides: readonly Side[], seconds: number): void {
  const endsMs = performance.now() + seconds * 1000
  while (performance.now() < endsMs) for (const side of sides) rateOfTurn(task, side)
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

/** Who computes something else may be as fast as it likes. */
function assertSameAnswers(task: Task, ours: Side, native: Side): void {
  const turn = nextTurn++
  const [here, there] = [ours, native].map((side) => JSON.stringify(task.once(side, turn)))
  if (here !== there) throw new Error(`${task.name}: native SQLite answers something else`)
}

function openOurs(engine: Engine): Side {
  const store = engine.createStore('bench')
  const restore = store.restore()
  restore.put(1, engine.blankPage1())
  restore.finish(1)
  const writer = store.connect({ view: 'speculative', writable: true, profile: 'unrestricted' })
  const reader = store.connect({ view: 'committed', profile: 'reader' })
  return {
    run: (sql, params) => {
      writer.cached(sql).run(params)
      publishAll(store)
    },
    all: (sql, params) => reader.cached(sql).all(params),
  }
}

/** What a leader does with a commit once its quorum has it. */
function publishAll(store: PageStore): void {
  for (let commit = store.takeCommit(); commit; commit = store.takeCommit()) store.publish(1)
}

function versionOf(database: NativeDatabase): string {
  return database.prepare('SELECT sqlite_version()').pluck().get() as string
}

function nativeSide(database: NativeDatabase): Side {
  const statements = new Map<string, NativeStatement>()
  const prepared = (sql: string): NativeStatement => {
    const known = statements.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    statements.set(sql, statement.reader ? statement.raw() : statement)
    return statement
  }
  return {
    run: (sql, params) => void prepared(sql).run(...params),
    all: (sql, params) => prepared(sql).all(...params),
  }
}
