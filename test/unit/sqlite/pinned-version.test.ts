import type { PageStore, PinnedVersion } from '@quorumlite/sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from './support.ts'
import { openDatabase, thrownBy } from './support.ts'

let database: Database
let store: PageStore

beforeEach(async () => {
  database = await openDatabase()
  store = database.store
})

afterEach(() => database[Symbol.dispose]())

function run(sql: string): void {
  database.writer.exec(sql)
  store.publish(store.speculativeCount)
}

/** Every change since a version, as a checkpoint would collect it. */
function changes(pin: PinnedVersion, since: number, maxPages: number): [number, string][] {
  const all: [number, string][] = []
  for (let next: number | undefined = 1; next !== undefined;) {
    const changed = pin.changedPages(since, next, maxPages)
    expect(changed.pages.length).toBeLessThanOrEqual(maxPages)
    for (const page of changed.pages) all.push([page.pgno, page.kind])
    next = changed.next
  }
  return all
}

describe('changedPages', () => {
  test('lists what changed since a version, and nothing else', () => {
    run(
      "CREATE TABLE a (v); CREATE TABLE b (v); INSERT INTO a VALUES ('x'); INSERT INTO b VALUES ('y')",
    )
    const since = store.committedVersion
    run("INSERT INTO b VALUES ('z')")
    using pin = store.pin()
    expect(changes(pin, since, 100)).toEqual([[3, 'page']])
    expect(changes(pin, pin.version, 100)).toEqual([])
    expect(changes(pin, 0, 100)).toEqual([
      [1, 'page'],
      [2, 'page'],
      [3, 'page'],
    ])
  })

  test('in batches of any size it lists the same', () => {
    run(
      "CREATE TABLE a (v); INSERT INTO a SELECT zeroblob(3000) FROM json_each('[1,2,3,4,5,6,7,8,9,10,11]')",
    )
    using pin = store.pin()
    const whole = changes(pin, 0, 1000)
    expect(whole.length).toBeGreaterThan(10)
    for (const maxPages of [1, 2, 3, 7]) expect(changes(pin, 0, maxPages)).toEqual(whole)
  })

  test('pages that went away are listed until they are forgotten', () => {
    run('CREATE TABLE a (v); INSERT INTO a VALUES (zeroblob(40000))')
    const since = store.committedVersion
    const pagesBefore = store.pageCount
    run('DELETE FROM a; VACUUM')
    const gone = Array.from(
      { length: pagesBefore - store.pageCount },
      (_, i) => store.pageCount + 1 + i,
    )
    expect(gone.length).toBeGreaterThan(5)
    using pin = store.pin()
    const goneNow = (): number[] =>
      changes(pin, since, 100).flatMap(([pgno, kind]) => (kind === 'gone' ? [pgno] : []))
    expect(goneNow()).toEqual(expect.arrayContaining(gone))
    store.forgetGone(store.committedVersion)
    expect(goneNow()).toEqual([])
  })

  test('a pin sees its own version, whatever comes after', () => {
    run("CREATE TABLE a (v); INSERT INTO a VALUES ('before')")
    using pin = store.pin()
    const { checksum, pageCount } = store
    const page = Buffer.from(pin.page(2) ?? []).toString('latin1')
    run("UPDATE a SET v = 'after'; INSERT INTO a VALUES (zeroblob(20000))")
    expect(pin).toMatchObject({ checksum, pageCount })
    expect(store.checksum).not.toBe(checksum)
    expect(Buffer.from(pin.page(2) ?? []).toString('latin1')).toBe(page)
    expect(page).toContain('before')
    expect(changes(pin, 0, 100).length).toBe(pageCount)
  })
})

describe('a pin', () => {
  test('holds pages until it is released', () => {
    run('CREATE TABLE a (v); INSERT INTO a VALUES (zeroblob(40000))')
    const pin = store.pin()
    run('UPDATE a SET v = randomblob(40000)')
    expect(store.info().heldPages).toBeGreaterThanOrEqual(9)
    pin.release()
    pin.release()
    expect(store.info().heldPages).toBe(0)
    expect(thrownBy(() => pin.page(1))).toMatchObject({ code: 'CLOSED' })
    expect(thrownBy(() => pin.changedPages(0, 1, 1))).toMatchObject({ code: 'CLOSED' })
  })

  test('survives an abort, as it is of the committed version', () => {
    run('CREATE TABLE a (v)')
    using pin = store.pin()
    database.writer.exec('INSERT INTO a VALUES (1)')
    store.abort()
    expect(pin.checksum).toBe(store.checksum)
    expect(changes(pin, 0, 10).length).toBe(2)
  })

  test('is closed with its store', () => {
    const pin = store.pin()
    store[Symbol.dispose]()
    expect(thrownBy(() => pin.page(1))).toMatchObject({ code: 'CLOSED' })
    pin.release()
  })

  test('a page number that cannot be is refused', () => {
    using pin = store.pin()
    for (const pgno of [0, 2, 2 ** 31]) {
      expect(thrownBy(() => pin.page(pgno))).toMatchObject({ code: 'OUT_OF_RANGE' })
    }
  })
})

describe('verify and repair', () => {
  /** A way to damage memory: the view that a pin gives is memory. */
  function damage(pgno: number): Uint8Array {
    using pin = store.pin()
    const page = pin.page(pgno)
    if (page === undefined) throw new Error(`page ${pgno} is a hole`)
    const good = page.slice()
    page[100] = (page[100] as number) ^ 4
    return good
  }

  beforeEach(() => run('CREATE TABLE a (v); INSERT INTO a VALUES (zeroblob(40000))'))

  test('good pages are good', () => {
    expect(store.verify()).toEqual([])
  })

  test('damaged pages are named, and good again with good bytes', () => {
    const three = damage(3)
    const nine = damage(9)
    expect(store.verify()).toEqual([3, 9])
    expect(thrownBy(() => store.repairPage(3, nine))).toMatchObject({ code: 'PAGE_DAMAGED' })
    store.repairPage(3, three)
    store.repairPage(9, nine)
    expect(store.verify()).toEqual([])
  })

  test('the last page counts too', () => {
    damage(store.pageCount)
    expect(store.verify()).toEqual([store.pageCount])
  })

  test('a commit upon a damaged page is not encoded', () => {
    damage(2)
    database.writer.exec('INSERT INTO a VALUES (1)')
    expect(thrownBy(() => store.takeCommit())).toMatchObject({ code: 'PAGE_DAMAGED' })
  })
})
