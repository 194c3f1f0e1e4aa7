// What a layer of the simulator is to the command: something that runs one seed.

export interface SeedResult {
  readonly seed: number
  /** What was wrong, with everything known about it; undefined if nothing was. */
  readonly failure: string | undefined
  readonly hash: string
  readonly counts: Readonly<Record<string, number>>
}

export interface Layer {
  readonly name: 'core' | 'full'
  /** What a batch of so many seeds has to meet: a counter that stays at zero fails it. */
  readonly coverage: readonly { readonly seeds: number; readonly counters: readonly string[] }[]
  /** What every seed has to come to, at least, by the names of counters. */
  readonly floors: Readonly<Record<string, number>>
  /** A seed that takes longer than this of real time hangs. */
  readonly seedLimitMs: number
  run(seed: number, write?: (line: string) => void): Promise<SeedResult>
}
