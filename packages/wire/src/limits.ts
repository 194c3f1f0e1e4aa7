// Every limit of what travels and of what is remembered, in one file, because they lean on each other. A limit that is
// wrong against another one fails at load, not under load.

import { assert } from './assert.ts'

const KIB = 1024
const MIB = 1024 * KIB

/** SQLite's page size here; other sizes are refused. */
export const PAGE_BYTES: number = 4 * KIB

/** A frame is a u32 length and that many bytes. */
export const FRAME_HEADER_BYTES = 4
/** The largest body of a frame. A peer that announces more is cut off. */
export const FRAME_BYTES_MAX: number = 16 * MIB
/** What the fields of a message around its payload may need: names, addresses, numbers, lengths. */
export const MESSAGE_OVERHEAD_BYTES_MAX: number = 64 * KIB
/** Strings, byte fields and messages inside one frame: bounds what decoding may allocate beyond the frame itself. */
export const FRAME_FIELDS_MAX: number = 1024 * KIB

/** Encoded page records that one entry may carry. A larger commit is cut into parts of this size. */
export const ENTRY_PAGES_BYTES_MAX: number = 1 * MIB
/** What the log remembers of one request; a request with more is rolled back with RESULT_TOO_LARGE. */
export const RECORDED_RESULT_BYTES_MAX: number = 1 * MIB
/** The data of one entry of the log. */
export const ENTRY_BYTES_MAX: number = 3 * MIB
/** Entries in one Raft message, unless the first alone is larger. */
export const MESSAGE_BYTES_MAX: number = 1 * MIB
/** A frame of Raft messages ends after the message that brings it to this. */
export const RAFT_FRAME_BYTES: number = 2 * MIB
/** What may wait to be sent to one peer; beyond it frames are dropped, which Raft tolerates. */
export const PEER_OUTBOX_BYTES_MAX: number = 8 * MIB

/** Encoded page records of one transaction, over all its parts. */
export const TRANSACTION_BYTES_MAX: number = 256 * MIB
export const TRANSACTION_PARTS_MAX: number = TRANSACTION_BYTES_MAX / ENTRY_PAGES_BYTES_MAX

/** Numbers of one session that may be unsettled or unacknowledged at a time. */
export const OUTSTANDING_REQUESTS_MAX = 256
/** Requests in flight on one client stream. */
export const STREAM_REQUESTS_MAX = 1024
/** One encoded client request, with all its statements and parameters; what is larger is uploaded in chunks. */
export const REQUEST_BYTES_MAX: number = 12 * MIB
/** Parameters of a query, and of a batch or a step that is not uploaded. */
export const INLINE_PARAMETERS_BYTES_MAX: number = 8 * MIB
/** One encoded batch, or one step, that is uploaded. */
export const UPLOADED_BATCH_BYTES_MAX: number = 128 * MIB
/** Uploads under way on one client stream. */
export const UPLOADS_PER_STREAM_MAX = 4
export const SQL_TEXT_BYTES_MAX: number = 1 * MIB
/** One text or blob. */
export const VALUE_BYTES_MAX: number = 64 * MIB
/** SQLITE_MAX_VARIABLE_NUMBER of a stock build. */
export const PARAMETERS_MAX = 32_766
export const BATCH_STATEMENTS_MAX = 4096
/** SQLITE_MAX_COLUMN of a stock build. */
export const COLUMNS_MAX = 2000

/** Rows are sent in pieces of about this size. */
export const ROWS_PIECE_BYTES: number = 256 * KIB
/** Rows that take more than this are cut into pieces of this size. */
export const ROWS_CUT_BYTES: number = 1 * MIB
/** How many pieces rows travel in whose cells take so many bytes. */
export function piecesOfRows(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / ROWS_CUT_BYTES))
}
/** SQLITE_LIMIT_LENGTH: one row, with all its values. */
export const ROW_BYTES_MAX: number = 72 * MIB
/** Pieces of one answer that a reader may let come ahead of taking them; a node grants no more than that. */
export const PIECES_WINDOW_MAX = 64
/** A piece of a database file on its way from an export. */
export const EXPORT_PIECE_BYTES_MAX: number = 256 * KIB
/** A piece of a database file on its way to an import. */
export const IMPORT_CHUNK_BYTES_MAX: number = 1 * MIB
/** Pages in one frame of a snapshot. */
export const SNAPSHOT_FRAME_PAGES_MAX = 64

export const DATABASE_NAME_CHARS_MAX = 64
/** Of one cluster. All nodes must agree on it: whether one can be created is decided where the entry is applied. */
export const DATABASES_MAX = 10_000
/** Of one database, unless the cluster sets another limit. */
export const DATABASE_PAGES_DEFAULT: number = (2048 * MIB) / PAGE_BYTES
/** No limit can be set beyond it: a node has not more memory for all its databases. */
export const DATABASE_PAGES_MAX: number = (4096 * MIB) / PAGE_BYTES - 1
export const NODE_NAME_BYTES_MAX = 256
export const ADDRESSES_MAX = 16
export const ADDRESS_BYTES_MAX = 512
export const MEMBERS_MAX = 64

