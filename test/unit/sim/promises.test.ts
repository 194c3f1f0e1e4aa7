import { createMessage, type Message, MessageType } from '@quorumlite/raft'
import { beforeEach, expect, test } from 'vitest'
import { Promises } from '../../sim/full/promises.ts'

let promises: Promises

beforeEach(() => {
  promises = new Promises()
})

/** From node 1 to node 2. */
function tell(type: MessageType, term: number, fields: Partial<Message> = {}): void {
  promises.onMessage({ ...createMessage(type, 1, 2, term), ...fields })
}

/** What is wrong with this as what node 1 starts from. */
function startWith(term: number, vote: number, commit: number, lastIndex: number) {
  const group = {
    initialState: () => ({ hardState: { term, vote, commit } }),
    lastIndex: () => lastIndex,
  }
  promises.onStorage({ identity: { nodeId: 1 }, group: () => group } as never)
  return promises.complaints
}

test('a vote that somebody has heard of is remembered', () => {
  tell(MessageType.voteResponse, 5)
  expect(startWith(5, 2, 0, 0)).toEqual([])
  expect(startWith(6, 0, 0, 0)).toEqual([])
  expect(startWith(5, 0, 0, 0)).toHaveLength(1)
  expect(startWith(4, 0, 0, 0)).toHaveLength(2)
})

test('who asks for votes, or leads, has voted for itself', () => {
  tell(MessageType.vote, 5)
  tell(MessageType.append, 5)
  expect(startWith(5, 1, 0, 0)).toEqual([])
  expect(startWith(5, 2, 0, 0)).toHaveLength(1)
})

test('a refusal, and what is asked before a vote, promise nothing', () => {
  tell(MessageType.voteResponse, 5, { reject: true })
  tell(MessageType.preVote, 6)
  tell(MessageType.preVoteResponse, 6)
  expect(startWith(4, 0, 0, 0)).toEqual([])
})

test('nobody votes twice in one term', () => {
  tell(MessageType.voteResponse, 5)
  tell(MessageType.voteResponse, 5, { to: 3 })
  expect(promises.complaints).toEqual(['node 1 voted for 2 and for 3 in term 5'])
})

test('an acknowledged entry is there, unless a later leader replaced it', () => {
  tell(MessageType.appendResponse, 5, { index: 10 })
  tell(MessageType.appendResponse, 5, { index: 8 })
  expect(startWith(5, 0, 0, 10)).toEqual([])
  expect(startWith(5, 0, 0, 9)).toHaveLength(1)
  promises.onCut(1, 6, 7)
  // That of an earlier term comes late.
  tell(MessageType.appendResponse, 5, { index: 10 })
  expect(startWith(6, 0, 0, 7)).toHaveLength(1)
  tell(MessageType.appendResponse, 6, { index: 9 })
  expect(startWith(6, 0, 0, 8)).toHaveLength(2)
})

test('a configuration that is in force is, also after a crash', () => {
  promises.onConfiguration(10)
  promises.onConfiguration(20)
  tell(MessageType.appendResponse, 5, { commit: 15 })
  expect(startWith(5, 0, 12, 30)).toEqual([])
  expect(startWith(5, 0, 9, 30)).toEqual([expect.stringContaining('of entry 10 in force')])
})
