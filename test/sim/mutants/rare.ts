/**
 * Planted bugs that ten seeds or more of the full layer have missed, or four thousand of the core, since much has to come together. They are looked for by night; a sample is
 * drawn from the others, where each is a matter of seconds, so that one which survives says something.
 */
export const RARE: ReadonlySet<string> = new Set([
  'a change that was handed out before a snapshot is applied to its configuration',
  'a committed change of configuration is forgotten in a crash',
  'a new leader believes its predecessor about its followers',
  'commits beyond the new entries',
  'a read asks nobody',
  'a leader begins before it knows what its predecessors did',
  'proposals outlive the term, and nobody looks at their base',
  'a checkpoint stands ahead of its pages',
  'a failed sync counts as done',
  'a committed removal is forgotten in a power failure',
  'damage of a row goes unnoticed',
])
