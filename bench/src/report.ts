import { writeFileSync } from 'node:fs'
import type { Machine } from './machine.ts'
import type { Result } from './suite.ts'

/** Results under headings, figures to the right, the reference beside them. */
export function formatTable(results: readonly Result[]): string {
  const extras = [...new Set(results.flatMap(({ extra }) => Object.keys(extra ?? {})))]
  const heads = ['what', 'callers', 'conns', 'ops/s', 'p50 ms', 'p99 ms', ...extras, 'reference']
  const cells = results.map((result) => [
    result.name,
    show(result.callers),
    show(result.connections),
    show(result.opsPerSecond),
    show(result.p50Ms),
    show(result.p99Ms),
    ...extras.map((name) => show(result.extra?.[name])),
    result.reference ?? '',
  ])
  // A column that no result fills says nothing.
  const filled = heads.map((_, i) => i === 0 || cells.some((row) => row[i] !== ''))
  const rows = [heads, ...cells].map((row) => row.filter((_, i) => filled[i]))
  const last = rows[0]!.length - 1
  const isText = (column: number): boolean =>
    column === 0 || (column === last && rows[0]![last] === 'reference')
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (isText(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n')
}

const SIGNIFICANT_DIGITS = 3

/** Three digits that mean something: 12,345 and 123 and 1.23 and 0.0123. */
function show(value: number | undefined): string {
  if (value === undefined) return ''
  if (Number.isInteger(value) || Math.abs(value) >= 100) {
    return value.toLocaleString('en', { maximumFractionDigits: 0 })
  }
  return value.toLocaleString('en', {
    minimumSignificantDigits: SIGNIFICANT_DIGITS,
    maximumSignificantDigits: SIGNIFICANT_DIGITS,
  })
}

export interface Report {
  readonly suite: string
  readonly seconds: number
  readonly repeats: number
  readonly machine: Machine
  readonly versions: Readonly<Record<string, string>>
  readonly floor: { readonly fdatasyncP50Ms: number }
  readonly remarks: readonly string[]
  readonly results: readonly Result[]
}

/** The report with the extra figures of each result beside its usual ones. */
export function toJson({ results, ...head }: Report): string {
  const flat = results.map(({ extra, reference, ...usual }) => ({
    ...usual,
    ...extra,
    ...(reference !== undefined && { reference }),
  }))
  return `${JSON.stringify({ ...head, results: flat }, undefined, 2)}\n`
}

export function writeReport(file: string, report: Report): void {
  writeFileSync(file, toJson(report))
}
