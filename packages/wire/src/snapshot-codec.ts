// The frames of a snapshot stream: begin, pages, end; the receiver answers once.

import type { SnapshotMetadata } from '@quorumlite/raft'
import {
  readBytes,
  readFlag,
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
  readonly begin: SnapshotBegin
  readonly pages: SnapshotPages
  readonly end: SnapshotEnd
  readonly answer: SnapshotAnswer
}

export interface SnapshotBegin {
  readonly group: number
  readonly term: number
  readonly from: number
  readonly metadata: SnapshotMetadata
  /** An encoded ReplicatedState, at `metadata.index`. */
  readonly state: Uint8Array
  readonly pagesTotal: number
}

export interface SnapshotPages {
  readonly database: number
  readonly pageNumbers: readonly number[]
  /** The pages, `PAGE_BYTES` each, in the same order. */
  readonly data: Uint8Array
  /** 8 bytes for each page. */
  readonly hashes: Uint8Array
}

export interface SnapshotEnd {
  readonly pagesTotal: number
}

export interface SnapshotAnswer {
  readonly accepted: boolean
  readonly reason: string
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
  begin: (value) => ({
    group: readNumber(value.group),
    term: readNumber(value.term),
    from: readNumber(value.from),
    metadata: readRequired(value.metadata, readSnapshotMetadata, 'the metadata of a snapshot'),
    state: readBytes(value.state),
    pagesTotal: readNumber(value.pagesTotal),
  }),
  pages: (value) => ({
    database: readNumber(value.database),
    pageNumbers: readPlainList(value.pageNumbers),
    data: readBytes(value.data),
    hashes: readBytes(value.hashes),
  }),
  end: (value) => ({ pagesTotal: readNumber(value.pagesTotal) }),
  answer: (value) => ({ accepted: readFlag(value.accepted), reason: readText(value.reason) }),
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
        frame.value.pageNumbers.length * 5 +
        FIELDS_BYTES
      )
    default:
      return FIELDS_BYTES
  }
}
