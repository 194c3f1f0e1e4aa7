// The mutation score: how many planted bugs the simulator finds. It is the only honest measure of a simulator.

import { Dice } from '../dice.ts'
import { CORE_MUTANTS } from './core.ts'
import { FULL_MUTANTS } from './full.ts'
import type { Mutant } from './mutant.ts'
import { RARE } from './rare.ts'
import { MutantWorkspace, type Verdict } from './workspace.ts'

export const MUTANTS: readonly Mutant[] = [...CORE_MUTANTS, ...FULL_MUTANTS]

/** Seeds that are tried on each: what a night has, and what there is time for when only a few are drawn. */
const NIGHTLY_SEEDS = { core: 10_000, full: 1_500 }
const SCORE_MIN = 0.95

export interface MutantOptions {
  readonly first: number
  readonly jobs: number
  /** So many of those that are not rare, at random; all of them, the rare ones too, if absent. */
  readonly sample: number | undefined
  /** Those whose name has this text. */
  readonly only: string
  /** Of real time, for each. */
  readonly limitMs: number
}

export async function runMutants(options: MutantOptions): Promise<number> {
  const { first, jobs, limitMs, sample, only } = options
  const dice = new Dice(first)
  const matching = MUTANTS.filter(
    ({ name, layer }) =>
      `${layer}: ${name}`.includes(only) && (sample === undefined || !RARE.has(name)),
  )
  const drawn = matching.map((mutant) => [dice.next(), mutant] as const)
  const chosen = drawn.sort((a, b) => a[0] - b[0]).slice(0, sample)
  console.log(`${chosen.length} planted bugs (npm run sim -- --mutants --seed ${first})`)
  using workspace = new MutantWorkspace(process.cwd())
  const verdicts: Verdict[] = []
  for (const [, mutant] of chosen) {
    const trial = { seeds: NIGHTLY_SEEDS[mutant.layer], first, jobs, limitMs }
    const verdict = await workspace.try(mutant, trial)
    verdicts.push(verdict)
    const { outcome, reason } = verdict
    console.log(`${outcome}: ${mutant.layer}: ${mutant.name} (${verdict.seeds} seeds)`)
    if (reason !== '') console.log(`  ${reason.slice(0, 200)}`)
  }
  const killed = verdicts.filter(({ outcome }) => outcome === 'killed').length
  const survivors = verdicts.filter(({ outcome }) => outcome !== 'killed')
  console.log(`${killed} of ${verdicts.length} planted bugs found`)
  for (const { mutant, outcome } of survivors) console.log(`  ${outcome}: ${mutant.name}`)
  // Of a small sample one may survive.
  return survivors.length <= Math.max(1, verdicts.length * (1 - SCORE_MIN)) ? 0 : 1
}
