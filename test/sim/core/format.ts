// Messages, entries and nodes as text, for transcripts and for failures.

import {
  type ConfChange,
  ConfChangeTransition,
  ConfChangeType,
  type ConfState,
  decodeConfChange,
  type Entry,
  EntryType,
  type Message,
  MessageType,
  NEEDS_SNAPSHOT,
  type RawNode,
} from '@quorumlite/raft'

const MESSAGE_NAMES = new Map<number, string>(
  Object.entries(MessageType).map(([name, type]) => [type, name]),
)

export function messageName(type: MessageType): string {
  return MESSAGE_NAMES.get(type) ?? `type ${type}`
}

export function formatMessage(message: Message): string {
  const { type, index, logTerm, commit, context } = message
  const parts = [`${message.from}->${message.to}`, messageName(type)]
  if (message.term > 0) {
    parts.push(`term ${message.term}`)
  }
  switch (type) {
    case MessageType.preVote:
    case MessageType.vote:
      parts.push(`log ${index}/${logTerm}`)
      break
    case MessageType.append:
      parts.push(`after ${index}/${logTerm} [${message.entries.map(formatEntry).join(' ')}]`)
      parts.push(`commit ${commit}`)
      break
    case MessageType.appendResponse:
      parts.push(message.reject ? `no to ${index}` : `has ${index}`)
      if (message.reject && context === NEEDS_SNAPSHOT) {
        parts.push('needs a snapshot')
      } else if (message.reject) {
        parts.push(`hint ${message.rejectHint}/${logTerm}`)
      }
      break
    case MessageType.heartbeat:
      parts.push(`round ${context} commit ${commit}`)
      if (message.index > 0) {
        parts.push(`rest at ${message.index}/${message.logTerm}`)
      }
      break
    case MessageType.heartbeatResponse:
      parts.push(message.reject ? 'woken' : `round ${context}`)
      if (message.index > 0) {
        parts.push(`rests at ${message.index}`)
      }
      break
    case MessageType.snapshot:
      parts.push(`at ${message.snapshot?.metadata.index}/${message.snapshot?.metadata.term}`)
      break
    case MessageType.readIndex:
      parts.push(`read ${context}`)
      break
    case MessageType.readIndexResponse:
      parts.push(`read ${context} at ${index}`)
      break
    case MessageType.transferLeader:
      parts.push(`to ${context}`)
      break
    case MessageType.propose:
      parts.push(`[${message.entries.map(formatEntry).join(' ')}]`)
      break
    case MessageType.preVoteResponse:
    case MessageType.voteResponse:
      parts.push(message.reject ? 'no' : 'yes')
      break
    case MessageType.timeoutNow:
      break
  }
  return parts.join(' ')
}

export function formatEntry(entry: Entry): string {
  const place = `${entry.index}/${entry.term}`
  if (entry.type === EntryType.confChange) {
    return `${place}:{${formatConfChange(decodeConfChange(entry.data))}}`
  }
  return entry.data.length === 0 ? place : `${place}:${new TextDecoder().decode(entry.data)}`
}

export function formatConfChange(change: ConfChange | undefined): string {
  if (change === undefined) {
    return 'undecodable'
  }
  if (change.changes.length === 0) {
    return 'leave'
  }
  const signs: Record<ConfChangeType, string> = {
    [ConfChangeType.addVoter]: '+',
    [ConfChangeType.addLearner]: '~',
    [ConfChangeType.remove]: '-',
    [ConfChangeType.update]: '=',
  }
  const changes = change.changes.map(({ type, nodeId }) => `${signs[type]}${nodeId}`).join(' ')
  const transitions: Record<ConfChangeTransition, string> = {
    [ConfChangeTransition.auto]: '',
    [ConfChangeTransition.jointImplicit]: 'implicit ',
    [ConfChangeTransition.jointExplicit]: 'explicit ',
  }
  return transitions[change.transition] + changes
}

export function formatConfState(conf: ConfState): string {
  const parts = [`voters ${conf.voters.join(',')}`]
  if (conf.votersOutgoing.length > 0) {
    parts.push(`outgoing ${conf.votersOutgoing.join(',')}`)
  }
  if (conf.learners.length > 0) {
    parts.push(`learners ${conf.learners.join(',')}`)
  }
  if (conf.learnersNext.length > 0) {
    parts.push(`next learners ${conf.learnersNext.join(',')}`)
  }
  if (conf.autoLeave) {
    parts.push('auto-leave')
  }
  return parts.join('; ')
}

export function formatRole(raw: RawNode): string {
  const leader = raw.leader === 0 ? 'no leader' : `leader ${raw.leader}`
  return raw.role === 'leader'
    ? `leader in term ${raw.term}`
    : `${raw.role} in term ${raw.term}, ${leader}`
}
