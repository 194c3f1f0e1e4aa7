import type { ExecuteBatch } from '@quorumlite/wire'

/** What a numbered request asks for. */
export type WriteOperation =
  | { readonly kind: 'execute'; readonly batch: ExecuteBatch }
  | { readonly kind: 'import'; readonly database: string; readonly file: Uint8Array }
  | { readonly kind: 'createDatabase'; readonly name: string; readonly ifNotExists: boolean }
  | { readonly kind: 'dropDatabase'; readonly name: string; readonly ifExists: boolean }
  | {
      readonly kind: 'copyDatabase'
      readonly source: string
      readonly name: string
      readonly ifNotExists: boolean
    }
  /** Of one database, or (empty) of all that have none of their own. 0: no setting. */
  | { readonly kind: 'setSizeLimit'; readonly database: string; readonly pagesMax: number }
  /** COMMIT of an interactive transaction. It cannot be run again: if it is lost, so is the transaction. */
  | { readonly kind: 'commit'; readonly transaction: number; readonly database: number }
  /** Asks what became of the number, and settles it as not executed if nobody knows. */
  | { readonly kind: 'outcome' }

/** Of what its sender made large. */
export function bytesOf(operation: WriteOperation): number {
  if (operation.kind === 'import') return operation.file.length
  if (operation.kind !== 'execute') return 0
  const { statements } = operation.batch
  return statements.reduce(
    (sum, { sql, parameters }) => sum + sql.length + parameters.cells.length,
    0,
  )
}
