import { describe, expect, test } from 'vitest'
import { PublishedIndex } from '../../../../packages/node/src/consensus/published-index.ts'

describe('the published index', () => {
  test('lets each waiter through once, in order, and no longer than it is patient', () => {
    const published = new PublishedIndex(3)
    const seen: string[] = []
    const patience = (deadlineMs: number): { deadlineMs: number; expire: () => void } => ({
      deadlineMs,
      expire: () => seen.push('late'),
    })
    published.whenPublished(3, () => seen.push('at once'))
    published.whenPublished(5, () => seen.push('five'), patience(100))
    published.whenPublished(4, () => seen.push('four'), patience(100))
    published.whenPublished(9, () => seen.push('nine'), patience(10))
    published.whenPublished(9, () => seen.push('patient nine'))
    published.advance(5)
    published.advance(4)
    expect(published.index).toBe(5)
    published.expire(9)
    published.expire(10)
    published.expire(1_000)
    published.advance(9)
    expect(seen).toEqual(['at once', 'five', 'four', 'late', 'patient nine'])
    expect(published.waiting).toBe(0)
  })
})
