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
  PinnedCheckpoint,
  SnapshotStaging,
  StorageCounters,
  StorageLevel,
  StorageOptions,
  InspectedPages,
  PlacedPage,
  StoredPage,
} from './storage.ts'
export type { CoveredRange, Coverage, PagePosition } from './coverage.ts'
export { comparePositions, coveredIndex, extendCoverage } from './coverage.ts'
export { inspectStorage } from './storage-inspection.ts'
export type {
  InspectionOptions,
  InspectionProgress,
  StorageInspection,
} from './storage-inspection.ts'
export { openStorage } from './open-storage.ts'
export { createVolatileDisk } from './volatile-disk.ts'
export type {
  CrashLoss,
  DiskFault,
  VolatileDisk,
  VolatileDiskCounters,
  VolatileDiskOptions,
  WriteStep,
} from './volatile-disk.ts'
