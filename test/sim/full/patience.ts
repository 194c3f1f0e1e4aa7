// Whoever says how long it waits does not have to wait for longer.

/** For each request of a read. */
export const READ_MS = 3_000
/** So long a driver goes on asking what became of a write that it gave up. */
const GRACE_MS = 3_000
/** Of a transaction: BEGIN, statements, COMMIT. */
const TRANSACTION_REQUESTS = 7
/** Of reads that have a limit: how many requests they make, one after the other. */
const READ_REQUESTS: Readonly<Record<string, number>> = {
  'bank read': 1,
  'counter read': 1,
  'journal read': 1,
  'list read': 3,
  'read-only BEGIN': 1,
  'register read': 1,
  'session read': 1,
  'stale read': 1,
}
const TRANSACTIONS: ReadonlySet<string> = new Set(['list transaction', 'transfer'])
/** What the sender does between its requests, and waits after a failure. */
const SLACK_MS = 1_000

/** What to say of a read that took too long; undefined if it did not. */
export function overdueRead(name: string, tookMs: number): string | undefined {
  const requests = READ_REQUESTS[name]
  return requests === undefined ? undefined : overdue(name, tookMs, requests * READ_MS)
}

/** As `overdueRead`, of a write by a client whose requests may take `timeoutMs`. */
export function overdueWrite(name: string, tookMs: number, timeoutMs: number): string | undefined {
  const requests = TRANSACTIONS.has(name) ? TRANSACTION_REQUESTS : 1
  return overdue(name, tookMs, requests * timeoutMs + GRACE_MS)
}

function overdue(name: string, tookMs: number, limitMs: number): string | undefined {
  if (tookMs <= limitMs + SLACK_MS) return undefined
  return `${name} took ${tookMs.toFixed(0)} ms, and was to take at most ${limitMs} ms`
}
