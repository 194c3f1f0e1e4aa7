import { describe, expect, test } from 'vitest'
import { checkBank } from '../../checkers/bank.ts'
import { type CounterRead, checkCounter, type Increment } from '../../checkers/counter.ts'
import { type Addition, checkSet, type SetRead } from '../../checkers/set.ts'

describe('the bank', () => {
  test('has the same total in every read', () => {
    const reads = [
      [10, 20, 30],
      [0, 60, 0],
    ].map((balances, at) => ({ at, balances }))
    expect(checkBank(reads, 60)).toEqual([])
  })
  test.each([
    ['money that is lost', [10, 20, 29]],
    ['money from nowhere', [10, 20, 31]],
    ['a balance below zero', [-1, 31, 30]],
  ])('shows %s', (_name, balances) => {
    expect(checkBank([{ at: 0, balances }], 60)).toHaveLength(1)
  })
})

describe('a set', () => {
  const added = (element: number, call: number, end = call + 1): Addition => ({
    element,
    call,
    return: end,
    outcome: end === Infinity ? 'unknown' : 'added',
  })
  const refused = (element: number): Addition => ({
    element,
    call: 0,
    return: 1,
    outcome: 'not added',
  })
  const found = (call: number, ...elements: number[]): SetRead => ({
    call,
    return: call + 1,
    elements,
  })

  test('has what was acknowledged, and perhaps what nobody heard of', () => {
    const additions = [added(1, 0), added(2, 0, Infinity), added(3, 0, Infinity), refused(4)]
    expect(checkSet(additions, [found(5, 1, 2)])).toEqual([])
  })
  test('may lack what is being added meanwhile', () => {
    expect(checkSet([added(1, 0, 10)], [found(5), found(6, 1)])).toEqual([])
  })
  test.each<[string, Addition[], SetRead]>([
    ['an element that is lost', [added(1, 0)], found(5)],
    ['one that is there twice', [added(1, 0)], found(5, 1, 1)],
    ['one that its sender was told is not there', [refused(1)], found(5, 1)],
    ['one that nobody added', [], found(5, 1)],
    ['one that was not added yet', [added(1, 10)], found(5, 1)],
  ])('shows %s', (_name, additions, read) => {
    expect(checkSet(additions, [read])).toHaveLength(1)
  })
})

describe('a counter', () => {
  const up = (call: number, value: number | undefined, end = call + 1): Increment => ({
    call,
    return: end,
    value,
    outcome: end === Infinity ? 'unknown' : value === undefined ? 'not counted' : 'counted',
  })
  const seen = (call: number, value: number): CounterRead => ({ call, return: call + 1, value })

  test('counts what was acknowledged, and perhaps what nobody heard of', () => {
    const increments = [up(0, 1), up(2, undefined, Infinity), up(3, 3), up(4, undefined)]
    expect(checkCounter(increments, [seen(8, 3)])).toEqual([])
  })
  test.each<[string, Increment[], CounterRead[]]>([
    ['an increment that is lost', [up(0, 1), up(2, 2)], [seen(5, 1)]],
    ['one that counted twice', [up(0, 1)], [seen(5, 2)]],
    ['one that was refused and counted', [up(0, undefined)], [seen(5, 1)]],
    ['one that was seen too early', [up(10, 1)], [seen(5, 1)]],
    ['two that returned the same', [up(0, 1, 9), up(0, 1, 9)], []],
    ['one that did not see the one before', [up(0, 2, 9), up(10, 1)], []],
  ])('shows %s', (_name, increments, reads) => {
    expect(checkCounter(increments, reads).length).toBeGreaterThan(0)
  })
})
