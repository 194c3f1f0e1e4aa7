// The request that nearly all are on the way of a write: one transaction of statements, to run once. Measured first and
// written once by the driver, read without protobufjs' objects by the leader.

import type { ExecuteBatch, Statement } from './batch-codec.ts'
import type { ClientRequest, WriteRequest } from './client-request-codec.ts'
import { keyBytes, readOrderedKey, writeKey } from './entry-codec.ts'
import {
  bytesFieldBytes,
  ExactWriter,
  lengthFieldBytes,
  numberFieldBytes,
  textFieldBytes,
  textItemBytes,
} from './exact-writer.ts'
import { ABSENT, OrderedReader } from './ordered-reader.ts'
import { NO_PARAMETERS } from './value.ts'

/** Undefined for any other request. */
export function encodeExecuteRequest(request: ClientRequest): Uint8Array | undefined {
  const { id, group, timeoutMs, body } = request
  if (body.kind !== 'write' || body.value.operation.kind !== 'execute') return undefined
  const key = body.value.request
  const batch = body.value.operation.value
  const lengths = batch.statements.map(measureStatement)
  const requestBytes = keyBytes(key)
  let batchBytes = textFieldBytes(batch.database) + numberFieldBytes(batch.foreignKeysOff ? 1 : 0)
  for (const { bytes } of lengths) batchBytes += lengthFieldBytes(bytes)
  const writeBytes = lengthFieldBytes(requestBytes) + lengthFieldBytes(batchBytes)

  const writer = new ExactWriter(
    numberFieldBytes(id) +
      numberFieldBytes(group) +
      numberFieldBytes(timeoutMs) +
      lengthFieldBytes(writeBytes),
  )
  writer.number(1, id)
  writer.number(2, group)
  writer.number(3, timeoutMs)
  writer.begin(13, writeBytes)
  writer.begin(1, requestBytes)
  writeKey(writer, key)
  writer.begin(2, batchBytes)
  writer.text(1, batch.database)
  for (const length of lengths) writeStatement(writer, length)
  writer.flag(3, batch.foreignKeysOff)
  return writer.finish()
}

/** Undefined for any other request, and for one that is not as `encodeExecuteRequest` writes it. */
export function decodeExecuteRequest(bytes: Uint8Array): ClientRequest | undefined {
  const reader = new OrderedReader(bytes)
  const id = reader.number(1)
  const group = reader.number(2)
  const timeoutMs = reader.number(3)
  const write = reader.enter(13)
  if (write === ABSENT) return undefined
  const request = readOrderedKey(reader, 1)
  const execute = reader.enter(2)
  if (execute === ABSENT) return undefined
  const batch = readBatch(reader)
  reader.leave(execute)
  reader.leave(write)
  if (!reader.isComplete) return undefined
  const value: WriteRequest = { request, operation: { kind: 'execute', value: batch } }
  return { id, group, timeoutMs, body: { kind: 'write', value } }
}

function readBatch(reader: OrderedReader): ExecuteBatch {
  const database = reader.text(1)
  const statements: Statement[] = []
  for (let message = reader.enter(2); message !== ABSENT; message = reader.enter(2)) {
    statements.push(readStatement(reader))
    reader.leave(message)
  }
  return { database, statements, foreignKeysOff: reader.flag(3) }
}

function readStatement(reader: OrderedReader): Statement {
  const sql = reader.text(1)
  const message = reader.enter(2)
  if (message === ABSENT) return { sql, parameters: NO_PARAMETERS }
  const cells = reader.bytes(1)
  const names: string[] = []
  while (reader.isNext(2)) names.push(reader.text(2))
  reader.leave(message)
  return { sql, parameters: { cells, names } }
}

interface MeasuredStatement {
  readonly statement: Statement
  readonly parametersBytes: number
  /** The length of what `writeStatement` writes. */
  readonly bytes: number
}

function measureStatement(statement: Statement): MeasuredStatement {
  const { sql, parameters } = statement
  let parametersBytes = bytesFieldBytes(parameters.cells)
  for (const name of parameters.names) parametersBytes += textItemBytes(name)
  const bytes = textFieldBytes(sql) + lengthFieldBytes(parametersBytes)
  return { statement, parametersBytes, bytes }
}

function writeStatement(writer: ExactWriter, measured: MeasuredStatement): void {
  const { sql, parameters } = measured.statement
  writer.begin(2, measured.bytes)
  writer.text(1, sql)
  writer.begin(2, measured.parametersBytes)
  writer.bytes(1, parameters.cells)
  for (const name of parameters.names) writer.textItem(2, name)
}