const RAFT_FRAME_MAX =
  RAFT_FRAME_BYTES + MESSAGE_BYTES_MAX + ENTRY_BYTES_MAX + MESSAGE_OVERHEAD_BYTES_MAX

/** What has to hold between the limits, and why. */
export const LIMIT_RELATIONS: readonly { readonly holds: boolean; readonly because: string }[] = [
  {
    holds:
      ENTRY_PAGES_BYTES_MAX + RECORDED_RESULT_BYTES_MAX + MESSAGE_OVERHEAD_BYTES_MAX <=
      ENTRY_BYTES_MAX,
    because: 'an entry must hold a whole part and a whole result',
  },
  {
    holds: PAGE_BYTES + RECORDED_RESULT_BYTES_MAX + MESSAGE_OVERHEAD_BYTES_MAX <= ENTRY_BYTES_MAX,
    because: 'creating a database carries its first page',
  },
  {
    holds: RAFT_FRAME_MAX <= FRAME_BYTES_MAX,
    because: 'a frame that was nearly full must take the largest message',
  },
  {
    holds: RAFT_FRAME_MAX <= PEER_OUTBOX_BYTES_MAX,
    because: 'the largest frame must fit into an empty outbox, or it could never be sent',
  },
  {
    holds: REQUEST_BYTES_MAX + MESSAGE_OVERHEAD_BYTES_MAX <= FRAME_BYTES_MAX,
    because: 'a client request must fit into a frame',
  },
  {
    holds:
      INLINE_PARAMETERS_BYTES_MAX + SQL_TEXT_BYTES_MAX + MESSAGE_OVERHEAD_BYTES_MAX <=
      REQUEST_BYTES_MAX,
    because: 'a statement of full length with the parameters it may have must fit into a request',
  },
  {
    holds:
      VALUE_BYTES_MAX + SQL_TEXT_BYTES_MAX + PARAMETERS_MAX * 12 + MESSAGE_OVERHEAD_BYTES_MAX <=
      UPLOADED_BATCH_BYTES_MAX,
    because: 'a statement of full length with the largest value must fit into an upload',
  },
  {
    holds: UPLOADED_BATCH_BYTES_MAX <= TRANSACTION_BYTES_MAX,
    because: 'what is written takes at least as much as what was sent',
  },
  {
    holds: VALUE_BYTES_MAX + COLUMNS_MAX * 12 <= ROW_BYTES_MAX,
    because: 'a row must hold the largest value beside small ones',
  },
  {
    holds: ROWS_CUT_BYTES + COLUMNS_MAX * 1024 + MESSAGE_OVERHEAD_BYTES_MAX <= FRAME_BYTES_MAX,
    because: 'a piece of rows, with the names of its columns, is one answer',
  },
  {
    holds: ROWS_PIECE_BYTES <= ROWS_CUT_BYTES,
    because: 'only large rows are cut',
  },
  {
    holds: RECORDED_RESULT_BYTES_MAX + MESSAGE_OVERHEAD_BYTES_MAX <= FRAME_BYTES_MAX,
    because: 'a recorded result is one answer',
  },
  {
    holds: IMPORT_CHUNK_BYTES_MAX + MESSAGE_OVERHEAD_BYTES_MAX <= FRAME_BYTES_MAX,
    because: 'a chunk of an import is one request',
  },
  {
    holds:
      EXPORT_PIECE_BYTES_MAX % PAGE_BYTES === 0 &&
      EXPORT_PIECE_BYTES_MAX + MESSAGE_OVERHEAD_BYTES_MAX <= FRAME_BYTES_MAX,
    because: 'a piece of an export is whole pages and one answer',
  },
  {
    holds:
      SNAPSHOT_FRAME_PAGES_MAX * (PAGE_BYTES + 16) + MESSAGE_OVERHEAD_BYTES_MAX <= FRAME_BYTES_MAX,
    because: 'the pages of a snapshot frame must fit into it',
  },
  {
    holds: Number.isInteger(TRANSACTION_PARTS_MAX),
    because: 'the largest transaction is a whole number of parts',
  },
  {
    holds: BATCH_STATEMENTS_MAX * 4 < FRAME_FIELDS_MAX,
    because: 'a full batch must not look like an attack',
  },
  {
    holds:
      DATABASES_MAX * (DATABASE_NAME_CHARS_MAX + 64) + MESSAGE_OVERHEAD_BYTES_MAX <=
        FRAME_BYTES_MAX && DATABASES_MAX * 8 < FRAME_FIELDS_MAX,
    because: 'a full list of databases is one answer, and must not look like an attack',
  },
  {
    holds: DATABASE_PAGES_DEFAULT <= DATABASE_PAGES_MAX,
    because: 'what is not set must be what could be set',
  },
  {
    holds: MEMBERS_MAX * (ADDRESSES_MAX + 4) < FRAME_FIELDS_MAX,
    because: 'a full list of members must not look like an attack',
  },
]

for (const { holds, because } of LIMIT_RELATIONS) assert(holds, `limits: ${because}`)
