/**
 * Planted bugs that ten seeds or more have missed, since much has to come together. They are looked for by night; a sample is
 * drawn from the others, where each is a matter of seconds, so that one which survives says something.
 */
export const RARE: ReadonlySet<string> = new Set([
  'a read asks nobody',
  'a leader begins before it knows what its predecessors did',
  'proposals outlive the term, and nobody looks at their base',
  'a checkpoint stands ahead of its pages',
  'a failed sync counts as done',
  'a committed removal is forgotten in a power failure',
  'damage of a row goes unnoticed',
])
