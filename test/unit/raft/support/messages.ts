// Messages as a peer might send them, for tests of one node alone.

import {
  createMessage,
  type Entry,
  EntryType,
  type Message,
  MessageType,
  type Snapshot,
} from '@quorumlite/raft'
import { bytes, voters } from './cluster.ts'

type Fields = Partial<Omit<Message, 'type' | 'from' | 'to' | 'term'>>

/** A message to node 1, unless the fields say otherwise. */
export function message(
  type: MessageType,
  from: number,
  term: number,
  fields: Fields = {},
  to = 1,
): Message {
  return Object.assign(createMessage(type, from, to, term), fields)
}

/** Entries from `index` on, one for each of `terms`. */
export function entries(index: number, ...terms: number[]): Entry[] {
  return terms.map((term, i) => ({
    index: index + i,
    term,
    type: EntryType.normal,
    data: bytes(`${index + i}/${term}`),
  }))
}

/** An append of the entries with these terms after (`index`, `logTerm`). */
export function append(
  from: number,
  term: number,
  [index, logTerm]: readonly [number, number],
  terms: number[] = [],
  commit = 0,
): Message {
  const fields = { index, logTerm, entries: entries(index + 1, ...terms), commit }
  return message(MessageType.append, from, term, fields)
}

export function snapshotAt(index: number, term: number, ids: number[]): Snapshot {
  return { metadata: { index, term, confState: voters(...ids) } }
}
