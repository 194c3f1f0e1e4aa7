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
import { decodeMessage, encodeMessage, pb } from './proto-io.ts'

/** Everything that one node has for another in one tick. */
export interface RaftFrame {
  readonly group: number
  readonly messages: readonly Message[]
}

/** Snapshots travel on streams of their own: of a message's snapshot only the metadata goes along. */
export function encodeRaftFrame(frame: RaftFrame): Uint8Array {
  return encodeMessage(
    pb.RaftFrame,
    { group: frame.group, messages: frame.messages.map(writeMessage) },
    frameCapacity(frame),
  )
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

const MESSAGE_BYTES = 64
const ENTRY_BYTES = 24

function frameCapacity(frame: RaftFrame): number {
  let bytes = MESSAGE_BYTES
  for (const message of frame.messages) {
    bytes += MESSAGE_BYTES
    for (const entry of message.entries) bytes += entry.data.length + ENTRY_BYTES
  }
  return bytes
}

function writeMessage(message: Message): pb.RaftMessage.$Properties {
  for (let i = 0; i < message.entries.length; i++) {
    const { index } = message.entries[i] as Entry
    assert(index === message.index + 1 + i, 'entries of a message follow its index')
  }
  return { ...message, snapshot: message.snapshot?.metadata }
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
    entries: readList(message.entries, (entry) => entry).map((entry, i) =>
      readEntry(entry, index + 1 + i),
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
