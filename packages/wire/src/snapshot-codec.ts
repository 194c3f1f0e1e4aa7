// The frames of a snapshot stream: offer, want, begin, pages, end; the receiver answers once.

import type { SnapshotMetadata } from '@quorumlite/raft'
import {
  readBytes,
  readFlag,
  readList,
  readNumber,
  readOneOf,
  readPlainList,
  readRequired,
  readText,
  type OneOf,
} from './fields.ts'
import { decodeMessage, encodeMessage, pb } from './proto-io.ts'
import { readSnapshotMetadata } from './raft-codec.ts'

export type SnapshotFrame = OneOf<SnapshotFrames>

export interface SnapshotFrames {
  readonly offer: SnapshotOffer
  readonly want: SnapshotWant
  readonly begin: SnapshotBegin
  readonly pages: SnapshotPages
  readonly end: SnapshotEnd
  readonly answer: SnapshotAnswer
}

export interface SnapshotOffer {
  readonly group: number
  readonly term: number
  readonly from: number
}

/** What the receiver has. */
export interface SnapshotWant {
  readonly group: number
  readonly from: number
  /** Ascending. Pages through each position are as they were at its index, or later. */
  readonly ranges: readonly SnapshotRange[]
  /** Of all pages behind the last range; 0: nothing is known of them. */
  readonly restIndex: number
  /** No page of it is newer: an older snapshot is of no use. */
  readonly newestIndex: number
  /** The preferred one first; besides none, which everybody understands. */
  readonly codecs: readonly number[]
  /** To be sent whatever their index. */
  readonly damaged: readonly DamagedPages[]
}

export interface SnapshotRange {
  readonly database: number
  readonly pgno: number
  readonly index: number
}

export interface DamagedPages {
  readonly database: number
  readonly pageNumbers: readonly number[]
}

export interface SnapshotBegin {
  readonly metadata: SnapshotMetadata
  /** An encoded ReplicatedState, at `metadata.index`. */
  readonly state: Uint8Array
  /** Of all databases together; those that did not change are not sent. */
  readonly pagesTotal: number
}

/** The pages of one database that changed, up to `throughPgno`; those before it that are not here did not. */
export interface SnapshotPages {
  readonly database: number
  readonly throughPgno: number
  readonly pageNumbers: readonly number[]
  /** The page did not change after the entry with this index. */
  readonly changedIndexes: readonly number[]
  /** Pages that do not exist in the snapshot. */
  readonly absent: readonly number[]
  /** 8 bytes for each page. */
  readonly hashes: Uint8Array
  readonly codec: number
  /** The pages, `PAGE_BYTES` each, in the same order; compressed. */
  readonly data: Uint8Array
  /** CRC-32 of page numbers (u32, little-endian), hashes and pages before compression. */
  readonly checksum: number
}

export interface SnapshotEnd {
  readonly pagesSent: number
}

export interface SnapshotAnswer {
  readonly accepted: boolean
  readonly reason: string
  /** From a sender, in place of its begin: its newest checkpoint, which is older than the receiver's newest page. Else 0. */
  readonly newestIndex: number
}

export function encodeSnapshotFrame(frame: SnapshotFrame): Uint8Array {
  return encodeMessage(pb.SnapshotFrame, { [frame.kind]: frame.value }, frameCapacity(frame))
}

/** Byte fields are views of `bytes`. */
export function decodeSnapshotFrame(bytes: Uint8Array): SnapshotFrame {
  const frame = decodeMessage(pb.SnapshotFrame, bytes)
  return readOneOf<pb.SnapshotFrame.$Properties, SnapshotFrames>(
    frame,
    frame.body,
    FRAMES,
    'the body of a snapshot frame',
  )
}

const FRAMES: {
  readonly [Kind in keyof SnapshotFrames]: (
    value: NonNullable<pb.SnapshotFrame.$Properties[Kind]>,
  ) => SnapshotFrames[Kind]
} = {
  offer: (value) => ({
    group: readNumber(value.group),
    term: readNumber(value.term),
    from: readNumber(value.from),
  }),
  want: (value) => ({
    group: readNumber(value.group),
    from: readNumber(value.from),
    ranges: readList(value.ranges, (range) => ({
      database: readNumber(range.database),
      pgno: readNumber(range.pgno),
      index: readNumber(range.index),
    })),
    restIndex: readNumber(value.restIndex),
    newestIndex: readNumber(value.newestIndex),
    codecs: readPlainList(value.codecs),
    damaged: readList(value.damaged, (pages) => ({
      database: readNumber(pages.database),
      pageNumbers: readPlainList(pages.pageNumbers),
    })),
  }),
  begin: (value) => ({
    metadata: readRequired(value.metadata, readSnapshotMetadata, 'the metadata of a snapshot'),
    state: readBytes(value.state),
    pagesTotal: readNumber(value.pagesTotal),
  }),
  pages: (value) => ({
    database: readNumber(value.database),
    throughPgno: readNumber(value.throughPgno),
    pageNumbers: readPlainList(value.pageNumbers),
    changedIndexes: readPlainList(value.changedIndexes),
    absent: readPlainList(value.absent),
    hashes: readBytes(value.hashes),
    codec: readNumber(value.codec),
    data: readBytes(value.data),
    checksum: readNumber(value.checksum),
  }),
  end: (value) => ({ pagesSent: readNumber(value.pagesSent) }),
  answer: (value) => ({
    accepted: readFlag(value.accepted),
    reason: readText(value.reason),
    newestIndex: readNumber(value.newestIndex),
  }),
}

const FIELDS_BYTES = 256

function frameCapacity(frame: SnapshotFrame): number {
  switch (frame.kind) {
    case 'begin':
      return frame.value.state.length + FIELDS_BYTES
    case 'pages':
      // A packed array is measured at its worst case while it is written.
      return (
        frame.value.data.length +
        frame.value.hashes.length +
        frame.value.pageNumbers.length * 15 +
        frame.value.absent.length * 5 +
        FIELDS_BYTES
      )
    case 'want':
      return (
        frame.value.ranges.length * 40 +
        frame.value.damaged.reduce((sum, { pageNumbers }) => sum + 24 + pageNumbers.length * 5, 0) +
        FIELDS_BYTES
      )
    default:
      return FIELDS_BYTES
  }
}
