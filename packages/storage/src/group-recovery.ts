// Reads back a group and holds its parts against each other. Whatever does not fit means that LevelDB lost a write or
// brought back an old one, and refuses to start.

import type { Entry } from '@quorumlite/raft'

import { damaged, readFailed } from './errors.ts'
import type { GroupHead } from './group-head.ts'
import { decodeHead, EMPTY_HEAD } from './group-head.ts'
import type { GenerationKind, KeyRange } from './keys.ts'
import {
  checkpointKey,
  describeKey,
  GENERATION_KINDS,
  GENERATION_MAX,
  generationRange,
  GROUP_ROWS,
  headKey,
  parseKey,
  stagingKey,
} from './keys.ts'
import { LogIndex } from './log-index.ts'
import { decodeLogRecord } from './log-record.ts'
import type { StagingRow } from './rows.ts'
import { decodeCheckpoint, decodeStaging } from './rows.ts'
import type { Checkpoint, StorageLevel } from './storage.ts'

export interface RecoveredGroup {
  readonly id: number
  readonly head: GroupHead
  readonly checkpoint: Checkpoint | undefined
  readonly log: LogIndex
  /** Records of the log that were compacted but not yet deleted. */
  readonly obsoleteRecords: readonly Uint8Array[]
  /** Rows of replaced generations and of snapshots that were never finished. */
  readonly obsoleteRanges: readonly KeyRange[]
  /** A snapshot that was being received when the node stopped. */
  readonly staging: StagingRow | undefined
  /** Above every generation that has rows. */
  readonly nextGeneration: number
}

export function emptyGroup(id: number, logCacheBytes: number): RecoveredGroup {
  return {
    id,
    head: EMPTY_HEAD,
    checkpoint: undefined,
    log: new LogIndex(0, 0, 0, logCacheBytes),
    obsoleteRecords: [],
    obsoleteRanges: [],
    staging: undefined,
    nextGeneration: 1,
  }
}

/** Ids of all groups that have rows. */
export async function listGroups(level: StorageLevel): Promise<number[]> {
  const groups: number[] = []
  let gte = GROUP_ROWS.gte
  for (;;) {
    const key = await firstKey(level, { gte, lt: GROUP_ROWS.lt })
    if (key === undefined) return groups
    const name = parseKey(key)
    if (name === undefined || !('group' in name))
      throw damaged(describeKey(key), 'it is none of ours')
    groups.push(name.group)
    gte = headKey(name.group + 1)
  }
}

export async function recoverGroup(
  level: StorageLevel,
  id: number,
  logCacheBytes: number,
): Promise<RecoveredGroup> {
  const key = headKey(id)
  const bytes = await getRow(level, key)
  if (bytes === undefined)
    throw damaged(describeKey(key), 'it is missing, though the group has rows')
  const head = decodeHead(id, bytes)
  const checkpoint = await readCheckpoint(level, id, head)
  const { log, obsoleteRecords } = await readLog(level, id, head, logCacheBytes)
  if (head.compactedIndex > (checkpoint?.index ?? 0)) {
    throw damaged(
      describeKey(key),
      `its log begins after ${head.compactedIndex}, past its checkpoint`,
    )
  }
  const stagingBytes = await getRow(level, stagingKey(id))
  const staging = stagingBytes && decodeStaging(id, stagingBytes)
  const found = await findObsolete(level, id, head, staging?.generation)
  return { id, head, checkpoint, log, obsoleteRecords, staging, ...found }
}

async function readCheckpoint(
  level: StorageLevel,
  group: number,
  head: GroupHead,
): Promise<Checkpoint | undefined> {
  if (head.checkpointWrite === 0) return undefined
  const key = checkpointKey(group, head.generation)
  const bytes = await getRow(level, key)
  if (bytes === undefined) throw damaged(describeKey(key), 'it is missing')
  const { checkpoint, writeNumber } = decodeCheckpoint(key, bytes)
  if (writeNumber !== head.checkpointWrite) {
    throw damaged(
      describeKey(key),
      `it is of write ${writeNumber}, but write ${head.checkpointWrite} replaced it`,
    )
  }
  return checkpoint
}

