// The head of a group: hard state, and where everything else of the group is. Every write of the group rewrites it, so
// it always tells how far the log must reach; a log that does not has lost something.

import type { HardState, Index, Term } from '@quorumlite/raft'

import { headKey } from './keys.ts'
import { allocateRow, openRow, readU64, ROW_HEADER_BYTES, sealRow, writeU64 } from './sealed-row.ts'

export interface GroupHead {
  /** The write that made it; 0 if the group was never written. */
  readonly writeNumber: number
  /** Of checkpoint and pages. */
  readonly generation: number
  /** Of the log: an installed snapshot leaves the log where it is if the log goes on from the snapshot. */
  readonly logGeneration: number
  readonly hardState: HardState
  /** The log begins after it. */
  readonly compactedIndex: Index
  readonly compactedTerm: Term
  /** Equal to compactedIndex if the log is empty. */
  readonly lastIndex: Index
  /** Checksum of the last record ever appended in this generation; 0 if none was. */
  readonly logChecksum: number
  /** The write that made the checkpoint row; 0 if there is none. */
  readonly checkpointWrite: number
  /** Index of the unfinished checkpoint; 0 if there is none. */
  readonly checkpointTarget: Index
  /** Generation whose pages are on their way into the present one, and belong to the checkpoint already; 0: none is. */
  readonly mergingGeneration: number
}

export const EMPTY_HEAD: GroupHead = {
  writeNumber: 0,
  generation: 0,
  logGeneration: 0,
  hardState: { term: 0, vote: 0, commit: 0 },
  compactedIndex: 0,
  compactedTerm: 0,
  lastIndex: 0,
  logChecksum: 0,
  checkpointWrite: 0,
  checkpointTarget: 0,
  mergingGeneration: 0,
}

const FIELD_BYTES = 80
const OFFSET = {
  generation: ROW_HEADER_BYTES,
  logGeneration: ROW_HEADER_BYTES + 4,
  term: ROW_HEADER_BYTES + 8,
  vote: ROW_HEADER_BYTES + 16,
  commit: ROW_HEADER_BYTES + 24,
  compactedIndex: ROW_HEADER_BYTES + 32,
  compactedTerm: ROW_HEADER_BYTES + 40,
  lastIndex: ROW_HEADER_BYTES + 48,
  checkpointWrite: ROW_HEADER_BYTES + 56,
  checkpointTarget: ROW_HEADER_BYTES + 64,
  logChecksum: ROW_HEADER_BYTES + 72,
  mergingGeneration: ROW_HEADER_BYTES + 76,
} as const

export function encodeHead(group: number, head: GroupHead): Uint8Array {
  const { bytes, view } = allocateRow(FIELD_BYTES)
  view.setUint32(OFFSET.generation, head.generation, true)
  view.setUint32(OFFSET.logGeneration, head.logGeneration, true)
  view.setUint32(OFFSET.logChecksum, head.logChecksum, true)
  view.setUint32(OFFSET.mergingGeneration, head.mergingGeneration, true)
  writeU64(view, OFFSET.term, head.hardState.term)
  writeU64(view, OFFSET.vote, head.hardState.vote)
  writeU64(view, OFFSET.commit, head.hardState.commit)
  writeU64(view, OFFSET.compactedIndex, head.compactedIndex)
  writeU64(view, OFFSET.compactedTerm, head.compactedTerm)
  writeU64(view, OFFSET.lastIndex, head.lastIndex)
  writeU64(view, OFFSET.checkpointWrite, head.checkpointWrite)
  writeU64(view, OFFSET.checkpointTarget, head.checkpointTarget)
  sealRow(headKey(group), bytes, head.writeNumber)
  return bytes
}

export function decodeHead(group: number, bytes: Uint8Array): GroupHead {
  const { view, writeNumber } = openRow(headKey(group), bytes, FIELD_BYTES)
  return {
    writeNumber,
    generation: view.getUint32(OFFSET.generation, true),
    logGeneration: view.getUint32(OFFSET.logGeneration, true),
    hardState: {
      term: readU64(view, OFFSET.term),
      vote: readU64(view, OFFSET.vote),
      commit: readU64(view, OFFSET.commit),
    },
    compactedIndex: readU64(view, OFFSET.compactedIndex),
    compactedTerm: readU64(view, OFFSET.compactedTerm),
    lastIndex: readU64(view, OFFSET.lastIndex),
    logChecksum: view.getUint32(OFFSET.logChecksum, true),
    checkpointWrite: readU64(view, OFFSET.checkpointWrite),
    checkpointTarget: readU64(view, OFFSET.checkpointTarget),
    mergingGeneration: view.getUint32(OFFSET.mergingGeneration, true),
  }
}
