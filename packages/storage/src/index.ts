// @quorumlite/storage: the durable state of a node on abstract-level.

export type {
  AppendWrite,
  Checkpoint,
  DirectoryOptions,
  GroupStorage,
  KnownMember,
  LevelOptions,
  NodeIdentity,
  NodeStorage,
  PageWrite,
  SnapshotStaging,
  StorageCounters,
  StorageLevel,
  StorageOptions,
  StoredPage,
} from './storage.ts'
