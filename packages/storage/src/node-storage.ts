// All of a node's durable state: the directory row, the groups, and how it is opened and closed.

import assert from 'node:assert/strict'

import { BackgroundTasks } from './background-tasks.ts'
import { damaged } from './errors.ts'
import { emptyGroup, getRow, listGroups, readRange, recoverGroup } from './group-recovery.ts'
import type { RecoveredGroup } from './group-recovery.ts'
import { LevelGroup } from './group-storage.ts'
import { describeKey, directoryKey, GROUP_ID_MAX, headKey, WRITE_ROWS, writeKey } from './keys.ts'
import type { DirectoryRow } from './rows.ts'
import {
  decodeDirectory,
  decodeWriteRow,
  DIRECTORY_OWNER,
  encodeDirectory,
  WRITE_RING,
} from './rows.ts'
import type {
  GroupStorage,
  NodeIdentity,
  NodeStorage,
  StorageCounters,
  StorageLevel,
} from './storage.ts'
import { WriteSequencer } from './write-sequencer.ts'

export interface RecoveryOptions {
  readonly logCacheBytes: number
  readonly random: { bytes(count: number): Uint8Array }
}

const STORAGE_ID_BYTES = 16

export class LevelStorage implements NodeStorage {
  readonly #level: StorageLevel
  readonly #sequencer: WriteSequencer
  readonly #tasks: BackgroundTasks
  readonly #logCacheBytes: number
  readonly #groups = new Map<number, LevelGroup>()
  readonly #counters = { appends: 0, appendedEntries: 0, writtenPages: 0 }
  #directory: DirectoryRow
  #closing: Promise<void> | undefined

  private constructor(
    level: StorageLevel,
    lastWrite: number,
    directory: DirectoryRow,
    groups: readonly RecoveredGroup[],
    logCacheBytes: number,
  ) {
    this.#level = level
    this.#sequencer = new WriteSequencer(level, lastWrite)
    this.#tasks = new BackgroundTasks(this.#sequencer)
    this.#logCacheBytes = logCacheBytes
    this.#directory = directory
    for (const group of groups) this.#addGroup(group)
  }

