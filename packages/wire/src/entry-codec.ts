// What an entry of the log says. The leader encodes one for each commit, every node decodes it once: the hot path.

import { bytesFieldBytes, ExactWriter, lengthFieldBytes, numberFieldBytes } from './exact-writer.ts'
import { QuorumliteError } from './errors.ts'
import {
  readBytes,
  readFlag,
  readNumber,
  readOneOf,
  readPlainList,
  readText,
  type Maybe,
  type OneOf,
} from './fields.ts'
import { ABSENT, OrderedReader } from './ordered-reader.ts'
import { decodeMessage, encodeMessage, pb } from './proto-io.ts'

export interface EntryPayload {
  /** Never decreases along the log. */
  readonly logClockMs: number
  readonly body: EntryBody
}

export type EntryBody = OneOf<EntryBodies>

export interface EntryBodies {
  readonly commit: Commit
  readonly openSession: OpenSession
  readonly keepSessions: KeepSessions
  readonly closeSession: CloseSession
  readonly notExecuted: NotExecuted
  readonly createDatabase: CreateDatabase
  readonly dropDatabase: DropDatabase
  readonly copyDatabase: CopyDatabase
  readonly setSizeLimit: SetSizeLimit
  readonly part: Part
}

/** The request that an entry answers. Session 0: nobody's (an internal command), never recorded. */
export interface RequestKey {
  readonly session: number
  readonly number: number
  /** Numbers below this one have been heard by the client: they are refused for ever. */
  readonly acknowledgedFloor: number
}

/** One SQLite commit, or the outcome of a request that wrote nothing. */
export interface Commit {
  readonly database: number
  /** The term in which the leader executed it. */
  readonly term: number
  readonly request: RequestKey
  /** An encoded RecordedResult. */
  readonly result: Uint8Array
  /** The database's sequence number before this commit. */
  readonly baseSequence: number
  /** Encoded page records; empty: no page was written, or they are in parts. */
  readonly pages: Uint8Array
  /** When > 0: the pages are the concatenation of that many parts that precede this entry. */
  readonly parts: number
  /** With `parts`: which ones are meant. */
  readonly commitId: number
}

/** A piece of a commit that is larger than one entry may be. */
export interface Part {
  readonly database: number
  readonly term: number
  /** The same for all parts of one commit, unique within the term. */
  readonly commitId: number
  /** From 0. */
  readonly ordinal: number
  readonly pages: Uint8Array
}

export interface OpenSession {
  readonly ttlMs: number
}

export interface KeepSessions {
  readonly sessions: readonly number[]
}

export interface CloseSession {
  readonly session: number
}

export interface NotExecuted {
  readonly request: RequestKey
}

export interface CreateDatabase {
  readonly name: string
  readonly page1: Uint8Array
  /** 8 bytes, little-endian. */
  readonly checksum: Uint8Array
  readonly request: RequestKey
  readonly ifNotExists: boolean
}

export interface DropDatabase {
  readonly name: string
  readonly request: RequestKey
  readonly ifExists: boolean
}

/** A new database with the content that another one has at this entry. */
export interface CopyDatabase {
  readonly source: string
  readonly name: string
  readonly request: RequestKey
  readonly ifNotExists: boolean
}

/** How large a database may become. */
export interface SetSizeLimit {
  /** Empty: of all databases that have none of their own. */
  readonly database: string
  /** 0: no setting. */
  readonly pagesMax: number
  readonly request: RequestKey
}

/** Byte fields are copied once, into the result. */
export function encodeEntryPayload(payload: EntryPayload): Uint8Array {
  const { logClockMs, body } = payload
  if (body.kind === 'commit') return encodeCommit(logClockMs, body.value)
  return encodeMessage(pb.EntryPayload, { logClockMs, [body.kind]: body.value }, bodyCapacity(body))
}

/** Byte fields are views of `bytes`. Throws MALFORMED, and FORMAT_VERSION for a kind that only a newer version knows. */
export function decodeEntryPayload(bytes: Uint8Array): EntryPayload {
  const commit = decodeCommit(bytes)
  if (commit) return commit
  const payload = decodeMessage(pb.EntryPayload, bytes)
  if (payload.body === undefined) {
    throw new QuorumliteError(
      'FORMAT_VERSION',
      'an entry of the log says nothing that this version knows of',
    )
  }
  return {
    logClockMs: readNumber(payload.logClockMs),
    body: readOneOf<pb.EntryPayload.$Properties, EntryBodies>(
      payload,
      payload.body,
      BODIES,
      'the body of an entry',
    ),
  }
}

export function readRequestKey(key: Maybe<pb.RequestKey.$Properties>): RequestKey {
  return {
    session: readNumber(key?.session),
    number: readNumber(key?.number),
    acknowledgedFloor: readNumber(key?.acknowledgedFloor),
  }
}

export const readOpenSession = (value: pb.OpenSession.$Properties): OpenSession => ({
  ttlMs: readNumber(value.ttlMs),
})
export const readKeepSessions = (value: pb.KeepSessions.$Properties): KeepSessions => ({
  sessions: readPlainList(value.sessions),
})
export const readCloseSession = (value: pb.CloseSession.$Properties): CloseSession => ({
  session: readNumber(value.session),
})

