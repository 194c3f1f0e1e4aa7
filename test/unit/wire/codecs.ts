// Every codec with messages for it, so that a property can be stated once for all of them.

import * as wire from '@quorumlite/wire'
import type { Arbitrary } from 'fast-check'
import * as arbitrary from './arbitraries.ts'

export interface Codec {
  readonly name: string
  readonly message: Arbitrary<unknown>
  readonly encode: (message: unknown) => Uint8Array
  readonly decode: (bytes: Uint8Array) => unknown
}

function codec<Message>(
  name: string,
  message: Arbitrary<Message>,
  encode: (message: Message) => Uint8Array,
  decode: (bytes: Uint8Array) => Message,
): Codec {
  return { name, message, encode: (value) => encode(value as Message), decode }
}

export const CODECS: readonly Codec[] = [
  codec('RaftFrame', arbitrary.raftFrame, wire.encodeRaftFrame, wire.decodeRaftFrame),
  codec('ConfState', arbitrary.confState, wire.encodeConfState, wire.decodeConfState),
  codec('EntryPayload', arbitrary.entryPayload, wire.encodeEntryPayload, wire.decodeEntryPayload),
  codec('Member', arbitrary.member, wire.encodeMember, wire.decodeMember),
  codec(
    'ReplicatedState',
    arbitrary.replicatedState,
    wire.encodeReplicatedState,
    wire.decodeReplicatedState,
  ),
  codec(
    'ClientRequest',
    arbitrary.clientRequest,
    wire.encodeClientRequest,
    wire.decodeClientRequest,
  ),
  codec(
    'ClientResponse',
    arbitrary.clientResponse,
    wire.encodeClientResponse,
    wire.decodeClientResponse,
  ),
  codec(
    'RecordedResult',
    arbitrary.recordedResult,
    wire.encodeRecordedResult,
    wire.decodeRecordedResult,
  ),
  codec(
    'StatementResult',
    arbitrary.statementResult,
    wire.encodeStatementResult,
    wire.decodeStatementResult,
  ),
  codec(
    'HandshakeFrame',
    arbitrary.handshakeFrame,
    wire.encodeHandshakeFrame,
    wire.decodeHandshakeFrame,
  ),
  codec(
    'SnapshotFrame',
    arbitrary.snapshotFrame,
    wire.encodeSnapshotFrame,
    wire.decodeSnapshotFrame,
  ),
]
