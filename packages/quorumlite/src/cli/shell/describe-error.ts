import { WriteError } from '@quorumlite/client'
import { QuorumliteError } from '@quorumlite/wire'

/** Hints that only repeat what the message says. */
const PLAIN_CODES: ReadonlySet<string> = new Set([
  'SQL_ERROR',
  'ABORTED',
  'CLOSED',
  'INVALID_ARGUMENT',
])

/** An error as a person reads it: what, where in the statement, what became of a write, what to do. */
export function describeError(error: unknown, statement?: string): string {
  if (!(error instanceof QuorumliteError)) {
    return `error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
  const { code, message, hint, details } = error
  const lines = [`error: ${message} (${code})`]
  if (statement !== undefined && details.sqlOffset !== undefined) {
    lines.push(...pointAt(statement, details.sqlOffset))
  }
  if (error instanceof WriteError) lines.push(`  ${OUTCOMES[error.outcome]}`)
  if (!PLAIN_CODES.has(code)) lines.push(`  ${hint}`)
  return lines.join('\n')
}

const OUTCOMES = {
  executed: 'It was executed.',
  'not-executed': 'Nothing of it was executed, and nothing will be.',
  unknown: 'Whether it was executed is not known: look before you run it again.',
} as const

/** The line of a statement that a byte of its text is in, and a mark under that byte. */
function pointAt(statement: string, byteOffset: number): string[] {
  const before = Buffer.from(statement).subarray(0, byteOffset).toString()
  const lineStart = before.lastIndexOf('\n') + 1
  const lineEnd = statement.indexOf('\n', before.length)
  const line = statement.slice(lineStart, lineEnd < 0 ? undefined : lineEnd)
  const column = before.length - lineStart
  // Of a very long line, what is around the mark.
  const from = Math.max(0, column - 40)
  const shown = line.slice(from, from + 78).replaceAll('\t', ' ')
  return [`  ${shown}`, `  ${' '.repeat(column - from)}^`]
}
