import type { SqlValue } from '@quorumlite/wire'
import { shownInTable } from './cell-text.ts'
import { displayWidth, fit, pad, printable } from './display-width.ts'

const GAP = '  '
/** Below this a column says nothing; a table of very many columns is wider than its terminal instead. */
const COLUMN_WIDTH_MIN = 4

/**
 * The columns of a table: as wide as their first rows need, and together no wider than the terminal. Rows that come later
 * fit themselves in, so that a table of any length is printed as it comes.
 */
export class TableLayout {
  readonly #widths: readonly number[]
  readonly #isNumeric: readonly boolean[]

  /** `width`: of the terminal; Infinity where there is none. */
  constructor(
    columns: readonly string[],
    firstRows: readonly (readonly SqlValue[])[],
    width: number,
  ) {
    const needed = columns.map((column, i) => {
      let widest = displayWidth(printable(column))
      for (const row of firstRows) {
        widest = Math.max(widest, displayWidth(shownInTable(row[i] ?? null)))
      }
      return widest
    })
    this.#widths = narrowed(needed, width - GAP.length * (columns.length - 1))
    this.#isNumeric = columns.map(
      (_, i) =>
        firstRows.some((row) => isNumber(row[i])) &&
        firstRows.every((row) => isNumber(row[i]) || row[i] === null),
    )
  }

  head(columns: readonly string[]): string {
    const rule = this.#widths.map((width) => '-'.repeat(width)).join(GAP)
    return `${this.#line(columns.map(printable))}\n${rule}\n`
  }

  row(row: readonly SqlValue[]): string {
    return `${this.#line(row.map(shownInTable))}\n`
  }

  #line(cells: readonly string[]): string {
    return cells
      .map((cell, i) => {
        const width = this.#widths[i]!
        return pad(fit(cell, width), width, this.#isNumeric[i] ? 'right' : 'left')
      })
      .join(GAP)
      .trimEnd()
  }
}

/** The widest columns give way first, all down to one width. */
function narrowed(needed: readonly number[], room: number): readonly number[] {
  const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0)
  if (total(needed) <= room) return needed
  let most = Math.max(...needed)
  while (most > COLUMN_WIDTH_MIN && total(capped(needed, most)) > room) most--
  const widths = capped(needed, most)
  // What is left over by giving all of them the same goes to the first that can use it.
  let left = room - total(widths)
  return widths.map((width, i) => (left > 0 && width < needed[i]! ? (left--, width + 1) : width))
}

function capped(widths: readonly number[], most: number): number[] {
  return widths.map((width) => Math.min(width, most))
}

function isNumber(value: SqlValue | undefined): boolean {
  return typeof value === 'number' || typeof value === 'bigint'
}
