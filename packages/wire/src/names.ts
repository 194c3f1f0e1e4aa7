import { QuorumliteError } from './errors.ts'
import { DATABASE_NAME_CHARS_MAX } from './limits.ts'

// Names stand in URLs, file names and error messages, so they are ASCII without separators or spaces.
const DATABASE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/

export function isValidDatabaseName(name: string): boolean {
  return (
    typeof name === 'string' && name.length <= DATABASE_NAME_CHARS_MAX && DATABASE_NAME.test(name)
  )
}

/** Throws INVALID_NAME for what cannot name a database. */
export function checkDatabaseName(name: string): void {
  if (isValidDatabaseName(name)) return
  const shown =
    typeof name !== 'string'
      ? String(name)
      : name.length > DATABASE_NAME_CHARS_MAX
        ? `${name.slice(0, DATABASE_NAME_CHARS_MAX)}...`
        : name
  throw new QuorumliteError('INVALID_NAME', `'${shown}' cannot name a database`)
}
