// What little has to be known of SQL text that SQLite does not tell.

/** The first word of a statement in lower case, behind blanks and comments; empty if there is none. */
export function firstWord(sql: string): string {
  WORD.lastIndex = skipBlanks(sql)
  return WORD.exec(sql)?.[0].toLowerCase() ?? ''
}

/**
 * True for a text that may hold no statement or several. One statement may end with a semicolon and blanks; anything
 * behind that is worth a closer look.
 */
export function mayHoldOtherThanOne(sql: string): boolean {
  return /;\s*[^\s;]/.test(sql) || /^[;-]|^\/\*|^$/.test(sql.trimStart())
}

const WORD = /[a-z]+/iy

function skipBlanks(sql: string): number {
  for (let at = 0; ;) {
    if (/\s/.test(sql.charAt(at))) at++
    else if (sql.startsWith('--', at)) at = endOf(sql, '\n', at)
    else if (sql.startsWith('/*', at)) at = endOf(sql, '*/', at)
    else return at
  }
}

function endOf(sql: string, terminator: string, from: number): number {
  const at = sql.indexOf(terminator, from + 2)
  return at < 0 ? sql.length : at + terminator.length
}

/** VACUUM, REINDEX, ANALYZE and CREATE INDEX: one pass over a database or a table, and not to be split. */
export function isMaintenance(sql: string): boolean {
  const word = firstWord(sql)
  return (
    MAINTENANCE_WORDS.has(word) ||
    (word === 'create' && CREATE_INDEX.test(sql.slice(skipBlanks(sql))))
  )
}

export function isVacuum(sql: string): boolean {
  return firstWord(sql) === 'vacuum'
}

const MAINTENANCE_WORDS: ReadonlySet<string> = new Set(['vacuum', 'reindex', 'analyze'])
const CREATE_INDEX = /^create\s+(unique\s+)?index\b/i
