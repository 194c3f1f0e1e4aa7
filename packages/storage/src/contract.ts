// What every implementation of the storage has to do, as cases without a test framework: LevelDB and the volatile disk
// both pass them, and so does any abstract-level database that a user brings.
//
// for (const { name, run } of storageContract) it(name, () => run(async () => fixture))

import { checkpointCases } from './contract/checkpoint-cases.ts'
import { installCases } from './contract/install-cases.ts'
import { logCases } from './contract/log-cases.ts'
import { nodeCases } from './contract/node-cases.ts'
import type { NodeStorage } from './storage.ts'

/** One durable state, empty at first. */
export interface StorageFixture extends AsyncDisposable {
  /** Opens what is there. The caller closes the storage before it opens the next one. */
  open(options?: { readonly logCacheBytes?: number }): Promise<NodeStorage>
}

export interface StorageContractCase {
  readonly name: string
  /** Rejects with an AssertionError if the implementation does not do what the name says. */
  readonly run: (create: () => Promise<StorageFixture>) => Promise<void>
}

export const storageContract: readonly StorageContractCase[] = [
  ...nodeCases,
  ...logCases,
  ...checkpointCases,
  ...installCases,
]
