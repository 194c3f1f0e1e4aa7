// What Raft never does. An append that breaks one of these comes from a mistake in the node, and must not be durable.

import assert from 'node:assert/strict'

import type { GroupHead } from './group-head.ts'
import type { AppendWrite } from './storage.ts'

export function assertAppend(head: GroupHead, { hardState, entries = [] }: AppendWrite): void {
  const known = head.hardState
  if (hardState !== undefined) {
    const { term, vote, commit } = hardState
    assert(term >= known.term, 'the term never decreases')
    assert(term > known.term || known.vote === 0 || vote === known.vote, 'one vote in a term')
    assert(commit >= known.commit, 'the commit index never decreases')
    assert(commit <= (entries.at(-1)?.index ?? head.lastIndex), 'what is committed is in the log')
  }
  const [first] = entries
  if (first === undefined) return
  assert(first.index > known.commit, 'what is committed is never overwritten')
  assert(first.index > head.checkpointTarget, 'what a checkpoint holds is never overwritten')
  assert(first.index > head.compactedIndex, 'what is compacted is never overwritten')
  assert(first.index <= head.lastIndex + 1, 'the log has no holes')
  let expected = first.index
  // Not asserted one by one: that makes an array for each.
  for (const { index } of entries) if (index !== expected++) assert.fail('entries are consecutive')
}
