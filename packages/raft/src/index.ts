// Raft as a pure state machine: no clock, no I/O, no imports. README.md is the contract with the caller.

export { AssertionError, assert } from './assert.ts'
export {
  type ConfChange,
  type ConfChangeSingle,
  ConfChangeTransition,
  ConfChangeType,
  decodeConfChange,
  encodeConfChange,
  isValidConfChange,
  singleConfChange,
} from './conf-change.ts'
export { type RaftConfig, type ReadOnlyOption } from './config.ts'
export * from './entry.ts'
export * from './errors.ts'
export {
  changeConfiguration,
  changeSimply,
  type ConfChangeResult,
  enterJoint,
  isJoint,
  leaveJoint,
  members,
  normalizeConfState,
} from './membership.ts'
export { MemoryStorage } from './memory-storage.ts'
export * from './message.ts'
export * from './outcomes.ts'
export type { ProgressState } from './progress.ts'
export {
  jointIndex,
  jointVote,
  majorityIndex,
  majorityVote,
  NO_LIMIT,
  type VoteResult,
} from './quorum.ts'
export { RawNode } from './raw-node.ts'
export * from './ready.ts'
export type { PeerStatus, RaftStatus } from './status.ts'
export * from './storage.ts'
