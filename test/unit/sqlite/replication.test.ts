// A commit's bytes make of another store what they made of the first.
import { createEngine, PageStoreError } from '@quorumlite/sqlite'
import type { Connection, Engine, PageStore } from '@quorumlite/sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database, Random } from './support.ts'
import {
  createDatabase,
  openDatabase,
  openReader,
  openWriter,
  replicate,
  rows,
  thrownBy,
  value,
  withSeed,
} from './support.ts'

let leader: Database
let followerEngine: Engine
let follower: PageStore

beforeEach(async () => {
  leader = await openDatabase()
  followerEngine = await createEngine()
  follower = createFollower(followerEngine)
})

afterEach(() => {
  leader[Symbol.dispose]()
  followerEngine[Symbol.dispose]()
})

/** The import flag changes no content: it only closes connections. */
const IMPORT_FLAG_BIT = 8
/** A larger page count only adds holes, which have no part in the checksum. */
const PAGE_COUNT_BITS: ReadonlySet<number> = new Set(Array.from({ length: 32 }, (_, i) => 32 + i))

/** Page 1 comes from the leader, as in the entry that creates a database. */
function createFollower(engine: Engine): PageStore {
  const store = engine.createStore('main')
  const restore = store.restore()
  restore.put(1, leader.engine.blankPage1())
  restore.finish(1, leader.store.checksum)
  return store
}

