// Every bound and interval of the driver.

import {
  INLINE_PARAMETERS_BYTES_MAX,
  OUTSTANDING_REQUESTS_MAX,
  PIECES_WINDOW_MAX,
  ROW_BYTES_MAX,
  STREAM_REQUESTS_MAX,
  UPLOADS_PER_STREAM_MAX,
} from '@quorumlite/wire'
import assert from 'node:assert'

/** The one Raft group there is so far. */
export const GROUP = 1

export const OPERATION_TIMEOUT_MS = 10_000
export const IMPORT_TIMEOUT_MS = 600_000
/** How long a write that was given up goes on asking for its outcome. */
export const OUTCOME_GRACE_MS = 3000

/** How long one node may take to say what became of a write; then the leader of that moment is asked again. */
export const OUTCOME_ATTEMPT_MS = 5000

/** How long a session outlives its last entry. A client that was cut off for longer cannot learn what it did last. */
export const SESSION_TTL_MS = 600_000
/** A session that was not heard of for this part of its time may be gone: new writes take a new one. */
export const SESSION_DOUBT_RATIO = 0.8

/** Statements, reads and BEGINs in flight on one stream; what ends or settles others must never wait for them. */
export const LINK_REQUESTS_MAX: number = STREAM_REQUESTS_MAX - 256

/** A stream that owes answers and has been silent for this long is asked for a sign of life ... */
export const LINK_SILENCE_MS = 1000
/** ... and given up when it gives none: its machine is gone or frozen, and TCP would take minutes to say so. */
export const LINK_SIGN_OF_LIFE_MS = 2000

/** How long one round of looking for the leader waits for nodes that do not answer while others do. */
export const SEARCH_ROUND_MS = 400
/** Between rounds. It adds to every failover: an election is over in less than a second. */
export const SEARCH_PAUSE_MAX_MS = 200
export const STATUS_TIMEOUT_MS = 2000
/** A leader that could not be reached is not believed in on hearsay for this long. */
export const SUSPICION_MS = 1000
/** How often the list of members is asked for again. */
export const MEMBERS_REFRESH_MS = 30_000
/** ... and while only one is known, or nobody answers. */
export const LONE_MEMBER_REFRESH_MS = 1_000

export const ROWS_BYTES_MAX: number = 128 * 1024 * 1024

/** Pieces of a stream that may come ahead of their reader. */
export const STREAM_WINDOW = 8

/** Statements and parameters of a batch or a step that take more are uploaded. */
export const INLINE_BATCH_BYTES: number = 1024 * 1024

/** What is uploaded is sent in pieces of this size, so many at a time. */
export const UPLOAD_PIECE_BYTES: number = 256 * 1024
export const UPLOAD_PIECES_IN_FLIGHT = 4

/**
 * Uploads on one stream at a time, each until the request that it belongs to is answered: together as many as a node takes.
 * Those of steps do not wait for those of writes, which may have to wait for the transaction that the step is of.
 */
export const LINK_STEP_UPLOADS_MAX = 1
export const LINK_WRITE_UPLOADS_MAX: number = UPLOADS_PER_STREAM_MAX - LINK_STEP_UPLOADS_MAX

/**
 * How many clients of one process connect to a node at once. That takes tens of milliseconds of processor time at each end:
 * hundreds at once would all take longer than anybody waits, be given up, and begin again.
 */
export const DIALS_MAX = 8

/** How long closing waits for the outcomes of pending writes, and then for the goodbyes. */
export const CLOSE_OUTCOMES_MS = 2000
export const CLOSE_GOODBYE_MS = 1000

assert(
  OUTSTANDING_REQUESTS_MAX < LINK_REQUESTS_MAX,
  'a full window of writes leaves room for reads',
)
assert(INLINE_BATCH_BYTES <= INLINE_PARAMETERS_BYTES_MAX)
assert(ROWS_BYTES_MAX > ROW_BYTES_MAX, 'a query may have the largest row')
assert(LINK_REQUESTS_MAX < STREAM_REQUESTS_MAX)
assert(STREAM_WINDOW <= PIECES_WINDOW_MAX, 'nodes grant it')
