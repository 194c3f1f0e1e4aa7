// Some seeds in a row, and what came of them.

import { Coverage } from './coverage.ts'
import type { Layer, SeedResult } from './layer.ts'

/** One seed in so many runs twice, to see whether it does the same again. */
const REPEATED_ONE_IN = 100

export interface Chunk {
  readonly first: number
  readonly seeds: number
  /** The first seed of the whole batch: that one is always run twice. */
  readonly batchFirst: number
}

export interface ChunkResult {
  readonly seeds: number
  /** Seeds that were run twice. */
  readonly repeated: number
  readonly failures: readonly Failure[]
  readonly counts: Readonly<Record<string, number>>
  /** Of each counter that has a floor, the least that a seed came to. */
  readonly least: Readonly<Record<string, number>>
}

export interface Failure {
  readonly seed: number
  readonly reason: string
}

export async function runChunk(layer: Layer, chunk: Chunk): Promise<ChunkResult> {
  const coverage = new Coverage()
  const failures: Failure[] = []
  const least: Record<string, number> = {}
  let repeated = 0
  for (let seed = chunk.first; seed < chunk.first + chunk.seeds; seed++) {
    const result = await layer.run(seed)
    coverage.add(result.counts)
    const reason = result.failure ?? shortfall(layer, result, least)
    if (reason !== undefined) {
      failures.push({ seed, reason })
    } else if ((seed - chunk.batchFirst) % REPEATED_ONE_IN === 0) {
      repeated++
      const other = difference(result, await layer.run(seed))
      if (other !== undefined) {
        failures.push({ seed, reason: other })
      }
    }
  }
  return { seeds: chunk.seeds, repeated, failures, counts: coverage.toRecord(), least }
}

/** A seed in which too little happened says too little. */
function shortfall(
  { floors }: Layer,
  { counts }: SeedResult,
  least: Record<string, number>,
): string | undefined {
  for (const [name, floor] of Object.entries(floors)) {
    const times = counts[name] ?? 0
    least[name] = Math.min(least[name] ?? Infinity, times)
    if (times < floor) return `${name}: ${times}, and at least ${floor} are wanted of every seed`
  }
  return undefined
}

function difference(first: SeedResult, second: SeedResult): string | undefined {
  if (first.hash === second.hash && second.failure === undefined) {
    return undefined
  }
  return (
    `two runs of one seed differ (trace hashes ${first.hash} and ${second.hash}): something in it depends on more than ` +
    `the seed${second.failure === undefined ? '' : `, and the second one failed: ${second.failure}`}`
  )
}
