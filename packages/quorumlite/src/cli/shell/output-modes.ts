// How rows are shown: one writer for each mode, fed in batches as the rows come.

import type { SqlValue } from '@quorumlite/wire'
import { distinctNames, rowAsJson, shownInCsv, shownOnLine } from './cell-text.ts'
import { displayWidth, pad, printable } from './display-width.ts'
import { TableLayout } from './table-layout.ts'

export type OutputMode = 'table' | 'json' | 'csv' | 'line'
export const OUTPUT_MODES: readonly OutputMode[] = ['table', 'json', 'csv', 'line']

export type Batch = readonly (readonly SqlValue[])[]

/** Each method returns what is to be written next. */
export interface RowWriter {
  batch(rows: Batch): string
  end(): string
  /** Instead of the end, when the rows stop before it. */
  cut(): string
}

/** `width`: of the terminal; Infinity where there is none. */
export function createRowWriter(
  mode: OutputMode,
  columns: readonly string[],
  width: number,
): RowWriter {
  switch (mode) {
    case 'table':
      return tableWriter(columns, width)
    case 'json':
      return jsonWriter(columns)
    case 'csv':
      return csvWriter(columns)
    case 'line':
      return lineWriter(columns)
  }
}

function tableWriter(columns: readonly string[], width: number): RowWriter {
  let layout: TableLayout | undefined
  const begin = (rows: Batch): string => {
    if (layout) return ''
    layout = new TableLayout(columns, rows, width)
    return layout.head(columns)
  }
  return {
    batch: (rows) => begin(rows) + rows.map((row) => layout!.row(row)).join(''),
    end: () => begin([]),
    cut: () => '',
  }
}

/** One array of objects, on one line. */
function jsonWriter(columns: readonly string[]): RowWriter {
  const names = distinctNames(columns)
  let separator = '['
  return {
    batch: (rows) => {
      let text = ''
      for (const row of rows) {
        text += separator + rowAsJson(names, row)
        separator = ','
      }
      return text
    },
    end: () => (separator === '[' ? '[]\n' : ']\n'),
    // No reader must take it for whole.
    cut: () => (separator === '[' ? '' : '\n'),
  }
}

function csvWriter(columns: readonly string[]): RowWriter {
  let head = `${columns.map(shownInCsv).join(',')}\r\n`
  const begin = (): string => {
    const text = head
    head = ''
    return text
  }
  return {
    batch: (rows) => begin() + rows.map((row) => `${row.map(shownInCsv).join(',')}\r\n`).join(''),
    end: begin,
    cut: () => '',
  }
}

/** Each value on a line of its own, rows apart by an empty one. */
function lineWriter(columns: readonly string[]): RowWriter {
  const names = columns.map(printable)
  const width = Math.max(0, ...names.map(displayWidth))
  let isFirst = true
  return {
    batch: (rows) => {
      let text = ''
      for (const row of rows) {
        if (!isFirst) text += '\n'
        isFirst = false
        names.forEach((name, i) => {
          text += `${pad(name, width, 'right')} = ${shownOnLine(row[i] ?? null)}\n`
        })
      }
      return text
    },
    end: () => '',
    cut: () => '',
  }
}
