import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { InlineStores } from '../../../../packages/node/src/local-stores.ts'
import {
  MAIN,
  OTHER,
  batchOf,
  begin,
  evictBoth,
  forkOf,
  half,
  load,
  pinnedStores,
  query,
  settle,
} from './support/evictable-half.ts'

beforeEach(() => begin())
afterEach(() => half[Symbol.dispose]())

describe('a copy that waits for its source', () => {
  test('runs in the epoch that was told meanwhile', async () => {
    await evictBoth()
    await forkOf(MAIN, 9)
    half.post({ kind: 'abortSpeculation', database: 9, epoch: 3 })
    const insert = batchOf('INSERT INTO t VALUES (4)')
    const ticket = half.ask({ kind: 'execute', database: 9, batch: insert })
    await settle()
    expect(half.answer(ticket, 'executed')).toMatchObject({ database: 9, epoch: 3 })
  })
})

describe('what verifies', () => {
  test('says nothing when the stores are given up before it has', async () => {
    await evictBoth()
    const { checksum } = (await pinnedStores()).find(({ database }) => database === MAIN)!
    query()
    half.post({ kind: 'verifyStore', database: MAIN, checksum })
    half.post({ kind: 'markApplied', index: 2 })
    const scrub = half.ask({ kind: 'scrubMemory', pagesMax: 0 })
    await half.settle()
    half.post({ kind: 'verifyStore', database: OTHER, checksum: '0123456789abcdef' })
    await half.clock.advance(0)
    expect(half.damage?.code).toBe('DIVERGED')
    expect(half.of('applied')).toEqual([])
    expect(half.refusal(scrub).code).toBe('DIVERGED')
  })
})

describe('the name of an evicted database', () => {
  let local: InlineStores

  beforeEach(async () => {
    local = new InlineStores()
    await begin({ storeListener: local })
    await evictBoth()
  })

  const codeOf = (name: string): string => {
    try {
      local.connect(name)[Symbol.dispose]()
      return 'it is there'
    } catch (error) {
      return (error as { code: string }).code
    }
  }

  const createAnother = (database: number, name: string): void =>
    half.post({
      kind: 'createStore',
      database,
      name,
      family: database,
      page1: half.engine.blankPage1(),
    })

  test('is that of the next one, though its drop waits for its pages', async () => {
    const read = query()
    half.post({ kind: 'dropStore', database: MAIN })
    createAnother(5, 'name 1')
    await half.settle()
    expect(codeOf('name 1')).toBe('it is there')
    await load()
    expect(half.rowsOf(read)).toEqual([[1]])
    expect(codeOf('name 1')).toBe('it is there')
  })

  test('is that of the next one, though a copy and its drop wait for their source', async () => {
    await forkOf(MAIN, 9)
    half.post({ kind: 'dropStore', database: 9 })
    createAnother(10, 'name 9')
    await settle()
    expect(codeOf('name 9')).toBe('it is there')
  })

  test('is nobody’s when a snapshot has come without it', async () => {
    expect(codeOf('name 1')).toBe('UNAVAILABLE')
    await settle()
    expect(codeOf('name 1')).toBe('it is there')
    half.post({ kind: 'resetStores' })
    createAnother(5, 'name 5')
    await half.settle()
    const message = /it was dropped, or a snapshot/
    expect(() => local.connect('name 1')).toThrow(message)
    expect(() => local.connect('name 2')).toThrow(message)
  })
})
