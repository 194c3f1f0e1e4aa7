import type { SqlValue } from '@quorumlite/wire'
import { describe, expect, test } from 'vitest'
import {
  displayWidth,
  fit,
  pad,
  printable,
} from '../../../packages/quorumlite/src/cli/shell/display-width.ts'
import {
  createRowWriter,
  type OutputMode,
} from '../../../packages/quorumlite/src/cli/shell/output-modes.ts'

function shown(
  mode: OutputMode,
  columns: string[],
  rows: SqlValue[][],
  width: number = Infinity,
): string {
  const writer = createRowWriter(mode, columns, width)
  return (rows.length > 0 ? writer.batch(rows) : '') + writer.end()
}

describe('a table', () => {
  test('has its numbers to the right, and shows NULL', () => {
    const rows = [
      [1, 'one', null],
      [20, 'twenty', 2.5],
    ]
    expect(shown('table', ['id', 'name', 'weight'], rows)).toBe(
      [
        'id  name    weight',
        '--  ------  ------',
        ' 1  one       NULL',
        '20  twenty     2.5',
        '',
      ].join('\n'),
    )
  })

  test('tells NULL from the text, and a blob from both', () => {
    const blob = new Uint8Array([0, 255])
    expect(shown('table', ['a', 'b', 'c'], [[null, 'NULL', blob]])).toContain(
      "NULL  'NULL'  x'00ff'",
    )
    const large = new Uint8Array(1000)
    expect(shown('table', ['a'], [[large]])).toContain(`x'${'00'.repeat(32)}…' (1000 bytes)`)
  })

  test('without rows has its columns', () => {
    expect(shown('table', ['id', 'name'], [])).toBe('id  name\n--  ----\n')
  })

  test('is no wider than its terminal: the widest columns give way', () => {
    const rows = [[1, 'short', 'x'.repeat(200), 'y'.repeat(100)]]
    const text = shown('table', ['id', 'name', 'long', 'longer'], rows, 60)
    const lines = text.trimEnd().split('\n')
    expect(Math.max(...lines.map(displayWidth))).toBe(60)
    expect(lines[2]).toMatch(/^ 1 {2}short {2}x+… {2}y+…$/)
  })

  test('of more columns than fit is wider, and still shows a little of each', () => {
    const columns = Array.from({ length: 30 }, (_, i) => `column_${i}`)
    const lines = shown('table', columns, [], 40).split('\n')
    expect(lines[0]).toContain('col…')
    expect(displayWidth(lines[1]!)).toBe(30 * 4 + 29 * 2)
  })

  test('keeps the widths of its first rows when more come', () => {
    const writer = createRowWriter('table', ['t'], Infinity)
    const first = writer.batch([['abcde']])
    const second = writer.batch([['abcdefgh'], ['a']])
    expect(first + second + writer.end()).toBe('t\n-----\nabcde\nabcd…\na\n')
  })

  test('is not moved or coloured by what is stored', () => {
    const safe = 'x\\ny\\tz\\u{1b}[31mred\\u{202e}\\u{85}\\u{2028}'
    const text = shown('table', ['a\nb'], [['x\ny\tz\u001b[31mred\u202e\u0085\u2028']])
    expect(text.split('\n')).toEqual(['a\\nb', '-'.repeat(safe.length), safe, ''])
  })
})

describe('display width', () => {
  test.each([
    ['', 0],
    ['abc', 3],
    ['日本語', 6],
    ['ｆｕｌｌ', 8],
    ['한글', 4],
    ['e\u0301', 1],
    ['naïve', 5],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['a\u200bb', 2],
  ])('of %j is %i', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })

  test('is what text is cut and padded by, never inside of a character', () => {
    expect(fit('日本語', 6)).toBe('日本語')
    expect(fit('日本語', 5)).toBe('日本…')
    expect(fit('日本語', 4)).toBe('日…')
    expect(fit('e\u0301e\u0301e\u0301', 2)).toBe('e\u0301…')
    expect(pad('日', 4, 'left')).toBe('日  ')
    expect(pad('日', 4, 'right')).toBe('  日')
    expect(printable('plain 日本')).toBe('plain 日本')
  })
})

describe('other modes', () => {
  const columns = ['id', 'text', 'id']
  const rows: SqlValue[][] = [
    [1, 'a "b", c', null],
    [2n ** 60n, '', new Uint8Array([1])],
  ]

  test('json is an array of objects on one line, with every column in it', () => {
    const text = shown('json', columns, rows)
    expect(text.endsWith('\n')).toBe(true)
    expect(text.trimEnd()).not.toContain('\n')
    expect(JSON.parse(text)).toEqual([
      { id: 1, text: 'a "b", c', 'id:2': null },
      { id: '1152921504606846976', text: '', 'id:2': { $blob: '01' } },
    ])
    expect(shown('json', columns, [])).toBe('[]\n')
  })

  test('json that is cut off is no JSON', () => {
    const writer = createRowWriter('json', ['n'], Infinity)
    const text = writer.batch([[1], [2]]) + writer.cut()
    expect(() => JSON.parse(text)).toThrow()
    expect(text.endsWith('\n')).toBe(true)
  })

  test('csv is that of RFC 4180: NULL is nothing, and an empty text is not', () => {
    expect(shown('csv', columns, rows)).toBe(
      'id,text,id\r\n1,"a ""b"", c",\r\n1152921504606846976,"",x\'01\'\r\n',
    )
    expect(shown('csv', ['a'], [])).toBe('a\r\n')
  })

  test('line gives each value a line', () => {
    expect(
      shown(
        'line',
        ['id', 'text'],
        [
          [1, 'a\nb'],
          [2, null],
        ],
      ),
    ).toBe('  id = 1\ntext = a\\nb\n\n  id = 2\ntext = NULL\n')
  })
})