const BODIES: {
  readonly [Kind in keyof EntryBodies]: (
    value: NonNullable<pb.EntryPayload.$Properties[Kind]>,
  ) => EntryBodies[Kind]
} = {
  commit: (value) => ({
    database: readNumber(value.database),
    term: readNumber(value.term),
    request: readRequestKey(value.request),
    result: readBytes(value.result),
    baseSequence: readNumber(value.baseSequence),
    pages: readBytes(value.pages),
    parts: readNumber(value.parts),
    commitId: readNumber(value.commitId),
  }),
  part: (value) => ({
    database: readNumber(value.database),
    term: readNumber(value.term),
    commitId: readNumber(value.commitId),
    ordinal: readNumber(value.ordinal),
    pages: readBytes(value.pages),
  }),
  openSession: readOpenSession,
  keepSessions: readKeepSessions,
  closeSession: readCloseSession,
  notExecuted: (value) => ({ request: readRequestKey(value.request) }),
  createDatabase: (value) => ({
    name: readText(value.name),
    page1: readBytes(value.page1),
    checksum: readBytes(value.checksum),
    request: readRequestKey(value.request),
    ifNotExists: readFlag(value.ifNotExists),
  }),
  dropDatabase: (value) => ({
    name: readText(value.name),
    request: readRequestKey(value.request),
    ifExists: readFlag(value.ifExists),
  }),
  copyDatabase: (value) => ({
    source: readText(value.source),
    name: readText(value.name),
    request: readRequestKey(value.request),
    ifNotExists: readFlag(value.ifNotExists),
  }),
  setSizeLimit: (value) => ({
    database: readText(value.database),
    pagesMax: readNumber(value.pagesMax),
    request: readRequestKey(value.request),
  }),
}

/** Undefined if it is no commit, or not as `encodeCommit` writes one. */
function decodeCommit(bytes: Uint8Array): EntryPayload | undefined {
  const reader = new OrderedReader(bytes)
  const logClockMs = reader.number(1)
  const payload = reader.enter(2)
  if (payload === ABSENT) return undefined
  const value: Commit = {
    database: reader.number(1),
    term: reader.number(2),
    request: readOrderedKey(reader, 3),
    result: reader.bytes(4),
    baseSequence: reader.number(5),
    pages: reader.bytes(6),
    parts: reader.uint32(7),
    commitId: reader.number(8),
  }
  reader.leave(payload)
  return reader.isComplete ? { logClockMs, body: { kind: 'commit', value } } : undefined
}

export function readOrderedKey(reader: OrderedReader, field: number): RequestKey {
  const message = reader.enter(field)
  if (message === ABSENT) return NO_KEY
  const key: RequestKey = {
    session: reader.number(1),
    number: reader.number(2),
    acknowledgedFloor: reader.number(3),
  }
  reader.leave(message)
  return key
}

const NO_KEY: RequestKey = Object.freeze({ session: 0, number: 0, acknowledgedFloor: 0 })

function encodeCommit(logClockMs: number, commit: Commit): Uint8Array {
  const { request } = commit
  const requestBytes = keyBytes(request)
  const commitBytes =
    numberFieldBytes(commit.database) +
    numberFieldBytes(commit.term) +
    lengthFieldBytes(requestBytes) +
    bytesFieldBytes(commit.result) +
    numberFieldBytes(commit.baseSequence) +
    bytesFieldBytes(commit.pages) +
    numberFieldBytes(commit.parts) +
    numberFieldBytes(commit.commitId)

  const writer = new ExactWriter(numberFieldBytes(logClockMs) + lengthFieldBytes(commitBytes))
  writer.number(1, logClockMs)
  writer.begin(2, commitBytes)
  writer.number(1, commit.database)
  writer.number(2, commit.term)
  writer.begin(3, requestBytes)
  writeKey(writer, request)
  writer.bytes(4, commit.result)
  writer.number(5, commit.baseSequence)
  writer.bytes(6, commit.pages)
  writer.number(7, commit.parts)
  writer.number(8, commit.commitId)
  return writer.finish()
}

export function keyBytes({ session, number, acknowledgedFloor }: RequestKey): number {
  return numberFieldBytes(session) + numberFieldBytes(number) + numberFieldBytes(acknowledgedFloor)
}

export function writeKey(writer: ExactWriter, key: RequestKey): void {
  writer.number(1, key.session)
  writer.number(2, key.number)
  writer.number(3, key.acknowledgedFloor)
}

const FIELDS_BYTES = 96

function bodyCapacity(body: EntryBody): number {
  switch (body.kind) {
    case 'part':
      return body.value.pages.length + FIELDS_BYTES
    case 'createDatabase':
      return body.value.page1.length + FIELDS_BYTES + body.value.name.length * 3
    case 'copyDatabase':
      return FIELDS_BYTES + (body.value.source.length + body.value.name.length) * 3
    case 'setSizeLimit':
      return FIELDS_BYTES + body.value.database.length * 3
    case 'keepSessions':
      return body.value.sessions.length * 5 + FIELDS_BYTES
    default:
      return FIELDS_BYTES
  }
}
