import { expect, test } from 'vitest'
import { firstWord, mayHoldOtherThanOne } from '../../../../packages/node/src/sql/sql-text.ts'

test.each([
  ['INSERT INTO t', 'insert'],
  [' \n\t-- a comment\n/* another; */ Update t', 'update'],
  ['/**//***/delete from t', 'delete'],
  ['-- nothing but a comment', ''],
  ['/* never closed', ''],
  ['', ''],
  ['(SELECT 1)', ''],
])('the first word of %j is %j', (sql, word) => {
  expect(firstWord(sql)).toBe(word)
})

test('comments without end cost no more than their length', () => {
  expect(firstWord('/* */ '.repeat(100_000) + 'with')).toBe('with')
})

test.each([
  ['SELECT 1', false],
  ['SELECT 1 ; ;; \n', false],
  ["SELECT ';'", true],
  ['SELECT 1; SELECT 2', true],
  ['SELECT 1; -- two', true],
  ['', true],
  [' -- nothing', true],
  ['/* nothing */', true],
  [' ; ', true],
])('%j may hold other than one statement: %j', (sql, expected) => {
  expect(mayHoldOtherThanOne(sql)).toBe(expected)
})
