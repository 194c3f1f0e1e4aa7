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
import { decodeMessage, EMPTY_BYTES, encodeMessage, pb } from './proto-io.ts'

/** Everything that one node has for another in one tick. */
export interface RaftFrame {
  readonly group: number
  readonly messages: readonly Message[]
}

/** Snapshots travel on streams of their own: of a message's snapshot only the metadata goes along. */
export function encodeRaftFrame(frame: RaftFrame): Uint8Array {
  const { group, messages } = frame
  const snapshots = messages.map(({ snapshot }) =>
    snapshot ? encodeMessage(pb.SnapshotMetadata, snapshot.metadata, SNAPSHOT_BYTES) : EMPTY_BYTES,
  )
  const lengths = messages.map((message, i) => messageBytes(message, snapshots[i] as Uint8Array))
  let length = numberFieldBytes(group)
  for (const bytes of lengths) length += lengthFieldBytes(bytes)

  const writer = new ExactWriter(length)
  writer.number(1, group)
  messages.forEach((message, i) => {
    writer.begin(2, lengths[i] as number)
    writeMessage(writer, message, snapshots[i] as Uint8Array)
  })
  return writer.finish()
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
const ENTRY_TYPES: Readonly<Record<EntryType, true>> = { 0: true, 1: true }

const SNAPSHOT_BYTES = 96

/** In step with `writeMessage`: the length of what that one writes. */
function messageBytes(message: Message, snapshot: Uint8Array): number {
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
  return bytes
}

function entryBytes(entry: Entry): number {
  return numberFieldBytes(entry.term) + numberFieldBytes(entry.type) + bytesFieldBytes(entry.data)
}

function writeMessage(writer: ExactWriter, message: Message, snapshot: Uint8Array): void {
  writer.number(1, message.type)
  writer.number(2, message.from)
  writer.number(3, message.to)
  writer.number(4, message.term)
  writer.number(5, message.logTerm)
  writer.number(6, message.index)
  let index = message.index
  for (const entry of message.entries) {
    assert(entry.index === ++index, 'entries of a message follow its index')
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
    entries: readList(message.entries, (entry, i) => readEntry(entry, index + 1 + i)),
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
