// Raft as a pure state machine: no clock, no I/O, no imports. README.md is the contract with the caller.

export { AssertionError, assert } from './assert.ts'
export * from './conf-change.ts'
export { type RaftConfig, type ReadOnlyOption } from './config.ts'
export * from './entry.ts'
export * from './errors.ts'
export * from './message.ts'
export * from './outcomes.ts'
export * from './raw-node.ts'
export * from './ready.ts'
export * from './status.ts'
export * from './storage.ts'
