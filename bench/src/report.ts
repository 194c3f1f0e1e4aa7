import type { Result } from './suite.ts'

/** Results under headings, figures to the right, the reference beside them. */
export function formatTable(results: readonly Result[]): string {
  const extras = [...new Set(results.flatMap(({ extra }) => Object.keys(extra ?? {})))]
  const heads = ['what', 'callers', 'conns', 'ops/s', 'p50 ms', 'p99 ms', ...extras, 'reference']
  const rows = results.map((result) => [
    result.name,
    show(result.callers, 0),
    show(result.connections, 0),
    show(result.opsPerSecond, 0),
    show(result.p50Ms, 2),
    show(result.p99Ms, 2),
    ...extras.map((name) => show(result.extra?.[name], 1)),
    result.reference ?? '',
  ])
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]!.length)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) =>
        i === 0 || i === heads.length - 1 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!),
      )
      .join('  ')
      .trimEnd()
  return [line(heads), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join(
    '\n',
  )
}

function show(value: number | undefined, digits: number): string {
  if (value === undefined) return ''
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}
