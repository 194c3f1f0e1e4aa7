// What a message from the network must look like before the core believes any of it. Authentication is the caller's.

import { type ConfState, type Entry, EntryType } from './entry.ts'
import { type Message, MessageType } from './message.ts'

/** Whether a correct node could have sent this. Looks at the message alone, not at the state of any node. */
export function isWellFormed(message: Message): boolean {
  if (typeof message !== 'object' || message === null) {
    return false
  }
  const { type, from, to, term, logTerm, index, commit, rejectHint, context, priority } = message
  const isShaped =
    isNumber(from, 1) &&
    isNumber(to, 1) &&
    isNumber(term, 0) &&
    isNumber(logTerm, 0) &&
    isNumber(index, 0) &&
    isNumber(commit, 0) &&
    isNumber(rejectHint, 0) &&
    isNumber(context, 0) &&
    isNumber(priority, 0) &&
    typeof message.reject === 'boolean' &&
    Array.isArray(message.entries)
  if (!isShaped || !isNumber(type, MessageType.preVote) || type > MessageType.propose) {
    return false
  }
  if (isRequestInNoTerm(message)) {
    return term === 0 && (type !== MessageType.propose || isProposal(message.entries))
  }
  // Only a voter that never voted answers from term zero, and only to refuse.
  if (term === 0) {
    return type === MessageType.preVoteResponse && message.reject
  }
  if (type === MessageType.append) {
    return isAppend(message)
  }
  return type !== MessageType.snapshot || isSnapshot(message)
}

/** Requests to a leader that carry no term, so that asking cannot depose it. */
export function isRequestInNoTerm(message: Message): boolean {
  return (
    message.type === MessageType.readIndex ||
    message.type === MessageType.transferLeader ||
    message.type === MessageType.propose
  )
}

/** Messages that only the leader of their term sends. */
export function isFromLeader(message: Message): boolean {
  return (
    message.type === MessageType.append ||
    message.type === MessageType.heartbeat ||
    message.type === MessageType.snapshot
  )
}

/** Answers to what this node asked, and it asks only members. */
export function isResponse(message: Message): boolean {
  return (
    message.type === MessageType.appendResponse ||
    message.type === MessageType.heartbeatResponse ||
    message.type === MessageType.voteResponse ||
    message.type === MessageType.preVoteResponse
  )
}

function isAppend(message: Message): boolean {
  if ((message.index === 0) !== (message.logTerm === 0)) {
    return false
  }
  let { index, logTerm: term } = message
  for (const entry of message.entries) {
    index++
    if (!isEntry(entry) || entry.index !== index || entry.term < term || entry.term === 0) {
      return false
    }
    term = entry.term
  }
  return term <= message.term && Number.isSafeInteger(index)
}

function isProposal(entries: readonly Entry[]): boolean {
  // Not every(), which passes over the holes of an array.
  for (const entry of entries) {
    if (!isEntry(entry)) {
      return false
    }
  }
  return entries.length > 0
}

function isEntry(entry: Entry): boolean {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    isNumber(entry.index, 0) &&
    isNumber(entry.term, 0) &&
    (entry.type === EntryType.normal || entry.type === EntryType.confChange) &&
    entry.data instanceof Uint8Array
  )
}

function isSnapshot(message: Message): boolean {
  const metadata = message.snapshot?.metadata
  return (
    typeof metadata === 'object' &&
    metadata !== null &&
    isNumber(metadata.index, 1) &&
    isNumber(metadata.term, 1) &&
    metadata.term <= message.term &&
    isConfState(metadata.confState)
  )
}

function isConfState(conf: ConfState): boolean {
  return (
    typeof conf === 'object' &&
    conf !== null &&
    isIds(conf.voters) &&
    isIds(conf.learners) &&
    isIds(conf.votersOutgoing) &&
    isIds(conf.learnersNext) &&
    typeof conf.autoLeave === 'boolean'
  )
}

function isIds(ids: readonly number[]): boolean {
  return (
    Array.isArray(ids) && !ids.includes(undefined as never) && ids.every((id) => isNumber(id, 1))
  )
}

function isNumber(value: number, least: number): boolean {
  return Number.isSafeInteger(value) && value >= least
}
