import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { InlineStores } from '../../../../packages/node/src/local-stores.ts'
import {
  MAIN,
  begin,
  evictBoth,
  forkOf,
  half,
  load,
  query,
  settle,
} from './support/evictable-half.ts'

beforeEach(() => begin())
afterEach(() => half[Symbol.dispose]())

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
