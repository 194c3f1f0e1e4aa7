// Statements as users write them.

import type { SqlParameter, SqlParameters } from '@quorumlite/wire'

/** SQL text with its parameters. */
export interface SqlStatement {
  readonly sql: string
  /** By position as an array, or by name as an object; a name may be given without its `:`, `@` or `$`. */
  readonly params?: SqlParameters
}

/** What is accepted wherever a statement is. */
export type StatementInput = string | SqlStatement

/**
 * A statement from a template: every `${value}` becomes a parameter, never text.
 *
 * @example
 * await db.execute(sql`insert into account (id, owner) values (${1}, ${'ann'})`)
 * const [row] = await db.query(sql`select balance from account where id = ${1}`)
 */
export function sql(texts: TemplateStringsArray, ...values: SqlParameter[]): SqlStatement {
  return { sql: texts.join('?'), params: values }
}

/** A statement and the parameters that may stand beside it, as one. */
export function toStatement(input: StatementInput, params?: SqlParameters): SqlStatement {
  const statement = typeof input === 'string' ? { sql: input } : input
  return params === undefined ? statement : { sql: statement.sql, params }
}
