// Test scripts in the format of sqllogictest (https://sqlite.org/sqllogictest), parsed into records and printed again.

export type SortMode = 'nosort' | 'rowsort' | 'valuesort'

/** Lines that run when `skipif` and `onlyif` say so. */
interface Conditional {
  /** Of the line that begins with `statement` or `query`, from 1. */
  readonly line: number
  readonly skipIf: readonly string[]
  readonly onlyIf: readonly string[]
}

export interface StatementRecord extends Conditional {
  readonly kind: 'statement'
  readonly sql: string
  readonly expected: StatementExpectation
}

export type StatementExpectation =
  | { readonly ok: true }
  /** Our extension: so many rows inserted, changed or deleted. */
  | { readonly ok: true; readonly changes: number }
  /** `code`, our extension: the symbol of the result code. Without one, any failure will do. */
  | { readonly ok: false; readonly code: string | undefined }

export interface QueryRecord extends Conditional {
  readonly kind: 'query'
  readonly sql: string
  /** One letter per column: T, I, R, and our extension V. */
  readonly types: string
  readonly sort: SortMode
  /** Queries of one label have equal results. */
  readonly label: string | undefined
  readonly expected: readonly string[]
}

export interface HaltRecord extends Conditional {
  readonly kind: 'halt'
}

/** From here on, results of more values are written as their hash; 0 never does that. */
export interface HashThresholdRecord extends Conditional {
  readonly kind: 'hash-threshold'
  readonly values: number
}

export interface CommentRecord {
  readonly kind: 'comment'
  /** Its lines, with their #. */
  readonly text: string
  /** Stands right above a record, not by itself. */
  readonly attached: boolean
}

export type ScriptRecord =
  | StatementRecord
  | QueryRecord
  | HaltRecord
  | HashThresholdRecord
  | CommentRecord

/** @throws SyntaxError naming the line. */
export function parseScript(text: string): ScriptRecord[] {
  const lines = text.split(/\r?\n/)
  const records: ScriptRecord[] = []
  for (let at = 0; at < lines.length;) {
    if (lines[at]!.trim() === '') {
      at++
      continue
    }
    const paragraph = takeParagraph(lines, at)
    records.push(...parseParagraph(paragraph, at + 1))
    at += paragraph.length
  }
  return records
}

export function printScript(records: readonly ScriptRecord[]): string {
  const parts = records.map((record) => {
    if (record.kind !== 'comment') return `${printRecord(record)}\n\n`
    return record.attached ? `${record.text}\n` : `${record.text}\n\n`
  })
  return `${parts.join('').trimEnd()}\n`
}

/** True if a database of this name runs the record. */
export function appliesTo(record: Conditional, name: string): boolean {
  const { skipIf, onlyIf } = record
  return !skipIf.includes(name) && (onlyIf.length === 0 || onlyIf.includes(name))
}

function takeParagraph(lines: readonly string[], from: number): string[] {
  const end = lines.findIndex((line, i) => i > from && line.trim() === '')
  return lines.slice(from, end < 0 ? lines.length : end)
}

function parseParagraph(lines: readonly string[], firstLine: number): ScriptRecord[] {
  const comments = lines.findIndex((line) => !line.startsWith('#'))
  const comment = lines.slice(0, comments < 0 ? lines.length : comments)
  const before: ScriptRecord[] =
    comment.length === 0
      ? []
      : [{ kind: 'comment', text: comment.join('\n'), attached: comments >= 0 }]
  if (comments < 0) return before
  const skipIf: string[] = []
  const onlyIf: string[] = []
  for (let i = comments; i < lines.length; i++) {
    const [word = '', ...rest] = lines[i]!.trim().split(/\s+/)
    // The original writes remarks behind the name.
    const name = rest[0] ?? ''
    if (word === 'skipif') skipIf.push(name)
    else if (word === 'onlyif') onlyIf.push(name)
    else {
      const record = { line: firstLine + i, skipIf, onlyIf }
      return [...before, parseRecord(word, rest, lines.slice(i + 1), record)]
    }
  }
  throw new SyntaxError(`line ${firstLine}: a condition without a record`)
}

function parseRecord(
  word: string,
  rest: readonly string[],
  body: readonly string[],
  base: Conditional,
): ScriptRecord {
  switch (word) {
    case 'statement':
      return {
        ...base,
        kind: 'statement',
        sql: body.join('\n'),
        expected: parseOutcome(rest, base),
      }
    case 'query':
      return parseQuery(rest, body, base)
    case 'halt':
      return { ...base, kind: 'halt' }
    case 'hash-threshold':
      return { ...base, kind: 'hash-threshold', values: Number(rest[0]) }
    default:
      throw new SyntaxError(`line ${base.line}: no record begins with '${word}'`)
  }
}

function parseOutcome(
  [outcome, detail]: readonly string[],
  { line }: Conditional,
): StatementExpectation {
  if (outcome === 'ok') return { ok: true }
  if (outcome === 'count' && detail !== undefined) return { ok: true, changes: Number(detail) }
  if (outcome === 'error') return { ok: false, code: detail }
  throw new SyntaxError(`line ${line}: a statement is expected to be 'ok', 'count N' or 'error'`)
}

function parseQuery(
  [types = '', sort = 'nosort', label]: readonly string[],
  body: readonly string[],
  base: Conditional,
): QueryRecord {
  if (!/^[TIRV]+$/.test(types)) {
    throw new SyntaxError(`line ${base.line}: types are T, I, R and V, not '${types}'`)
  }
  if (sort !== 'nosort' && sort !== 'rowsort' && sort !== 'valuesort') {
    throw new SyntaxError(`line ${base.line}: there is no sort mode '${sort}'`)
  }
  const separator = body.indexOf(SEPARATOR)
  return {
    ...base,
    kind: 'query',
    sql: body.slice(0, separator < 0 ? body.length : separator).join('\n'),
    types,
    sort,
    label,
    expected: separator < 0 ? [] : body.slice(separator + 1),
  }
}

function printRecord(record: Exclude<ScriptRecord, CommentRecord>): string {
  const conditions = [
    ...record.skipIf.map((name) => `skipif ${name}`),
    ...record.onlyIf.map((name) => `onlyif ${name}`),
  ]
  return [...conditions, ...printBody(record)].join('\n')
}

function printBody(record: Exclude<ScriptRecord, CommentRecord>): string[] {
  switch (record.kind) {
    case 'halt':
      return ['halt']
    case 'hash-threshold':
      return [`hash-threshold ${record.values}`]
    case 'statement':
      return [`statement ${printOutcome(record.expected)}`, record.sql]
    case 'query': {
      const { types, sort, label, sql, expected } = record
      const head = `query ${types} ${sort}${label === undefined ? '' : ` ${label}`}`
      return [head, sql, SEPARATOR, ...expected]
    }
  }
}

function printOutcome(expected: StatementExpectation): string {
  if (!expected.ok) return expected.code === undefined ? 'error' : `error ${expected.code}`
  return 'changes' in expected ? `count ${expected.changes}` : 'ok'
}

const SEPARATOR = '----'
