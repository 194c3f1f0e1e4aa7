// The one class of errors that quorumlite throws at its users and sends to its peers, and everything it can say.

/**
 * Every code an error can have. Codes are part of the protocol: never change the meaning of one.
 * - `retryable`: the same call may succeed later, here or at another node, without a change by the caller.
 * - `hint`: what a person can do about it, unless the error knows better.
 */
export const ERROR_CODES = {
  // Who answers, and whether anybody does.
  NOT_LEADER: {
    retryable: true,
    hint: 'Ask the leader; the driver does so by itself when it has an address of it.',
  },
  NO_LEADER: {
    retryable: true,
    hint: 'Wait for an election. If it lasts, check that a majority of the voters is up and reachable.',
  },
  UNAVAILABLE: {
    retryable: true,
    hint: 'Check that the addresses are right, that the nodes are up, and that the network lets you reach them.',
  },
  TIMEOUT: {
    retryable: true,
    hint: 'Raise the timeout, or see what keeps the cluster busy.',
  },
  ABORTED: { retryable: false, hint: 'The caller aborted this call by its signal.' },
  CLOSED: { retryable: false, hint: 'Open a new one: this was closed before or during the call.' },
  INTERRUPTED: {
    retryable: false,
    hint: 'Make the statement cheaper, or run it as a read on a node that is not the leader.',
  },
  TOO_MANY_REQUESTS: {
    retryable: true,
    hint: 'Wait for earlier requests to be answered before sending more.',
  },

  // Peers and their bytes.
  MALFORMED: {
    retryable: false,
    hint: 'The other side does not speak this protocol, or the bytes were damaged on their way.',
  },
  FRAME_TOO_LARGE: {
    retryable: false,
    hint: 'Send less at once: fewer statements or smaller values.',
  },
  PROTOCOL_VERSION: {
    retryable: false,
    hint: 'Upgrade the older side: the two have no protocol version in common.',
  },
  AUTHENTICATION_FAILED: {
    retryable: false,
    hint: 'Use the secret of this cluster: the two sides do not hold the same one.',
  },
  WRONG_CLUSTER: { retryable: false, hint: 'The address belongs to a node of another cluster.' },
  WRONG_PEER: {
    retryable: false,
    hint: 'Another key answers at this address: correct the peer id in the address.',
  },
  REMOVED: {
    retryable: false,
    hint: 'This node was removed from the cluster: empty its data directory and let it join again.',
  },
  STORAGE_ID_MISMATCH: {
    retryable: false,
    hint: 'The key of this node came back with another data directory: join again under a new key.',
  },

  // Statements and their values.
  SQL_ERROR: { retryable: false, hint: 'SQLite refused the statement; the message is its own.' },
  STATEMENT_REFUSED: {
    retryable: false,
    hint: 'This statement would act beyond its own request and is not allowed on a shared connection.',
  },
  PARAMETER_COUNT: {
    retryable: false,
    hint: 'Give exactly one value for each parameter of the statement.',
  },
  PARAMETER_TYPE: {
    retryable: false,
    hint: 'Parameters are null, numbers, bigints, booleans, strings or Uint8Arrays: convert the value first.',
  },
  INTEGER_OUT_OF_RANGE: {
    retryable: false,
    hint: "Ask for integers as 'bigint' or 'mixed'; SQLite's integers have 64 bits.",
  },
  INVALID_NAME: {
    retryable: false,
    hint: 'A database name is 1 to 64 letters, digits, dots, dashes and underscores, and begins with none of ".-".',
  },
  INVALID_ARGUMENT: { retryable: false, hint: 'Correct the argument that the message names.' },
  RESULT_TOO_LARGE: {
    retryable: false,
    hint: 'Return fewer or smaller rows; a write remembers its result, so read large ones in a query of its own.',
  },
  TRANSACTION_TOO_LARGE: { retryable: false, hint: 'Write less in one transaction.' },

  // Databases.
  DATABASE_NOT_FOUND: { retryable: false, hint: 'Create the database first, or correct its name.' },
  DATABASE_EXISTS: {
    retryable: false,
    hint: 'Choose another name, or create it with ifNotExists.',
  },
  TOO_MANY_DATABASES: {
    retryable: false,
    hint: 'Drop some, or run a second cluster.',
  },
  DATABASE_FULL: {
    retryable: false,
    hint: 'Delete rows and VACUUM, or raise the limit of its size.',
  },
  MEMORY_LOW: {
    retryable: false,
    hint: 'Delete rows, drop databases, or move some to another cluster: all of a node share 4 GiB. Nothing was lost.',
  },
  UNSUPPORTED_DATABASE_FILE: {
    retryable: false,
    hint: 'Import an SQLite 3 file with 4096-byte pages in UTF-8 (VACUUM INTO writes one).',
  },

  // Transactions and exactly-once.
  TRANSACTION_LOST: {
    retryable: true,
    hint: 'The node lost its leadership and rolled the transaction back: run it again from its beginning.',
  },
  TRANSACTION_TIMEOUT: {
    retryable: true,
    hint: 'The transaction held the writer for too long and was rolled back: make it shorter.',
  },
  NOT_EXECUTED: { retryable: true, hint: 'The request left nothing behind: send it again.' },
  OUTCOME_UNKNOWN: {
    retryable: false,
    hint: 'The request may or may not have run: ask for its outcome with the handle in `details`.',
  },
  SESSION_EXPIRED: {
    retryable: false,
    hint: 'The client was silent for longer than its session lives: check what its last writes did.',
  },
  NUMBER_TOO_OLD: {
    retryable: false,
    hint: 'The client said that it had heard the answer to this request, so its record is gone.',
  },

  // Reads.
  SNAPSHOT_TOO_OLD: {
    retryable: true,
    hint: 'The read lasted longer than its snapshot is kept: run it again, in smaller pieces.',
  },
  STALE: {
    retryable: true,
    hint: 'This node has not heard from a leader recently enough: ask another, or allow staler reads.',
  },

  // Nodes and their disks.
  DISK_FULL: {
    retryable: false,
    hint: 'Free space on the disk of the data directory, then restart the node.',
  },
  DISK_LOW: {
    retryable: true,
    hint: 'Free space on the disk of the leader: writes go on by themselves once its reserve is whole. Nothing was lost.',
  },
  STORAGE_DAMAGED: {
    retryable: false,
    hint: 'Move the data directory away and let the node join again from its peers.',
  },
  FORMAT_VERSION: {
    retryable: false,
    hint: 'Another version of quorumlite wrote this: run that one, or one that still reads it. Nothing is damaged.',
  },
  STORAGE_LOCKED: { retryable: false, hint: 'Another process has this data directory open.' },
  NODE_FAILED: {
    retryable: true,
    hint: 'The node stopped after a failure; its log says which. Another node may answer.',
  },
  DIVERGED: {
    retryable: true,
    hint: 'The pages of this node do not have the checksum that the log says: it repairs itself from a peer.',
  },

  // Membership.
  NOT_A_MEMBER: { retryable: false, hint: 'No member of the cluster has this node id.' },
  CONFIG_CHANGE_IN_PROGRESS: {
    retryable: true,
    hint: 'Wait for the change of membership that is under way.',
  },

  /** A bug of ours, or a code that only a newer version knows. */
  INTERNAL: { retryable: false, hint: 'Report this with its stack: it is not supposed to happen.' },
} as const

