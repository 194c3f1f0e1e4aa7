// A node that leads, whose followers are played by the test.

import { type Message, MessageType, type PeerStatus } from '@quorumlite/raft'
import { bytes } from './cluster.ts'
import { message } from './messages.ts'
import { Single, type SingleOptions } from './single.ts'

/** Node 1 leads term 1 with an entry that all of the others have. */
export function leading(options: SingleOptions = {}): Single {
  const node = new Single({ preVote: false, ...options })
  node.raw.campaign()
  node.run()
  const peers = node.raw.status().confState.voters.filter((id) => id !== 1)
  peers.forEach((id) => node.raw.step(message(MessageType.voteResponse, id, node.raw.term)))
  node.run()
  peers.forEach((id) => acknowledge(node, id))
  node.sent.length = 0
  return node
}

export function acknowledge(node: Single, from: number, index = node.raw.lastIndex): Message[] {
  return node.step(message(MessageType.appendResponse, from, node.raw.term, { index }))
}

export function reject(
  node: Single,
  from: number,
  index: number,
  hint: number,
  logTerm: number,
): Message[] {
  const fields = { index, reject: true, rejectHint: hint, logTerm }
  return node.step(message(MessageType.appendResponse, from, node.raw.term, fields))
}

export function propose(node: Single, text: string): Message[] {
  node.raw.propose(bytes(text))
  return node.run().filter(({ type }) => type === MessageType.append)
}

export const peerOf = (node: Single, id: number): PeerStatus =>
  node.raw.status().peers.find((peer) => peer.id === id)!
