import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { LAYER_NAMES, type LayerName } from './layers.ts'

export const USAGE = `Runs whole clusters in virtual time, under faults drawn from a seed, and checks what has to hold.

  npm run sim -- --layer core --seeds 10000     that many fresh seeds
  npm run sim -- --layer full --seed 123        one seed again
  npm run sim -- --layer full --seed 123 --trace

  --layer core|full   core (default): Raft alone on simulated disks and networks, thousands of steps a seed;
                      full: whole nodes with SQLite, storage, gateway and driver
  --seeds N           how many, counted on from --seed (default: 100, or 1 if --seed is given)
  --seed S            the first one (default: a fresh one, which is printed)
  --trace             prints what happens, line by line (one seed only)
  --seconds-limit T   begins no seed after T seconds
  --jobs J            processes at a time (default: one per core)
  --fail-fast         ends with the first seed that fails
  --mutants           plants known bugs in a copy of the sources, one at a time, and says which of them are found
  --sample N          so many of them, at random, but none that takes many seeds
  --only TEXT         those whose name has this text

One seed in a hundred runs twice, and must do the same again. At the end it says how often each kind of fault and event
was met; a large batch in which one of them never was has failed. The exit code is 1 if anything failed.
`

export interface SimOptions {
  readonly help: boolean
  readonly layer: LayerName
  readonly first: number
  readonly seeds: number
  readonly trace: boolean
  readonly limitMs: number
  readonly jobs: number
  readonly failFast: boolean
  readonly mutants: boolean
  readonly sample: number | undefined
  readonly only: string
}

/** Throws an Error that a person can act on. */
export function readOptions(args: readonly string[]): SimOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      layer: { type: 'string', default: 'core' },
      seeds: { type: 'string' },
      seed: { type: 'string' },
      trace: { type: 'boolean', default: false },
      'seconds-limit': { type: 'string' },
      jobs: { type: 'string' },
      'fail-fast': { type: 'boolean', default: false },
      mutants: { type: 'boolean', default: false },
      sample: { type: 'string' },
      only: { type: 'string', default: '' },
    },
  })
  const layer = LAYER_NAMES.find((name) => name === values.layer)
  if (layer === undefined) {
    throw new Error(`--layer is one of ${LAYER_NAMES.join(', ')}, not ${values.layer}`)
  }
  const seeds = whole('--seeds', values.seeds) ?? (values.seed === undefined ? 100 : 1)
  if (values.trace && seeds !== 1) {
    throw new Error('--trace is for one seed: name it with --seed')
  }
  return {
    help: values.help,
    layer,
    first: whole('--seed', values.seed) ?? 1 + (Date.now() % 1_000_000_000),
    seeds,
    trace: values.trace,
    limitMs: (whole('--seconds-limit', values['seconds-limit']) ?? 1_000_000) * 1000,
    jobs: whole('--jobs', values.jobs) ?? availableParallelism(),
    failFast: values['fail-fast'],
    mutants: values.mutants,
    sample: whole('--sample', values.sample),
    only: values.only,
  }
}

function whole(name: string, text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined
  }
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new Error(`${name} is a whole number from 1, not ${text}`)
  }
  return value
}