export type ErrorCode = keyof typeof ERROR_CODES

/** What an error knows besides its code, for programs to act on. */
export interface ErrorDetails {
  /** SQLite's extended result code. */
  readonly sqliteCode?: number
  /** Byte offset of the error in the statement's UTF-8 text. */
  readonly sqlOffset?: number
  /** Which statement of a batch failed, from 0. */
  readonly statementIndex?: number
  /** NOT_LEADER: whom to ask instead, as far as it is known. */
  readonly leaderId?: number
  readonly leaderAddresses?: readonly string[]
  /** OUTCOME_UNKNOWN: the handle with which to ask later. */
  readonly session?: number
  readonly number?: number
}

export interface QuorumliteErrorOptions {
  readonly cause?: unknown
  /** Instead of the code's own. */
  readonly hint?: string
  /** Instead of the code's own. */
  readonly retryable?: boolean
  readonly details?: ErrorDetails
}

/**
 * Whatever quorumlite refuses or fails at. Mistakes of quorumlite itself are AssertionErrors instead.
 *
 * @example
 * try {
 *   await db.execute('insert into account values (1)')
 * } catch (error) {
 *   if (error instanceof QuorumliteError && error.code === 'SQL_ERROR') console.error(error.message)
 *   else throw error
 * }
 */
export class QuorumliteError extends Error {
  override readonly name: string = 'QuorumliteError'
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly hint: string
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, options: QuorumliteErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.retryable = options.retryable ?? ERROR_CODES[code].retryable
    this.hint = options.hint ?? ERROR_CODES[code].hint
    this.details = options.details ?? NO_DETAILS
  }
}

const NO_DETAILS: ErrorDetails = Object.freeze({})

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code)
}

/** What is durable and was written in a format, or of a kind, that this version does not read. It is never guessed. */
export function unknownFormat(
  what: string,
  found: number | string,
  known: number,
): QuorumliteError {
  return new QuorumliteError(
    'FORMAT_VERSION',
    `${what} has format ${found}; this version reads format ${known}`,
  )
}

/** Bytes from outside that are not what they claim to be. */
export function malformed(message: string, cause?: unknown): QuorumliteError {
  return new QuorumliteError('MALFORMED', message, cause === undefined ? {} : { cause })
}