describe('apply', () => {
  test('brings the same content, page for page', () => {
    using reader = openReader(follower)
    leader.writer.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v); CREATE INDEX t_v ON t (v)')
    leader.writer.exec(
      "INSERT INTO t (v) VALUES (random() / 10000), (datetime('now')), (randomblob(9000))",
    )
    replicate(leader.store, follower)
    expect(follower.checksum).toBe(leader.store.checksum)
    expect(follower.pageCount).toBe(leader.store.pageCount)
    expect(rows(reader, 'SELECT * FROM t')).toEqual(rows(leader.writer, 'SELECT * FROM t'))
    expect(value(reader, 'PRAGMA integrity_check')).toBe('ok')
  })

  test('a commit says what it is', () => {
    const { checksum } = leader.store
    leader.writer.exec('CREATE TABLE t (a)')
    const { committedVersion, speculativeVersion } = leader.store
    const commit = leader.store.takeCommit()
    expect(commit).toMatchObject({
      version: speculativeVersion,
      pageCount: 2,
      checksumBefore: checksum,
    })
    expect(commit?.checksumAfter).toBe(leader.store.info().speculativeChecksum)
    expect(leader.store.takeCommit()).toBeUndefined()
    expect(leader.store.committedVersion).toBe(committedVersion)
    leader.store.publish(1)
    expect(leader.store.checksum).toBe(commit?.checksumAfter)
  })

  test('commits are taken oldest first, before or after they are published in part', () => {
    for (const name of ['a', 'b', 'c']) leader.writer.exec(`CREATE TABLE ${name} (x)`)
    const first = leader.store.takeCommit()
    const second = leader.store.takeCommit()
    expect(leader.store.info().untakenCount).toBe(1)
    leader.store.publish(2)
    const third = leader.store.takeCommit()
    for (const commit of [first, second, third]) follower.apply(commit?.bytes ?? new Uint8Array())
    leader.store.publish(1)
    expect(follower.checksum).toBe(leader.store.checksum)
  })

  test('a small change makes a small commit', () => {
    leader.writer.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
    leader.writer.exec("INSERT INTO t SELECT value, 0 FROM json_each('[1,2,3,4,5,6,7,8,9]')")
    replicate(leader.store, follower)
    leader.writer.exec('UPDATE t SET v = 1 WHERE id = 5')
    expect(leader.store.takeCommit()?.bytes.length).toBeLessThan(300)
  })

  test('an open read transaction on the follower keeps its snapshot', () => {
    leader.writer.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, v)')
    leader.writer.exec("INSERT INTO t SELECT value, value * 7 % 5 FROM json_each('[1,2,3,4,5]')")
    replicate(leader.store, follower)
    using pinned = openReader(follower)
    using other = openReader(follower)
    const sum = 'SELECT count(*), sum(v) FROM t'
    pinned.begin('deferred')
    const before = rows(pinned, sum)
    leader.writer.exec('UPDATE t SET v = v + 1; DELETE FROM t WHERE id % 3 = 0')
    replicate(leader.store, follower)
    expect(rows(pinned, sum)).toEqual(before)
    expect(value(pinned, 'PRAGMA integrity_check')).toBe('ok')
    expect(rows(other, sum)).toEqual(rows(leader.writer, sum))
    pinned.commit()
    expect(rows(pinned, sum)).toEqual(rows(leader.writer, sum))
  })

  test('a commit upon another content is refused, and nothing changes', () => {
    leader.writer.exec('CREATE TABLE t (a)')
    leader.writer.exec('CREATE TABLE u (a)')
    leader.store.takeCommit()
    const second = leader.store.takeCommit()?.bytes ?? new Uint8Array()
    const before = follower.info()
    expect(thrownBy(() => follower.apply(second))).toMatchObject({
      name: 'PageStoreError',
      code: 'BASE_MISMATCH',
    })
    expect(follower.info()).toEqual(before)
  })

  test('a bit that was flipped on the way is noticed, wherever it is, and nothing changes', () => {
    leader.writer.exec("CREATE TABLE t (a); INSERT INTO t VALUES ('some text')")
    replicate(leader.store, follower)
    leader.writer.exec("INSERT INTO t VALUES ('other text')")
    const bytes = leader.store.takeCommit()?.bytes ?? new Uint8Array()
    const before = follower.info()
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      if (bit === IMPORT_FLAG_BIT || PAGE_COUNT_BITS.has(bit)) continue
      const damaged = bytes.slice()
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(
        thrownBy(() => follower.apply(damaged)),
        `bit ${bit}`,
      ).toBeInstanceOf(PageStoreError)
    }
    expect(follower.info()).toEqual(before)
    follower.apply(bytes)
    leader.store.publish(1)
    expect(follower.checksum).toBe(leader.store.checksum)
  })

  test('bytes that stop early are no commit', () => {
    leader.writer.exec('CREATE TABLE t (a)')
    const bytes = leader.store.takeCommit()?.bytes ?? new Uint8Array()
    for (let length = 0; length < bytes.length; length += 7) {
      expect(thrownBy(() => follower.apply(bytes.subarray(0, length)))).toMatchObject({
        code: 'MALFORMED',
      })
    }
  })

  test('without verification it overwrites, however often: replay after a crash', () => {
    leader.writer.exec('CREATE TABLE t (a)')
    const first = replicate(leader.store, follower)
    leader.writer.exec("INSERT INTO t VALUES ('x')")
    const second = replicate(leader.store, follower)
    for (const bytes of [...first, ...second]) follower.apply(bytes, { verify: false })
    expect(follower.checksum).toBe(leader.store.checksum)
    expect(follower.verify()).toEqual([])
  })

  test('while speculative versions or a writer are there it is refused', () => {
    leader.writer.exec('CREATE TABLE t (a)')
    const bytes = leader.store.takeCommit()?.bytes ?? new Uint8Array()
    using writer = openWriter(follower)
    writer.begin()
    writer.exec('CREATE TABLE other (a)')
    expect(thrownBy(() => follower.apply(bytes))).toMatchObject({ code: 'STATE' })
    writer.commit()
    expect(thrownBy(() => follower.apply(bytes))).toMatchObject({ code: 'STATE' })
    follower.abort()
    follower.apply(bytes)
    leader.store.publish(1)
    expect(follower.checksum).toBe(leader.store.checksum)
  })
})

describe('a follower becomes leader', () => {
  test('and the other way round', () => {
    leader.writer.exec("CREATE TABLE t (a); INSERT INTO t VALUES ('one')")
    replicate(leader.store, follower)
    leader.writer.exec("INSERT INTO t VALUES ('lost')")
    leader.store.abort()
    using writer = openWriter(follower)
    writer.exec("INSERT INTO t VALUES ('two')")
    replicate(follower, leader.store)
    expect(leader.store.checksum).toBe(follower.checksum)
    using again = openWriter(leader.store)
    expect(rows(again, 'SELECT a FROM t')).toEqual([['one'], ['two']])
  })
})