async function readLog(
  level: StorageLevel,
  group: number,
  head: GroupHead,
  logCacheBytes: number,
): Promise<{ log: LogIndex; obsoleteRecords: Uint8Array[] }> {
  const obsoleteRecords: Uint8Array[] = []
  let log: LogIndex | undefined
  for await (const [key, bytes] of readRange(
    level,
    generationRange(group, 'log', head.logGeneration),
  )) {
    const record = decodeLogRecord(key, bytes)
    const first = record.entries[0] as Entry
    const last = record.entries.at(-1) as Entry
    if (last.index <= head.compactedIndex) {
      obsoleteRecords.push(key)
      continue
    }
    log ??= new LogIndex(
      head.compactedIndex,
      head.compactedTerm,
      record.previousChecksum,
      logCacheBytes,
    )
    const follows =
      log.recordCount === 0 ? first.index <= log.firstIndex : first.index === log.lastIndex + 1
    if (!follows) {
      throw damaged(`the log of group ${group}`, `entry ${log.lastIndex + 1} is missing`)
    }
    if (record.previousChecksum !== log.lastChecksum) {
      throw damaged(describeKey(key), 'it does not continue the record before it')
    }
    log.push(record)
  }
  log ??= new LogIndex(head.compactedIndex, head.compactedTerm, head.logChecksum, logCacheBytes)
  if (log.lastIndex !== head.lastIndex || log.lastChecksum !== head.logChecksum) {
    throw damaged(
      `the log of group ${group}`,
      `it ends with entry ${log.lastIndex}, but entry ${head.lastIndex} was acknowledged (or another one with its index)`,
    )
  }
  return { log, obsoleteRecords }
}

async function findObsolete(
  level: StorageLevel,
  group: number,
  head: GroupHead,
  staged: number | undefined,
): Promise<{ obsoleteRanges: KeyRange[]; nextGeneration: number }> {
  const obsoleteRanges: KeyRange[] = []
  const { generation: present, logGeneration, mergingGeneration } = head
  let nextGeneration = Math.max(present, logGeneration, mergingGeneration, staged ?? 0) + 1
  const wanted = {
    checkpoint: [present],
    log: [logGeneration],
    // Generation 0 is a real one, and no number of a merge.
    page: [present, mergingGeneration || present, staged],
  } satisfies Record<GenerationKind, unknown>
  for (const kind of GENERATION_KINDS) {
    for (const generation of await listGenerations(level, group, kind)) {
      if (wanted[kind].includes(generation)) continue
      obsoleteRanges.push(generationRange(group, kind, generation))
      nextGeneration = Math.max(nextGeneration, generation + 1)
    }
  }
  return { obsoleteRanges, nextGeneration }
}

async function listGenerations(
  level: StorageLevel,
  group: number,
  kind: GenerationKind,
): Promise<number[]> {
  const generations: number[] = []
  for (let from = 0; from <= GENERATION_MAX;) {
    const key = await firstKey(level, generationRange(group, kind, from, GENERATION_MAX + 1))
    if (key === undefined) break
    const name = parseKey(key)
    if (name === undefined || !('generation' in name)) {
      throw damaged(describeKey(key), 'it is none of ours')
    }
    generations.push(name.generation)
    from = name.generation + 1
  }
  return generations
}

export async function firstKey(
  level: StorageLevel,
  range: KeyRange,
): Promise<Uint8Array | undefined> {
  const found = await level.keys({ ...range, limit: 1 }).all()
  return found[0]
}

export async function getRow(
  level: StorageLevel,
  key: Uint8Array,
): Promise<Uint8Array | undefined> {
  try {
    return await level.get(key)
  } catch (error) {
    throw readFailed(describeKey(key), error)
  }
}

const READ_ROWS = 256
// LevelDB's own option, of which abstract-level's types do not know: its default would read four pages at a time.
const READ_AHEAD = { highWaterMarkBytes: 1024 * 1024 }

/** All rows of a range, read in batches. */
export async function* readRange(
  level: StorageLevel,
  range: KeyRange,
): AsyncGenerator<[Uint8Array, Uint8Array]> {
  for await (const rows of readBatches(level, range)) yield* rows
}

export async function* readBatches(
  level: StorageLevel,
  range: KeyRange,
  rowsMax: number = READ_ROWS,
): AsyncGenerator<[Uint8Array, Uint8Array][]> {
  const iterator = level.iterator({ ...range, ...READ_AHEAD })
  const read = (): Promise<[Uint8Array, Uint8Array][]> => {
    const rows = iterator.nextv(rowsMax).catch((error: unknown) => {
      throw readFailed(`a row after ${describeKey(range.gte)}`, error)
    })
    // Whoever wants them hears of it; perhaps nobody wants them any more.
    rows.catch(() => undefined)
    return rows
  }
  try {
    for (let next = read(); ;) {
      const rows = await next
      if (rows.length === 0) return
      // LevelDB reads while these are looked at.
      next = read()
      yield rows
    }
  } finally {
    await iterator.close()
  }
}
