import { expect, test } from 'vitest'
import type { ListStep } from '../../checkers/list-append.ts'
import { checkJournals, checkTransactionReads } from '../../sim/full/committed.ts'

const append = (value: number): ListStep => ({ kind: 'append', key: 1, value })
const read = (...values: number[]): ListStep => ({ kind: 'read', key: 1, values })

test('journals have what the one in the end has at the same place', () => {
  const check = (from: number, ...numbers: number[]) =>
    checkJournals([{ from, numbers }], [1, 2, 3])
  expect([check(1), check(1, 1), check(1, 1, 2, 3), check(2, 2, 3), check(3, 3)].flat()).toEqual([])
  expect(check(1, 1, 3)).toEqual(['write 3 was read at place 2, and there is 2'])
  expect(check(1, 1, 2, 3, 4)).toHaveLength(1)
  expect(check(2, 1)).toHaveLength(1)
})

test('transactions read what was committed, and what they did themselves', () => {
  const committed = [[append(10)], [append(20), append(21)]]
  expect(checkTransactionReads([[read(10), append(30), read(10, 30)]], committed)).toEqual([])
  expect(checkTransactionReads([[read(10, 20, 21)]], committed)).toEqual([])
  // As one would find it that runs on top of a write that is lost afterwards, and is lost with it.
  expect(checkTransactionReads([[read(10, 99), append(30)]], committed)).toHaveLength(1)
  expect(checkTransactionReads([[read(20)]], committed)).toHaveLength(1)
})
