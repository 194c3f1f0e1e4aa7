import { createEngine, type Connection } from '@quorumlite/sqlite'
import { createSeededRandom } from '@quorumlite/transport'
import { expect, test } from 'vitest'
import { createDatabase, openReader, openWriter } from './support.ts'

// Linear memory never shrinks, so what fragments is lost for good. Work of every kind, over and over: at the end the heap
// may be 1.3 times the pages that were alive at once, and 64 MiB. Left out are VACUUM, which holds a copy of the database
// while it runs, and values of megabytes, for which the pages leave no holes of that size.
// QUORUMLITE_CHURN_ROUNDS=20000 goes on for longer.

const MIB = 1024 * 1024
const ROUNDS = Number(process.env['QUORUMLITE_CHURN_ROUNDS'] ?? 600)
const SEED = Number(process.env['QUORUMLITE_SEED'] ?? 5)

test(
  `the heap stays near the live pages, whatever comes and goes (QUORUMLITE_SEED=${SEED})`,
  {
    timeout: 3_600_000,
  },
  async () => {
    using engine = await createEngine()
    const random = createSeededRandom(SEED)
    const draw = (below: number): number => Math.floor(random.next() * below)
    const store = createDatabase(engine)
    const follower = createDatabase(engine, 'follower')
    const writer = openWriter(store)
    writer.exec('create table t (id integer primary key, kind integer, data blob)')
    writer.exec('create index by_kind on t (kind, length(data))')
    const readers: Connection[] = []
    const exports: Disposable[] = []
    let livePagesMax = 0
    const steps: (() => void)[] = [
      () => writer.exec(insert(draw(50), 300 + draw(3_000))),
      () => writer.exec(insert(draw(400), draw(200))),
      () => writer.exec(insert(3, draw(96 * 1024))),
      () =>
        writer.exec(`update t set data = randomblob(${draw(2_000)}) where id % 37 = ${draw(37)}`),
      () => writer.exec(`delete from t where id % 11 = ${draw(11)}`),
      () => writer.exec('delete from t where length(data) > 100000'),
      () => void readers.push(openReader(store)),
      () => void readers.at(-1)?.cached('select data from t').step(20),
      () => readers.splice(draw(readers.length + 1), 1)[0]?.[Symbol.dispose](),
      () => void exports.push(pinned()),
      () => exports.splice(draw(2)).forEach((pin) => pin[Symbol.dispose]()),
    ]
    function pinned(): Disposable {
      const pin = store.pin()
      return { [Symbol.dispose]: () => pin.release() }
    }
    for (let round = 0; round < ROUNDS; round++) {
      steps[draw(steps.length)]!()
      if (readers.length > 8) readers.splice(0, 4).forEach((reader) => reader[Symbol.dispose]())
      for (let commit = store.takeCommit(MIB); commit; commit = store.takeCommit(MIB)) {
        if (commit.parts) {
          for (let part = commit.parts.next(); part; part = commit.parts.next()) {
            follower.stagePart(part)
          }
          follower.applyStaged(commit.parts.header)
        } else follower.apply(commit.bytes)
        store.publish(1)
      }
      livePagesMax = Math.max(livePagesMax, engine.memoryUsage().pageBytes)
      const rows = Number(writer.cached('select count(*) from t').get()?.[0])
      if (rows > 4_000) writer.exec('delete from t where id % 3 = 0')
    }
    expect(follower.checksum).toBe(store.checksum)
    for (const reader of readers) reader[Symbol.dispose]()
    for (const pin of exports) pin[Symbol.dispose]()
    // What a reader sorts is its own affair: these only hold pages.
    const { memoryBytes } = engine.memoryUsage()
    expect(memoryBytes).toBeLessThan(1.3 * livePagesMax + 64 * MIB)
  },
)

function insert(rows: number, bytes: number): string {
  return `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows + 1})
    insert into t (kind, data) select i % 7, randomblob(${bytes}) from n`
}
