// Statements with their parameters, by themselves and as the batch of one transaction.

import { readBytes, readFlag, readList, readPlainList, readText } from './fields.ts'
import { decodeMessage, encodeMessage, pb } from './proto-io.ts'
import type { Parameters } from './value.ts'

export interface Statement {
  readonly sql: string
  readonly parameters: Parameters
}

/** One transaction: all statements or none. */
export interface ExecuteBatch {
  readonly database: string
  readonly statements: readonly Statement[]
  /** Run without foreign keys, for schema changes that need it. */
  readonly foreignKeysOff: boolean
}

/** As it is uploaded. */
export function encodeExecuteBatch(batch: ExecuteBatch): Uint8Array {
  return encodeMessage(pb.ExecuteBatch, batch, FIELDS_BYTES + batchCapacity(batch))
}

/** Byte fields are views of `bytes`. Throws MALFORMED. */
export function decodeExecuteBatch(bytes: Uint8Array): ExecuteBatch {
  return readBatch(decodeMessage(pb.ExecuteBatch, bytes))
}

/** As it is uploaded. */
export function encodeStatement(statement: Statement): Uint8Array {
  return encodeMessage(pb.Statement, statement, FIELDS_BYTES + statementCapacity(statement))
}

/** Byte fields are views of `bytes`. Throws MALFORMED. */
export function decodeStatement(bytes: Uint8Array): Statement {
  return readStatement(decodeMessage(pb.Statement, bytes))
}

export function readBatch(batch: pb.ExecuteBatch.$Properties): ExecuteBatch {
  return {
    database: readText(batch.database),
    statements: readList(batch.statements, readStatement),
    foreignKeysOff: readFlag(batch.foreignKeysOff),
  }
}

export function readStatement(statement: pb.Statement.$Properties): Statement {
  return {
    sql: readText(statement.sql),
    parameters: {
      cells: readBytes(statement.parameters?.cells),
      names: readPlainList(statement.parameters?.names),
    },
  }
}

/** Beside statements and their parameters. */
const FIELDS_BYTES = 128

/** What it may take when encoded. */
export function batchCapacity({ statements }: ExecuteBatch): number {
  let bytes = 0
  for (const statement of statements) bytes += statementCapacity(statement)
  return bytes
}

export function statementCapacity({ sql, parameters }: Statement): number {
  return sql.length + parameters.cells.length + parameters.names.length * 16 + 32
}
