import type { LayerName } from '../layers.ts'

/** One place in a source: `find` stands exactly once in the file, and is replaced. */
export interface Edit {
  /** From the root of the repository. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** One planted bug. */
export interface Mutant {
  readonly name: string
  /** Which layer should find it. */
  readonly layer: LayerName
  readonly edits: readonly Edit[]
}

type Place = readonly [file: string, find: string, replace: string]

/** A bug is one place, or several that only together make one: rules are often held twice. */
export function mutantsOf(
  layer: LayerName,
  mutants: Readonly<Record<string, Place | readonly Place[]>>,
): Mutant[] {
  return Object.entries(mutants).map(([name, places]) => {
    const list = isOne(places) ? [places] : places
    const edits = list.map(([file, find, replace]) => ({
      file: `packages/${file}`,
      find,
      replace,
    }))
    return { name, layer, edits }
  })
}

function isOne(places: Place | readonly Place[]): places is Place {
  return typeof places[0] === 'string'
}

/** The source with the bug in it. Throws if the text that it replaces does not stand there exactly once. */
export function plant(source: string, { file, find, replace }: Edit): string {
  const times = source.split(find).length - 1
  if (times !== 1) throw new Error(`this stands ${times} times in ${file}, not once:\n${find}`)
  return source.replace(find, () => replace)
}
