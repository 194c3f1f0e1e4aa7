import type {
  ConfState,
  Entry,
  EntryType,
  Message,
  MessageType,
  SnapshotMetadata,
} from '@quorumlite/raft'
import { assert } from './assert.ts'
import { malformed } from './errors.ts'
import { bytesFieldBytes, ExactWriter, lengthFieldBytes, numberFieldBytes } from './exact-writer.ts'
import {
  readBytes,
  readFlag,
  readList,
  readNumber,
  readOptional,
  readPlainList,
  readRequired,
  type Maybe,
} from './fields.ts'
import { RAFT_FRAME_BYTES } from './limits.ts'
import { decodeMessage, EMPTY_BYTES, encodeMessage, pb } from './proto-io.ts'

/** What one node has for another, all of one tick unless that is too much for one frame. */
export interface RaftFrame {
  readonly group: number
  readonly messages: readonly Message[]
}

/**
 * Snapshots travel on streams of their own: of a message's snapshot only the metadata goes along. Asserts that entries
 * follow the index of their message, which is all that tells theirs.
 */
export function encodeRaftFrame(frame: RaftFrame): Uint8Array {
  return writeFrame(frame.group, frame.messages.map(measure))
}

/**
 * The messages of one tick in as few frames as their limits allow: a frame ends after the message that brings it to
 * `RAFT_FRAME_BYTES`, so that a leader that catches up a peer never makes one that is too large to send.
 */
export function encodeRaftFrames(frame: RaftFrame): Uint8Array[] {
  const frames: Uint8Array[] = []
  let measured: MeasuredMessage[] = []
  let bytes = 0
  for (const message of frame.messages) {
    const next = measure(message)
    measured.push(next)
    bytes += next.bytes
    if (bytes < RAFT_FRAME_BYTES) continue
    frames.push(writeFrame(frame.group, measured))
    measured = []
    bytes = 0
  }
  if (measured.length > 0) frames.push(writeFrame(frame.group, measured))
  return frames
}

/** The data of entries are views of `bytes`: copy what is kept. */
export function decodeRaftFrame(bytes: Uint8Array): RaftFrame {
  const frame = decodeMessage(pb.RaftFrame, bytes)
  return { group: readNumber(frame.group), messages: readList(frame.messages, readMessage) }
}

export function encodeConfState(state: ConfState): Uint8Array {
  const ids =
    state.voters.length +
    state.learners.length +
    state.votersOutgoing.length +
    state.learnersNext.length
  return encodeMessage(pb.ConfState, state, 32 + ids * 4)
}

export function decodeConfState(bytes: Uint8Array): ConfState {
  return readConfState(decodeMessage(pb.ConfState, bytes))
}

export function readConfState(state: Maybe<pb.ConfState.$Properties>): ConfState {
  return {
    voters: readPlainList(state?.voters),
    learners: readPlainList(state?.learners),
    votersOutgoing: readPlainList(state?.votersOutgoing),
    learnersNext: readPlainList(state?.learnersNext),
    autoLeave: readFlag(state?.autoLeave),
  }
}

export function readSnapshotMetadata(metadata: pb.SnapshotMetadata.$Properties): SnapshotMetadata {
  return {
    index: readNumber(metadata.index),
    term: readNumber(metadata.term),
    confState: readRequired(metadata.confState, readConfState, 'the configuration of a snapshot'),
  }
}

// Written out so that the compiler says when the core has a type that is missing here.
const MESSAGE_TYPES: Readonly<Record<MessageType, true>> = {
  1: true,
  2: true,
  3: true,
  4: true,
  5: true,
  6: true,
  7: true,
  8: true,
  9: true,
  10: true,
  11: true,
  12: true,
  13: true,
  14: true,
}
const PROPOSE: MessageType = 14
const ENTRY_TYPES: Readonly<Record<EntryType, true>> = { 0: true, 1: true }

const SNAPSHOT_BYTES = 96

interface MeasuredMessage {
  readonly message: Message
  /** Encoded metadata, or empty. */
  readonly snapshot: Uint8Array
  /** The length of what `writeMessage` writes. */
  readonly bytes: number
}

