// How new the pages of a staged snapshot are known to be. Pages arrive in the order of database and page number, and a
// transfer that breaks goes on from another snapshot, perhaps of another node: so what was received first may be newer
// than what follows it. Each page is as it was at the index of its range or later, and that is all that has to be known:
// a snapshot that has everything that changed since makes them whole.

import assert from 'node:assert/strict'

import type { Index } from '@quorumlite/raft'

export interface PagePosition {
  readonly database: number
  readonly pgno: number
}

export interface CoveredRange {
  /** The last page of the range; it begins behind the range before it. */
  readonly through: PagePosition
  readonly index: Index
}

export interface Coverage {
  /** By ascending position. */
  readonly ranges: readonly CoveredRange[]
  /** Of all pages behind the last range; 0: nothing is known of them. */
  readonly rest: Index
}

/** Enough for many broken transfers; beyond it the last ranges share the lower of their indices. */
export const COVERED_RANGES_MAX = 64

export function comparePositions(a: PagePosition, b: PagePosition): number {
  return a.database - b.database || a.pgno - b.pgno
}

/** Everything through that position is now as it was at `index`. */
export function extendCoverage(coverage: Coverage, through: PagePosition, index: Index): Coverage {
  const later = coverage.ranges.filter((range) => comparePositions(range.through, through) > 0)
  const ranges = later[0]?.index === index ? later : [{ through, index }, ...later]
  while (ranges.length > COVERED_RANGES_MAX) {
    const [last, before] = [ranges.pop(), ranges.pop()]
    assert(last && before, 'there are more ranges than one')
    ranges.push({ through: last.through, index: Math.min(last.index, before.index) })
  }
  return { ranges, rest: coverage.rest }
}

export function coveredIndex(coverage: Coverage, position: PagePosition): Index {
  const range = coverage.ranges.find(({ through }) => comparePositions(through, position) >= 0)
  return range?.index ?? coverage.rest
}
