// The SQL values that cross the boundary between JavaScript and SQLite. The same shapes as @quorumlite/wire's, declared
// here because this package imports nothing of the cluster.

/** What a result cell holds: SQLite's five storage classes. */
export type SqlValue = null | number | bigint | string | Uint8Array

/** What a parameter may be. A boolean is stored as 1 or 0, as SQLite has no type of its own for it. */
export type SqlParameter = SqlValue | boolean

/** Parameters by position, or by name. A name may be given with or without its `:`, `@` or `$`. */
export type SqlParameters = readonly SqlParameter[] | Readonly<Record<string, SqlParameter>>

/**
 * How 64-bit integers are given to JavaScript.
 * - `number`: a number always; one beyond 2^53-1 throws INTEGER_OUT_OF_RANGE, naming the column.
 * - `bigint`: a bigint always.
 * - `mixed`: a number where it is exact, otherwise a bigint.
 */
export type IntegerMode = 'number' | 'bigint' | 'mixed'
