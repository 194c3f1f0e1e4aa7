import type { LayerName } from '../layers.ts'

/** One planted bug: `find` stands exactly once in the file, and is replaced. */
export interface Mutant {
  readonly name: string
  /** Which layer should find it. */
  readonly layer: LayerName
  /** From the root of the repository. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

export function mutantsOf(
  layer: LayerName,
  mutants: Readonly<Record<string, readonly [file: string, find: string, replace: string]>>,
): Mutant[] {
  return Object.entries(mutants).map(([name, [file, find, replace]]) => ({
    name,
    layer,
    file: `packages/${file}`,
    find,
    replace,
  }))
}
