// The answer to a write. Measured first and written once by the leader, read without protobufjs' objects by the driver.

import type { Position } from './client-request-codec.ts'
import type { ClientResponse, Recorded } from './client-response-codec.ts'
import { bytesFieldBytes, ExactWriter, lengthFieldBytes, numberFieldBytes } from './exact-writer.ts'
import { ABSENT, OrderedReader } from './ordered-reader.ts'

export function encodeRecorded(id: number, { position, result }: Recorded): Uint8Array {
  const { group, historyId, index } = position
  const positionBytes =
    numberFieldBytes(group) + bytesFieldBytes(historyId) + numberFieldBytes(index)
  const recordedBytes = lengthFieldBytes(positionBytes) + bytesFieldBytes(result)
  const writer = new ExactWriter(numberFieldBytes(id) + lengthFieldBytes(recordedBytes))
  writer.number(1, id)
  writer.begin(13, recordedBytes)
  writer.begin(1, positionBytes)
  writer.number(1, group)
  writer.bytes(2, historyId)
  writer.number(3, index)
  writer.bytes(2, result)
  return writer.finish()
}

/** Undefined for any other answer, and for one that is not as `encodeRecorded` writes it. */
export function decodeRecorded(bytes: Uint8Array): ClientResponse | undefined {
  const reader = new OrderedReader(bytes)
  const id = reader.number(1)
  const recorded = reader.enter(13)
  if (recorded === ABSENT) return undefined
  const message = reader.enter(1)
  if (message === ABSENT) return undefined
  const position: Position = {
    group: reader.number(1),
    historyId: reader.bytes(2),
    index: reader.number(3),
  }
  reader.leave(message)
  const result = reader.bytes(2)
  reader.leave(recorded)
  if (!reader.isComplete) return undefined
  return { id, body: { kind: 'recorded', value: { position, result } } }
}