function measure(message: Message): MeasuredMessage {
  const snapshot = message.snapshot
    ? encodeMessage(pb.SnapshotMetadata, message.snapshot.metadata, SNAPSHOT_BYTES)
    : EMPTY_BYTES
  let bytes =
    numberFieldBytes(message.type) +
    numberFieldBytes(message.from) +
    numberFieldBytes(message.to) +
    numberFieldBytes(message.term) +
    numberFieldBytes(message.logTerm) +
    numberFieldBytes(message.index) +
    numberFieldBytes(message.commit) +
    numberFieldBytes(message.reject ? 1 : 0) +
    numberFieldBytes(message.rejectHint) +
    numberFieldBytes(message.context) +
    bytesFieldBytes(snapshot) +
    numberFieldBytes(message.priority)
  for (const entry of message.entries) bytes += lengthFieldBytes(entryBytes(entry))
  return { message, snapshot, bytes }
}

function writeFrame(group: number, messages: readonly MeasuredMessage[]): Uint8Array {
  let length = numberFieldBytes(group)
  for (const { bytes } of messages) length += lengthFieldBytes(bytes)
  const writer = new ExactWriter(length)
  writer.number(1, group)
  for (const message of messages) {
    writer.begin(2, message.bytes)
    writeMessage(writer, message)
  }
  return writer.finish()
}

function entryBytes(entry: Entry): number {
  return numberFieldBytes(entry.term) + numberFieldBytes(entry.type) + bytesFieldBytes(entry.data)
}

function writeMessage(writer: ExactWriter, { message, snapshot }: MeasuredMessage): void {
  writer.number(1, message.type)
  writer.number(2, message.from)
  writer.number(3, message.to)
  writer.number(4, message.term)
  writer.number(5, message.logTerm)
  writer.number(6, message.index)
  let position = 0
  for (const entry of message.entries) {
    const follows = entry.index === entryIndex(message, position++)
    assert(follows, 'entries of a message follow its index')
    writer.begin(7, entryBytes(entry))
    writer.number(1, entry.term)
    writer.number(2, entry.type)
    writer.bytes(3, entry.data)
  }
  writer.number(8, message.commit)
  writer.flag(9, message.reject)
  writer.number(10, message.rejectHint)
  writer.number(11, message.context)
  writer.bytes(12, snapshot)
  writer.number(13, message.priority)
}

function readMessage(message: pb.RaftMessage.$Properties): Message {
  const type = readNumber(message.type)
  if (!Object.hasOwn(MESSAGE_TYPES, type))
    throw malformed(`there is no Raft message of type ${type}`)
  const index = readNumber(message.index)
  return {
    type: type as MessageType,
    from: readNumber(message.from),
    to: readNumber(message.to),
    term: readNumber(message.term),
    logTerm: readNumber(message.logTerm),
    index,
    entries: readList(message.entries, (entry, i) =>
      readEntry(entry, entryIndex({ type, index }, i)),
    ),
    commit: readNumber(message.commit),
    reject: readFlag(message.reject),
    rejectHint: readNumber(message.rejectHint),
    context: readNumber(message.context),
    priority: readNumber(message.priority),
    snapshot: readOptional(message.snapshot, (metadata) => ({
      metadata: readSnapshotMetadata(metadata),
    })),
  }
}

/** What is proposed has no place in the log yet. */
function entryIndex(
  message: { readonly type: number; readonly index: number },
  position: number,
): number {
  return message.type === PROPOSE ? 0 : message.index + 1 + position
}

function readEntry(entry: pb.RaftEntry.$Properties, index: number): Entry {
  const type = readNumber(entry.type)
  if (!Object.hasOwn(ENTRY_TYPES, type)) throw malformed(`there is no log entry of type ${type}`)
  if (!Number.isSafeInteger(index)) throw malformed('the index of an entry exceeds 2^53-1')
  return {
    index,
    term: readNumber(entry.term),
    type: type as EntryType,
    data: readBytes(entry.data),
  }
}
