import { type Random, randomBetween } from '@quorumlite/transport'

const BACKOFF_FIRST_MS = 20
const BACKOFF_MAX_MS = 500

/**
 * How long to wait before attempt `attempt` (from 0, which does not wait). Doubling, with full jitter, so that clients
 * who lost one leader together do not meet the next one together:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(attempt: number, random: Random, maxMs: number = BACKOFF_MAX_MS): number {
  if (attempt === 0) return 0
  const ceilingMs = Math.min(maxMs, BACKOFF_FIRST_MS * 2 ** (attempt - 1))
  return randomBetween(random, ceilingMs / 4, ceilingMs)
}
