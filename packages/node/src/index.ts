// One replica of a cluster. `openNode` is what services use (through the package `quorumlite`); the rest is for tests and
// simulators, which bring their own world.

export { inlineCompression, type Compression } from './compression.ts'
export type {
  DamagedEvent,
  NamedPage,
  NodeEvent,
  NodeEventListener,
  RepairFailedEvent,
  RepairSource,
  RepairedEvent,
  SnapshotFailedEvent,
} from './events.ts'
export type { InlineNode, InlineWorld } from './inline-node.ts'
export { DEFAULT_NODE_LIMITS, type NodeLimits } from './limits.ts'
export type { LocalStores, LocalStoresOptions } from './local-stores.ts'
export { openNode, type Node } from './node.ts'
export {
  DEFAULT_LISTEN,
  DEFAULT_TIMING,
  resolveNodeOptions,
  type NodeOptions,
  type StartProgress,
  type RaftTiming,
  type ResolvedNodeOptions,
} from './options.ts'
export { createNodeEngine, loadInlineNode, openInlineNode, verifyDirectory } from './on-demand.ts'
export type { NodeInfo, RuntimeWorld } from './runtime.ts'
export { readError } from './sql/sql-failure.ts'
export type { DirectoryVerification, VerifiedDatabase, VerifyOptions } from './verify-directory.ts'
export { PRODUCT_VERSION } from './version.ts'
