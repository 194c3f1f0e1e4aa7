/**
 * Planted bugs that ten or more seeds may miss, since much has to come together. They are looked for by night; a sample is
 * drawn from the others, where each is a matter of seconds, so that one which survives says something.
 */
export const RARE: ReadonlySet<string> = new Set([
  'a write is answered before it is published',
  'what failed is answered before its base is published',
  'a leader begins before it knows what its predecessors did',
  'proposals outlive the term, and nobody looks at their base',
  'a request that waited for the leader to begin is not looked up again',
  'that a request is not executed is not recorded',
  'readers see what is speculative',
  'a transaction begins before its base is published',
  'a write outlives the epoch in which it ran',
  'sessions expire by the clock on the wall',
  'a checkpoint stands ahead of its pages',
  'a record that a conflict cuts is left as it was',
  'a vote is not stored',
  'a snapshot keeps a log that contradicts it',
  'a committed removal is forgotten in a power failure',
  'a snapshot never goes out while a commit is half in the log',
  'a read-only BEGIN waits for ever',
  'a silent machine holds up a read from any node',
])
