import { ROW_BYTES_MAX, type Rows } from '@quorumlite/wire'
import { expect, test } from 'vitest'
import { RowsJoiner } from '../../../packages/client/src/rows-joiner.ts'

function piece(cells: number[], facts: Partial<Rows> = {}): Rows {
  return {
    columns: ['a'],
    rowCount: 1,
    cells: Uint8Array.from(cells),
    last: false,
    unfinished: false,
    nodeId: 1,
    ...facts,
  }
}

test('whole pieces pass as they are', () => {
  const joiner = new RowsJoiner()
  const rows = piece([1, 2])
  expect(joiner.add(rows)).toBe(rows)
})

test('parts wait for the piece that ends them, and count its rows', () => {
  const joiner = new RowsJoiner()
  for (let round = 0; round < 2; round++) {
    expect(joiner.add(piece([1, 2], { rowCount: 0, unfinished: true }))).toBeUndefined()
    expect(joiner.add(piece([3], { rowCount: 0, unfinished: true }))).toBeUndefined()
    const { cells, rowCount, last } = joiner.add(piece([4], { rowCount: 3, last: true }))!
    expect([...cells]).toEqual([1, 2, 3, 4])
    expect({ rowCount, last }).toEqual({ rowCount: 3, last: true })
  }
})

test('a node that ends within a row, or never ends one, is not believed', () => {
  const cut = piece([1], { unfinished: true, last: true })
  expect(() => new RowsJoiner().add(cut)).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
  const joiner = new RowsJoiner()
  const cells = new Uint8Array(ROW_BYTES_MAX / 2)
  const half: Rows = { ...piece([]), cells, unfinished: true }
  joiner.add(half)
  joiner.add(half)
  expect(() => joiner.add(half)).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
})
