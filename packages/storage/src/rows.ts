// The rows that are neither log records nor heads: directory, write numbers, checkpoints, pages, stagings.

import type { ConfState, Index } from '@quorumlite/raft'

import type { Coverage } from './coverage.ts'
import { damaged } from './errors.ts'
import { checkpointKey, describeKey, directoryKey, stagingKey, writeKey } from './keys.ts'
import { allocateRow, openRow, readU64, ROW_HEADER_BYTES, sealRow, writeU64 } from './sealed-row.ts'
import type { Checkpoint, NodeIdentity, StoredPage } from './storage.ts'

/** What the directory says of itself. */
export interface DirectoryRow {
  readonly storageId: string
  readonly identity: NodeIdentity | undefined
}

export function encodeDirectory(row: DirectoryRow, writeNumber: number): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(row))
  const { bytes } = allocateRow(json.length)
  bytes.set(json, ROW_HEADER_BYTES)
  sealRow(directoryKey(), bytes, writeNumber)
  return bytes
}

export function decodeDirectory(bytes: Uint8Array): DirectoryRow & { writeNumber: number } {
  const { writeNumber } = openRow(directoryKey(), bytes, 2)
  const row = parseJson(directoryKey(), bytes.subarray(ROW_HEADER_BYTES)) as DirectoryRow
  return { storageId: row.storageId, identity: row.identity, writeNumber }
}

/**
 * Write numbers are kept in a ring: the row of number n replaces that of n - WRITE_RING. So nothing has to be trimmed,
 * and opening reads a bounded number of rows. The ring must be longer than the number of writes that fit in LevelDB's
 * two write buffers of 4 MiB (some 12,000 each, of the smallest kind): those are the writes that exist only in a log
 * file, where LevelDB would drop a damaged one without a word.
 */
export const WRITE_RING = 32_768

/** The owner of writes that change the directory row. */
export const DIRECTORY_OWNER = 0xffff_ffff

/** Which write number, and whose row was changed by it. */
export interface WriteRow {
  readonly number: number
  readonly owner: number
}

export function encodeWriteRow(row: WriteRow): { key: Uint8Array; bytes: Uint8Array } {
  const key = writeKey(row.number % WRITE_RING)
  const { bytes, view } = allocateRow(4)
  view.setUint32(ROW_HEADER_BYTES, row.owner, true)
  sealRow(key, bytes, row.number)
  return { key, bytes }
}

export function decodeWriteRow(key: Uint8Array, bytes: Uint8Array): WriteRow {
  const { writeNumber, view } = openRow(key, bytes, 4)
  return { number: writeNumber, owner: view.getUint32(ROW_HEADER_BYTES, true) }
}

const CHECKPOINT_FIELD_BYTES = 20

export function encodeCheckpoint(
  group: number,
  generation: number,
  checkpoint: Checkpoint,
  writeNumber: number,
): { key: Uint8Array; bytes: Uint8Array } {
  const key = checkpointKey(group, generation)
  const confState = new TextEncoder().encode(JSON.stringify(checkpoint.confState))
  const { bytes, view } = allocateRow(
    CHECKPOINT_FIELD_BYTES + confState.length + checkpoint.state.length,
  )
  writeU64(view, ROW_HEADER_BYTES, checkpoint.index)
  writeU64(view, ROW_HEADER_BYTES + 8, checkpoint.term)
  view.setUint32(ROW_HEADER_BYTES + 16, confState.length, true)
  bytes.set(confState, ROW_HEADER_BYTES + CHECKPOINT_FIELD_BYTES)
  bytes.set(checkpoint.state, ROW_HEADER_BYTES + CHECKPOINT_FIELD_BYTES + confState.length)
  sealRow(key, bytes, writeNumber)
  return { key, bytes }
}

export function decodeCheckpoint(
  key: Uint8Array,
  bytes: Uint8Array,
): { checkpoint: Checkpoint; writeNumber: number } {
  const { view, writeNumber } = openRow(key, bytes, CHECKPOINT_FIELD_BYTES)
  const confStateBytes = view.getUint32(ROW_HEADER_BYTES + 16, true)
  const confStateOffset = ROW_HEADER_BYTES + CHECKPOINT_FIELD_BYTES
  const stateOffset = confStateOffset + confStateBytes
  const confState = parseJson(key, bytes.subarray(confStateOffset, stateOffset)) as ConfState
  const checkpoint: Checkpoint = {
    index: readU64(view, ROW_HEADER_BYTES),
    term: readU64(view, ROW_HEADER_BYTES + 8),
    confState,
    state: bytes.slice(stateOffset),
  }
  return { checkpoint, writeNumber }
}

export const PAGE_HASH_BYTES = 8
const PAGE_FIELD_BYTES = PAGE_HASH_BYTES + 8

/** A page's content. A staged page without data says that there is none in the snapshot. */
export interface PageFields {
  readonly hash: Uint8Array
  readonly data: Uint8Array
  readonly changedIndex: Index
}

/** The row but for write number and checksum, which are known when it is written. Copies. */
export function allocatePageRow({ hash, data, changedIndex }: PageFields): Uint8Array {
  const { bytes, view } = allocateRow(PAGE_FIELD_BYTES + data.length)
  bytes.set(hash, ROW_HEADER_BYTES)
  writeU64(view, ROW_HEADER_BYTES + PAGE_HASH_BYTES, changedIndex)
  bytes.set(data, ROW_HEADER_BYTES + PAGE_FIELD_BYTES)
  return bytes
}

/** Views of the row's bytes. */
export function decodePageRow(key: Uint8Array, pgno: number, bytes: Uint8Array): StoredPage {
  const { view } = openRow(key, bytes, PAGE_FIELD_BYTES)
  return {
    pgno,
    hash: bytes.subarray(ROW_HEADER_BYTES, ROW_HEADER_BYTES + PAGE_HASH_BYTES),
    changedIndex: readU64(view, ROW_HEADER_BYTES + PAGE_HASH_BYTES),
    data: bytes.subarray(ROW_HEADER_BYTES + PAGE_FIELD_BYTES),
  }
}

/** What is staged of a snapshot. */
export interface StagingRow {
  readonly generation: number
  /** The generation that the staged pages will go into; undefined if they take its place. */
  readonly mergesInto: number | undefined
  readonly coverage: Coverage
}

export function encodeStaging(group: number, row: StagingRow, writeNumber: number): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(row))
  const { bytes } = allocateRow(json.length)
  bytes.set(json, ROW_HEADER_BYTES)
  sealRow(stagingKey(group), bytes, writeNumber)
  return bytes
}

export function decodeStaging(group: number, bytes: Uint8Array): StagingRow {
  const key = stagingKey(group)
  openRow(key, bytes, 2)
  const row = parseJson(key, bytes.subarray(ROW_HEADER_BYTES)) as StagingRow
  return { generation: row.generation, mergesInto: row.mergesInto, coverage: row.coverage }
}

function parseJson(key: Uint8Array, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw damaged(describeKey(key), 'it is no JSON')
  }
}
