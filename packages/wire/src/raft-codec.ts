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
import { ABSENT, OrderedReader } from './ordered-reader.ts'
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
  const ordered = decodeOrderedFrame(bytes)
  if (ordered) return ordered
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

/** Undefined if a message brings a snapshot, or the frame is not as `writeFrame` writes one. */
function decodeOrderedFrame(bytes: Uint8Array): RaftFrame | undefined {
  const reader = new OrderedReader(bytes)
  const group = reader.number(1)
  const messages: Message[] = []
  for (let frame = reader.enter(2); frame !== ABSENT; frame = reader.enter(2)) {
    messages.push(readOrderedMessage(reader))
    reader.leave(frame)
  }
  return reader.isComplete ? { group, messages } : undefined
}

function readOrderedMessage(reader: OrderedReader): Message {
  const type = reader.uint32(1)
  if (!isMessageType(type)) reader.giveUp()
  const from = reader.number(2)
  const to = reader.number(3)
  const term = reader.number(4)
  const logTerm = reader.number(5)
  const index = reader.number(6)
  const entries: Entry[] = []
  for (let message = reader.enter(7); message !== ABSENT; message = reader.enter(7)) {
    entries.push(readOrderedEntry(reader, entryIndex({ type, index }, entries.length)))
    reader.leave(message)
  }
  return {
    type: type as MessageType,
    from,
    to,
    term,
    logTerm,
    index,
    entries,
    commit: reader.number(8),
    reject: reader.flag(9),
    rejectHint: reader.number(10),
    context: reader.number(11),
    priority: reader.number(13),
    snapshot: undefined,
  }
}

function readOrderedEntry(reader: OrderedReader, index: number): Entry {
  const term = reader.number(1)
  const type = reader.uint32(2)
  if (!isEntryType(type) || !Number.isSafeInteger(index)) reader.giveUp()
  return { index, term, type: type as EntryType, data: reader.bytes(3) }
}

function readMessage(message: pb.RaftMessage.$Properties): Message {
  const type = readNumber(message.type)
  if (!isMessageType(type)) throw malformed(`there is no Raft message of type ${type}`)
  const index = readNumber(message.index)
  return {
    type,
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
  if (!isEntryType(type)) throw malformed(`there is no log entry of type ${type}`)
  if (!Number.isSafeInteger(index)) throw malformed('the index of an entry exceeds 2^53-1')
  return { index, term: readNumber(entry.term), type, data: readBytes(entry.data) }
}

function isMessageType(type: number): type is MessageType {
  return Object.hasOwn(MESSAGE_TYPES, type)
}

function isEntryType(type: number): type is EntryType {
  return Object.hasOwn(ENTRY_TYPES, type)
}
