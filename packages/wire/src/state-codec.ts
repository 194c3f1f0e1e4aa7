// The replicated state as checkpoints and snapshots hold it, and the parts of it that travel by themselves.

import type { ConfState } from '@quorumlite/raft'
import { checksumFromHex, checksumToHex } from './checksum.ts'
import { malformed, unknownFormat } from './errors.ts'
import { readBytes, readList, readNumber, readPlainList, readRequired, readText } from './fields.ts'
import { decodeMessage, encodeMessage, pb } from './proto-io.ts'
import { readConfState } from './raft-codec.ts'

/** The format of the replicated state that this code reads and writes. */
export const REPLICATED_STATE_FORMAT = 2

/** Everything that applying the log produces, but for the pages. */
export interface ReplicatedState {
  readonly format: number
  readonly appliedIndex: number
  readonly appliedTerm: number
  readonly confState: ConfState
  readonly logClockMs: number
  readonly databases: readonly DatabaseState[]
  readonly sessions: readonly SessionState[]
  readonly members: readonly Member[]
  readonly nextDatabaseId: number
  readonly nextNodeId: number
  readonly removedNodes: readonly number[]
  readonly clusterId: Uint8Array
  readonly historyId: Uint8Array
  /** The size limit of databases that have none of their own; 0: not set. */
  readonly databasePagesMax: number
}

export interface DatabaseState {
  readonly id: number
  readonly name: string
  readonly sequence: number
  /** XOR of the hashes of all pages, 16 hex digits. */
  readonly checksum: string
  readonly pageCount: number
  /** Of the entry that made it. */
  readonly createdIndex: number
  /**
   * The database that it and its relatives were copied from, directly or not; its own id if it is no copy. Relatives may have
   * pages in common.
   */
  readonly family: number
  /** Its own size limit; 0: that of the cluster. */
  readonly pagesMax: number
}

export interface SessionState {
  readonly id: number
  readonly ttlMs: number
  readonly lastActiveMs: number
  readonly acknowledgedFloor: number
  readonly records: readonly SessionRecord[]
}

export interface SessionRecord {
  readonly number: number
  /** The index of the entry that settled the number: the position in the answer. */
  readonly index: number
  /** An encoded RecordedResult. */
  readonly result: Uint8Array
}

/** The context of every configuration change that adds or changes a member. */
export interface Member {
  readonly nodeId: number
  readonly peerId: string
  /** Made with the data directory. */
  readonly storageId: string
  readonly addresses: readonly string[]
  readonly name: string
}

export function encodeReplicatedState(state: ReplicatedState): Uint8Array {
  return encodeMessage(
    pb.ReplicatedState,
    { ...state, databases: state.databases.map(writeDatabaseState) },
    stateCapacity(state),
  )
}

/**
 * Byte fields are views of `bytes`. Unlike messages, a state may have any number of fields: it is as large as the cluster
 * made it. Throws MALFORMED, and FORMAT_VERSION for a format that this version does not know.
 */
export function decodeReplicatedState(bytes: Uint8Array): ReplicatedState {
  const state = decodeMessage(pb.ReplicatedState, bytes, Infinity)
  const format = readNumber(state.format)
  if (format === 0) throw malformed('a replicated state without a format')
  if (format !== REPLICATED_STATE_FORMAT) {
    throw unknownFormat('the replicated state', format, REPLICATED_STATE_FORMAT)
  }
  return {
    format,
    appliedIndex: readNumber(state.appliedIndex),
    appliedTerm: readNumber(state.appliedTerm),
    confState: readRequired(state.confState, readConfState, 'the configuration of a state'),
    logClockMs: readNumber(state.logClockMs),
    databases: readList(state.databases, readDatabaseState),
    sessions: readList(state.sessions, readSessionState),
    members: readList(state.members, readMember),
    nextDatabaseId: readNumber(state.nextDatabaseId),
    nextNodeId: readNumber(state.nextNodeId),
    removedNodes: readPlainList(state.removedNodes),
    clusterId: readBytes(state.clusterId),
    historyId: readBytes(state.historyId),
    databasePagesMax: readNumber(state.databasePagesMax),
  }
}

export function encodeMember(member: Member): Uint8Array {
  return encodeMessage(pb.Member, member, MEMBER_BYTES)
}

export function decodeMember(bytes: Uint8Array): Member {
  return readMember(decodeMessage(pb.Member, bytes))
}

export function readMember(member: pb.Member.$Properties): Member {
  return {
    nodeId: readNumber(member.nodeId),
    peerId: readText(member.peerId),
    storageId: readText(member.storageId),
    addresses: readPlainList(member.addresses),
    name: readText(member.name),
  }
}

export function writeDatabaseState(state: DatabaseState): pb.DatabaseState.$Properties {
  return { ...state, checksum: checksumFromHex(state.checksum) }
}

export function readDatabaseState(state: pb.DatabaseState.$Properties): DatabaseState {
  return {
    id: readNumber(state.id),
    name: readText(state.name),
    sequence: readNumber(state.sequence),
    checksum: checksumToHex(readBytes(state.checksum)),
    pageCount: readNumber(state.pageCount),
    createdIndex: readNumber(state.createdIndex),
    family: readNumber(state.family),
    pagesMax: readNumber(state.pagesMax),
  }
}

function readSessionState(state: pb.SessionState.$Properties): SessionState {
  return {
    id: readNumber(state.id),
    ttlMs: readNumber(state.ttlMs),
    lastActiveMs: readNumber(state.lastActiveMs),
    acknowledgedFloor: readNumber(state.acknowledgedFloor),
    records: readList(state.records, (record) => ({
      number: readNumber(record.number),
      index: readNumber(record.index),
      result: readBytes(record.result),
    })),
  }
}

const MEMBER_BYTES = 512
const DATABASE_BYTES = 160
const SESSION_BYTES = 48
const RECORD_BYTES = 24

function stateCapacity(state: ReplicatedState): number {
  let bytes = MEMBER_BYTES * (1 + state.members.length) + DATABASE_BYTES * state.databases.length
  for (const session of state.sessions) {
    bytes += SESSION_BYTES
    for (const record of session.records) bytes += RECORD_BYTES + record.result.length
  }
  return bytes
}