  /** Reads everything back, or throws STORAGE_DAMAGED. The database is open; it stays the caller's if this throws. */
  static async recover(level: StorageLevel, options: RecoveryOptions): Promise<LevelStorage> {
    const { lastWrite, lastWriteOf } = await readWriteNumbers(level)
    const directoryBytes = await getRow(level, directoryKey())
    const groupIds = await listGroups(level)
    if (lastWrite === 0 && directoryBytes === undefined && groupIds.length === 0) {
      const storageId = Buffer.from(options.random.bytes(STORAGE_ID_BYTES)).toString('hex')
      const directory = { storageId, identity: undefined }
      const storage = new LevelStorage(level, 0, directory, [], options.logCacheBytes)
      await storage.#writeDirectory(directory)
      return storage
    }
    if (directoryBytes === undefined) throw damaged(describeKey(directoryKey()), 'it is missing')
    const directory = decodeDirectory(directoryBytes)
    const expectOwner = (key: Uint8Array, owner: number, written: number): void => {
      checkLastWrite(describeKey(key), written, lastWriteOf.get(owner), lastWrite)
      lastWriteOf.delete(owner)
    }
    expectOwner(directoryKey(), DIRECTORY_OWNER, directory.writeNumber)
    const groups: RecoveredGroup[] = []
    for (const id of groupIds) {
      const group = await recoverGroup(level, id, options.logCacheBytes)
      expectOwner(headKey(id), id, group.head.writeNumber)
      groups.push(group)
    }
    for (const [owner, number] of lastWriteOf) {
      throw damaged(describeKey(headKey(owner)), `it is missing, though write ${number} wrote it`)
    }
    const storage = new LevelStorage(level, lastWrite, directory, groups, options.logCacheBytes)
    for (const group of storage.#groups.values()) await group.completeInstall()
    return storage
  }

  get storageId(): string {
    return this.#directory.storageId
  }

  get identity(): NodeIdentity | undefined {
    return this.#directory.identity
  }

  get failed(): Error | undefined {
    return this.#sequencer.failed
  }

  get counters(): StorageCounters {
    return { ...this.#counters, syncedWrites: this.#sequencer.syncedWrites }
  }

  async writeIdentity(identity: NodeIdentity): Promise<void> {
    // A copy, through the form in which it is kept: later changes of the caller's object are not ours.
    const copy = JSON.parse(JSON.stringify(identity)) as NodeIdentity
    await this.#writeDirectory({ storageId: this.storageId, identity: copy })
  }

  group(id: number): GroupStorage {
    assert(
      Number.isSafeInteger(id) && id >= 0 && id <= GROUP_ID_MAX,
      'a group id is a 32-bit number',
    )
    return this.#groups.get(id) ?? this.#addGroup(emptyGroup(id, this.#logCacheBytes))
  }

  groups(): readonly number[] {
    return [...this.#groups.values()].filter((group) => group.written).map(({ id }) => id)
  }

  settled(): Promise<void> {
    return this.#tasks.settled()
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    await this.#tasks.stop()
    try {
      if (this.failed === undefined && this.#sequencer.syncedWrites > 0) {
        for (const group of this.#groups.values()) await group.flush()
        // The last record of LevelDB's log is the only one whose damage looks like a torn write. Let it be one that
        // says nothing new.
        await this.#writeDirectory(this.#directory)
      }
    } finally {
      await this.#sequencer.close()
      await this.#level.close()
    }
  }

  #addGroup(recovered: RecoveredGroup): LevelGroup {
    const group = new LevelGroup(
      {
        level: this.#level,
        sequencer: this.#sequencer,
        tasks: this.#tasks,
        counters: this.#counters,
        logCacheBytes: this.#logCacheBytes,
      },
      recovered,
    )
    this.#groups.set(recovered.id, group)
    return group
  }

  #writeDirectory(directory: DirectoryRow): Promise<void> {
    return this.#sequencer.write({
      priority: 'urgent',
      owner: DIRECTORY_OWNER,
      fill: (batch) => batch.put(directoryKey(), encodeDirectory(directory, batch.number)),
      applied: () => {
        this.#directory = directory
      },
    })
  }
}

/** The ring of write numbers: consecutive, or LevelDB lost one of the writes. */
async function readWriteNumbers(
  level: StorageLevel,
): Promise<{ lastWrite: number; lastWriteOf: Map<number, number> }> {
  const numbers = new Set<number>()
  const lastWriteOf = new Map<number, number>()
  let lastWrite = 0
  for await (const [key, bytes] of readRange(level, WRITE_ROWS)) {
    const { number, owner } = decodeWriteRow(key, bytes)
    numbers.add(number)
    lastWrite = Math.max(lastWrite, number)
    lastWriteOf.set(owner, Math.max(lastWriteOf.get(owner) ?? 0, number))
  }
  for (let number = lastWrite; number > Math.max(0, lastWrite - WRITE_RING); number--) {
    if (!numbers.has(number)) {
      const slot = describeKey(writeKey(number % WRITE_RING))
      throw damaged(
        `write ${number}`,
        `it is missing (${slot}), though write ${lastWrite} is there`,
      )
    }
  }
  return { lastWrite, lastWriteOf }
}

/** A row that each write of its owner rewrites must be of the last one. */
function checkLastWrite(
  row: string,
  written: number,
  ownersLast: number | undefined,
  lastWrite: number,
): void {
  const inRing = written > lastWrite - WRITE_RING
  if (written > lastWrite || (ownersLast === undefined && inRing)) {
    throw damaged(`write ${written}`, `its number is missing, though ${row} is of that write`)
  }
  if (ownersLast !== undefined && written !== ownersLast) {
    throw damaged(row, `it is of write ${written}, but write ${ownersLast} changed it`)
  }
}