describe('whatever is done', () => {
  test('leader and follower stay the same, and sound', () => {
    withSeed(20261121, (random) => stress(random, 1500))
  })

  function stress(random: Random, rounds: number): void {
    const { store } = leader
    leader.writer
      .exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, a, b INT); CREATE INDEX t_b ON t (b);
      CREATE TABLE big (k INTEGER PRIMARY KEY, v); CREATE TABLE kv (k TEXT PRIMARY KEY, v) WITHOUT ROWID;
      CREATE VIRTUAL TABLE ft USING fts5 (x); CREATE VIRTUAL TABLE box USING rtree (id, x0, x1)`)
    replicate(store, follower)
    using leaderReader = openReader(store)
    using followerReader = openReader(follower)
    const writers = [openStressWriter(store), openStressWriter(store)]
    let snapshot: string | undefined
    for (let round = 0; round < rounds; round++) {
      const index = random.below(2)
      if (writers[index]?.closed) writers[index] = openStressWriter(store)
      step(writers[index] as Connection, random, round)
      const dice = random.below(12)
      if (dice < 6) replicate(store, follower)
      else if (dice === 6) store.abort()
      else if (dice === 7 && snapshot === undefined) {
        for (const reader of [leaderReader, followerReader]) reader.begin('deferred')
        if (store.speculativeCount > 0) replicate(store, follower)
        snapshot = summary(followerReader)
        expect(summary(leaderReader)).toBe(snapshot)
      } else if (dice === 8 && snapshot !== undefined) {
        expect(summary(followerReader)).toBe(snapshot)
        expect(summary(leaderReader)).toBe(snapshot)
        for (const reader of [leaderReader, followerReader]) reader.commit()
        snapshot = undefined
      }
      if (round % 100 === 99) {
        replicate(store, follower)
        expectSame(store, follower)
      }
    }
    const pages = store.pageCount + store.info().heldPages
    expect(leader.engine.memoryUsage().pageBytes).toBeLessThanOrEqual((pages + 64) * 4096)
  }

  function openStressWriter(store: PageStore): Connection {
    const writer = openWriter(store)
    // Small, so that large transactions spill into the WAL before they commit.
    writer.exec('PRAGMA cache_size = 20')
    return writer
  }

  function summary(reader: Connection): string {
    const sql = `SELECT (SELECT count(*) FROM t), (SELECT sum(b) FROM t), (SELECT count(*) FROM kv),
      (SELECT sum(length(v)) FROM big), (SELECT count(*) FROM ft), (SELECT sum(x1) FROM box)`
    return JSON.stringify(rows(reader, sql))
  }

  function step(writer: Connection, random: Random, round: number): void {
    switch (random.below(14)) {
      case 0:
        writer.exec(`INSERT INTO big (v) SELECT randomblob(${random.below(9000)}) FROM
          (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${random.below(60) + 1}) SELECT i FROM n)`)
        break
      case 1:
        writer.exec(`DELETE FROM big WHERE k % ${random.below(10) + 2} = 0`)
        break
      case 2:
        writer.exec(`BEGIN; UPDATE big SET v = randomblob(${random.below(4000)}) WHERE k % 7 = 1;
          SAVEPOINT s; INSERT INTO big (v) VALUES (zeroblob(20000)); ROLLBACK TO s;
          INSERT INTO kv VALUES ('k' || ${round}, ${round}); COMMIT`)
        break
      case 3:
        writer.exec(`BEGIN; DELETE FROM kv WHERE v < ${round - 300}; ROLLBACK`)
        break
      case 4:
        if (random.below(8) === 0) writer.exec('VACUUM')
        break
      case 5:
        writer.exec(
          `INSERT INTO ft VALUES ('hello world ${round} ${'abc'.repeat(random.below(50))}')`,
        )
        break
      case 6:
        writer.exec('DELETE FROM t WHERE id IN (SELECT id FROM t ORDER BY random() LIMIT 5)')
        break
      case 7:
        if (random.below(6) === 0) writer.exec('DELETE FROM big; DELETE FROM ft WHERE rowid % 2')
        break
      case 8:
        writer.exec(
          `INSERT OR REPLACE INTO box VALUES (${random.below(100)}, ${random.below(50)}, ${50 + random.below(50)})`,
        )
        break
      case 9:
        writer.exec(
          `CREATE TABLE IF NOT EXISTS x${random.below(3)} (a); DROP TABLE IF EXISTS x${random.below(3)}`,
        )
        break
      default:
        writer
          .cached('INSERT INTO t (a, b) VALUES (?, ?)')
          .run(['q'.repeat(random.below(100)), random.below(1000)])
    }
  }

  function expectSame(one: PageStore, other: PageStore): void {
    expect(other.checksum).toBe(one.checksum)
    expect(one.verify()).toEqual([])
    expect(other.verify()).toEqual([])
    for (const store of [one, other]) {
      using fresh = openReader(store)
      expect(value(fresh, 'PRAGMA integrity_check')).toBe('ok')
    }
  }
})

test('a database that is created on the leader is created with the same bytes on the follower', () => {
  const created = createDatabase(leader.engine, 'second')
  expect(follower.checksum).toBe(created.checksum)
})
