// SQLite that survives the loss of machines, embedded in a Node service. Start with `open()`; from another process, with
// `connect()`.

export * from '@quorumlite/client'
export { openCluster, type Cluster } from '@quorumlite/cluster'
export type { NodeEvent, NodeInfo, NodeOptions } from '@quorumlite/node'
export { QuorumliteError, type ErrorCode, type Position, type SqlValue } from '@quorumlite/wire'
export type { LocalDatabase, LocalStatement } from './local-database.ts'
export { open, type EmbeddedDatabase, type OpenOptions, type Quorumlite } from './open.ts'
