// A service's own thread runs neither consensus nor storage: those are some hundred modules, which its workers load, each for
// itself. Whoever wants them in the calling thread waits until they are loaded.

import type { Engine, WebAssemblyMemory } from '@quorumlite/sqlite'
import type { Clock, Random } from '@quorumlite/transport'
import type { InlineNode, InlineWorld } from './inline-node.ts'
import type { ResolvedNodeOptions } from './options.ts'
import type { RuntimeEvents } from './runtime.ts'
import type { DirectoryVerification, VerifyOptions } from './verify-directory.ts'

/** Loads what `openInlineNode` needs, for whoever cannot wait then, because time stands still. */
export async function loadInlineNode(): Promise<void> {
  await import('./inline-node.ts')
}

/** See inline-node.ts. */
export async function openInlineNode(
  options: ResolvedNodeOptions,
  world?: InlineWorld,
  listeners?: Omit<RuntimeEvents, 'onFailure'>,
): Promise<InlineNode> {
  const loaded = await import('./inline-node.ts')
  return loaded.openInlineNode(options, world, listeners)
}

/** See sql/sql-half.ts. */
export async function createNodeEngine(
  clock: Clock,
  random: Random,
  memory?: WebAssemblyMemory,
): Promise<Engine> {
  const loaded = await import('./sql/sql-half.ts')
  return loaded.createNodeEngine(clock, random, memory)
}

/** See verify-directory.ts. */
export async function verifyDirectory(
  dataDir: string,
  options?: VerifyOptions,
): Promise<DirectoryVerification> {
  const loaded = await import('./verify-directory.ts')
  return loaded.verifyDirectory(dataDir, options)
}
