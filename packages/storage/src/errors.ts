// What can go wrong with a disk, as QuorumliteErrors: which part, why, and what a person can do.

import { QuorumliteError } from '@quorumlite/wire'

const REJOIN =
  'Something acknowledged is lost on this disk, so this node must not go on from it: move the data directory away, ' +
  'and let the node rejoin from a peer under a new id.'

/** `what` names the row, record or file; the node refuses to use any of it. */
export function damaged(what: string, why: string, cause?: unknown): QuorumliteError {
  return new QuorumliteError('STORAGE_DAMAGED', `${what} is damaged: ${why}`, {
    hint: REJOIN,
    ...(cause === undefined ? {} : { cause }),
  })
}

export function locked(location: string, cause: unknown): QuorumliteError {
  return new QuorumliteError('STORAGE_LOCKED', `the data directory ${location} is in use`, {
    cause,
    hint: 'Another process, or another node in this one, has it open: stop that one, or use a directory of its own.',
  })
}

export function checkpointOvertaken(): QuorumliteError {
  const message = 'a snapshot was installed while the checkpoint was written'
  const hint = 'Drop this checkpoint; the installed snapshot is newer.'
  return new QuorumliteError('ABORTED', message, { hint })
}

export function closed(): QuorumliteError {
  return new QuorumliteError('CLOSED', 'the storage is closed')
}

/** Why the storage failed for good. */
export function writeFailed(cause: unknown): QuorumliteError {
  if (cause instanceof QuorumliteError) return cause
  if (isDiskFull(cause)) {
    return new QuorumliteError('DISK_FULL', `a write found the disk full: ${messageOf(cause)}`, {
      cause,
    })
  }
  return new QuorumliteError('NODE_FAILED', `a write failed: ${messageOf(cause)}`, {
    cause,
    retryable: false,
    hint:
      'Nothing is written any more, as it is unknown what reached the disk. Check the disk, then restart the node: it ' +
      'recovers from its log.',
  })
}

/** Why the database could not be opened; the deepest cause decides. */
export function openFailed(location: string, error: unknown): QuorumliteError {
  if (error instanceof QuorumliteError) return error
  const cause = rootCause(error)
  const code = (cause as { code?: unknown }).code
  const message = messageOf(cause)
  if (code === 'LEVEL_LOCKED') return locked(location, cause)
  if (code === 'LEVEL_CORRUPTION') return damaged(`the database in ${location}`, message, cause)
  if (isDiskFull(cause)) {
    return new QuorumliteError('DISK_FULL', `cannot open ${location}: ${message}`, { cause })
  }
  if (code === 'EACCES' || code === 'EPERM' || /permission denied/i.test(message)) {
    return new QuorumliteError('INVALID_ARGUMENT', `cannot open ${location}: ${message}`, {
      cause,
      hint: 'Give the user that runs the node read and write permission for its data directory.',
    })
  }
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'EROFS') {
    return new QuorumliteError('INVALID_ARGUMENT', `cannot open ${location}: ${message}`, {
      cause,
      hint: 'The data directory has to be a directory that can be written to.',
    })
  }
  return new QuorumliteError('NODE_FAILED', `cannot open ${location}: ${message}`, {
    cause,
    retryable: false,
    hint: 'Check the disk, then start the node again.',
  })
}

/** What LevelDB throws when it cannot make sense of a table it reads from. */
export function readFailed(what: string, error: unknown): QuorumliteError {
  if (error instanceof QuorumliteError) return error
  const code = (error as { code?: unknown }).code
  if (code === 'LEVEL_DATABASE_NOT_OPEN' || code === 'LEVEL_ITERATOR_NOT_OPEN') return closed()
  if (code === 'LEVEL_CORRUPTION') return damaged(what, messageOf(error), error)
  return new QuorumliteError('NODE_FAILED', `cannot read ${what}: ${messageOf(error)}`, {
    cause: error,
    retryable: false,
    hint: 'Check the disk, then restart the node: it recovers from its log.',
  })
}

function isDiskFull(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return code === 'ENOSPC' || /no space left on device|quota exceeded/i.test(messageOf(error))
}

function rootCause(error: unknown): unknown {
  let cause = error
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause
  return cause
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
