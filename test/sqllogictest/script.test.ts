import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { resultLines } from './result-text.ts'
import { Refusal, runScript, type Target } from './run-script.ts'
import { parseScript, printScript } from './script.ts'

describe('a script', () => {
  test('is printed as it was written', () => {
    const text = `# What it is about.

hash-threshold 8

# Right above its record.
statement ok
create table t(a)

skipif mysql
onlyif quorumlite
statement error STATEMENT_REFUSED
attach 'x' as y

statement count 2
insert into t
values (1), (2)

query IT rowsort label-1
select a, 'b'
from t
----
1
b

halt
`
    expect(printScript(parseScript(text))).toBe(text)
  })

  test.each([
    ['statement maybe\nselect 1\n', 'line 1'],
    ['\n\nquery X\nselect 1\n', 'line 3'],
    ['query I anysort\nselect 1\n', 'line 1'],
    ['statment ok\nselect 1\n', 'line 1'],
    ['onlyif sqlite\n', 'line 1'],
  ])('that says %j is refused by line', (text, message) => {
    expect(() => parseScript(text)).toThrow(message)
  })
})

describe('a run', () => {
  const script = parseScript(`statement ok
one

skipif here
statement ok
two

onlyif there # and nowhere else
statement ok
three

onlyif here
statement error
fail

halt

statement ok
four
`)

  test('skips what is for others, and ends at a halt', async () => {
    const seen: string[] = []
    const target: Target = {
      name: 'here',
      execute: (sql) => {
        seen.push(sql)
        return sql === 'fail' ? Promise.reject(new Refusal('SOME', 'failed')) : Promise.resolve(0)
      },
      query: () => Promise.resolve([]),
    }
    const report = await runScript(script, target)
    expect(seen).toEqual(['one', 'fail'])
    expect(report).toMatchObject({ records: 2, answers: 2, deviations: [] })
  })

  test('stops when the database fails in a way that SQL cannot', async () => {
    const target: Target = {
      name: 'here',
      execute: () => Promise.reject(new Error('the node is gone')),
      query: () => Promise.resolve([]),
    }
    await expect(runScript(script, target)).rejects.toThrow('the node is gone')
  })
})

describe('a result', () => {
  const none = { sort: 'nosort' } as const

  test('is shown by the types of its columns', () => {
    const bytes = new Uint8Array([0, 65, 255])
    const rows = [[1n, 2.5, null, '', 'a\tb', bytes]]
    expect(resultLines({ ...none, types: 'TTTTTT' }, rows, 0)).toEqual([
      '1',
      '2.5',
      'NULL',
      '(empty)',
      'a@b',
      '@A@',
    ])
    expect(resultLines({ ...none, types: 'IIIIII' }, rows, 0)).toEqual([
      '1',
      '2',
      'NULL',
      '0',
      '0',
      '0',
    ])
    expect(resultLines({ ...none, types: 'RRRRRR' }, rows, 0)).toEqual([
      '1.000',
      '2.500',
      'NULL',
      '0.000',
      '0.000',
      '0.000',
    ])
    expect(resultLines({ ...none, types: 'VVVVVV' }, rows, 0)).toEqual([
      '1',
      '2.5',
      'NULL',
      "''",
      "'a\\u0009b'",
      "x'0041ff'",
    ])
  })

  test('tells 1 from 1.0, and text from what looks like it', () => {
    const rows = [[1n], [1], ['1'], [-0], [9007199254740993n], ["it's"]]
    expect(resultLines({ ...none, types: 'V' }, rows, 0)).toEqual([
      '1',
      '1.0',
      "'1'",
      '-0.0',
      '9007199254740993',
      "'it''s'",
    ])
  })

  test('is sorted by rows or by values', () => {
    const rows = [
      ['b', 'a'],
      ['a', 'z'],
      ['B', 'c'],
    ]
    const types = 'TT'
    expect(resultLines({ types, sort: 'nosort' }, rows, 0).join('')).toBe('baazBc')
    expect(resultLines({ types, sort: 'rowsort' }, rows, 0).join('')).toBe('Bcazba')
    expect(resultLines({ types, sort: 'valuesort' }, rows, 0).join('')).toBe('Baabcz')
  })

  test('above the threshold is its hash', () => {
    const rows = [[1n], [2n], [3n]]
    const hash = createHash('md5').update('1\n2\n3\n').digest('hex')
    expect(resultLines({ ...none, types: 'I' }, rows, 3)).toEqual(['1', '2', '3'])
    expect(resultLines({ ...none, types: 'I' }, rows, 2)).toEqual([`3 values hashing to ${hash}`])
  })

  test('with other columns than declared is refused', () => {
    expect(() => resultLines({ ...none, types: 'II' }, [[1n]], 0)).toThrow(RangeError)
  })
})
