// The command `npm run sim`.

import { type BatchResult, runBatch } from './batch.ts'
import type { Failure } from './chunk.ts'
import { Coverage } from './coverage.ts'
import type { Layer } from './layer.ts'
import { loadLayer } from './layers.ts'
import { runMutants } from './mutants/run.ts'
import { readOptions, type SimOptions, USAGE } from './options.ts'

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  let options: SimOptions
  try {
    options = readOptions(args)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    console.error('See npm run sim -- --help')
    return 2
  }
  if (options.help) {
    console.log(USAGE)
    return 0
  }
  if (options.mutants) {
    return runMutants(options)
  }
  const layer = await loadLayer(options.layer)
  return options.seeds === 1 ? runOne(layer, options) : runMany(layer, options)
}

async function runOne(layer: Layer, { first, trace }: SimOptions): Promise<number> {
  const result = await layer.run(first, trace ? (line) => console.log(line) : undefined)
  const coverage = new Coverage()
  coverage.add(result.counts)
  if (result.failure !== undefined) {
    tell(layer, { seed: first, reason: result.failure })
    return 1
  }
  console.log(coverage.format().join('\n'))
  console.log(`${layer.name} seed ${first}: clean, trace hash ${result.hash}`)
  return 0
}

async function runMany(layer: Layer, options: SimOptions): Promise<number> {
  const { first, seeds, jobs } = options
  console.log(
    `${layer.name}: ${seeds} seeds from ${first} on ${jobs} processes ` +
      `(npm run sim -- --layer ${layer.name} --seeds ${seeds} --seed ${first})`,
  )
  const beganMs = Date.now()
  let saidMs = beganMs
  const result = await runBatch({
    ...options,
    layer,
    onProgress: (done, failures) => {
      failures.forEach((failure) => tell(layer, failure))
      if (Date.now() - saidMs > 10_000) {
        saidMs = Date.now()
        console.log(`  ${done} of ${seeds} after ${seconds(beganMs)} s`)
      }
    },
  })
  console.log(result.coverage.format().join('\n'))
  for (const [name, least] of result.least) {
    const mean = (result.coverage.get(name) / result.seeds).toFixed(0)
    console.log(`  ${name}: ${mean} a seed, at least ${least}`)
  }
  const { failures, repeated } = result
  const isCovered = judgeCoverage(layer, result, options)
  console.log(
    `${layer.name}: ${result.seeds} seeds in ${seconds(beganMs)} s, ${failures.length} failed; ` +
      `${repeated} ran twice`,
  )
  return failures.length === 0 && isCovered ? 0 : 1
}

/** What was never met fails a batch that is large enough to have met it; of a smaller one it is said. */
function judgeCoverage(
  layer: Layer,
  { seeds: run, coverage }: BatchResult,
  { failFast }: SimOptions,
): boolean {
  let isCovered = true
  for (const { seeds, counters } of layer.coverage) {
    const missing = coverage.missing(counters).join(', ')
    if (missing === '') continue
    if (run < seeds || failFast) {
      console.log(`  never met, which is no failure in fewer than ${seeds} seeds: ${missing}`)
    } else {
      isCovered = false
      console.error(`FAILED: never met in ${run} seeds: ${missing}`)
    }
  }
  return isCovered
}

function tell(layer: Layer, { seed, reason }: Failure): void {
  console.error(`FAILED: ${layer.name} seed ${seed}: ${reason}`)
  console.error(`  replay: npm run sim -- --layer ${layer.name} --seed ${seed} --trace`)
}

function seconds(sinceMs: number): string {
  return ((Date.now() - sinceMs) / 1000).toFixed(0)
}
