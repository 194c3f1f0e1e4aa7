// One group's durable state: reads from memory and LevelDB, writes through the node's sequencer.

import assert from 'node:assert/strict'

import type { ConfState, Entry, HardState, Index, Snapshot, Term } from '@quorumlite/raft'
import { SnapshotTemporarilyUnavailableError } from '@quorumlite/raft'

import { assertAppend } from './append-rules.ts'
import type { BackgroundTasks } from './background-tasks.ts'
import type { PagePosition } from './coverage.ts'
import { checkpointOvertaken, damaged } from './errors.ts'
import type { GroupHead } from './group-head.ts'
import { encodeHead } from './group-head.ts'
import type { ObsoleteRecords } from './group-log.ts'
import { GroupLog } from './group-log.ts'
import type { RecoveredGroup } from './group-recovery.ts'
import { firstKey } from './group-recovery.ts'
import type { GenerationKind, KeyRange } from './keys.ts'
import { describeKey, generationRange, headKey, pageRange, parseKey, stagingKey } from './keys.ts'
import { LogIndex } from './log-index.ts'
import type { PageBatch } from './page-batches.ts'
import { PAGE_BATCH_BYTES, PageBatches } from './page-batches.ts'
import { mergeGeneration } from './page-merge.ts'
import { CheckpointPin, inspectPageRows, readPageRows } from './page-reading.ts'
import { clearKeys } from './range-clearing.ts'
import type { StagingRow } from './rows.ts'
import { encodeCheckpoint } from './rows.ts'
import type { InstallHost } from './snapshot-installs.ts'
import { SnapshotInstalls } from './snapshot-installs.ts'
import type {
  AppendWrite,
  Checkpoint,
  GroupStorage,
  InspectedPages,
  PageWrite,
  PinnedCheckpoint,
  SnapshotStaging,
  StorageLevel,
  StoredPage,
} from './storage.ts'
import { TrimmedSpace } from './trimmed-space.ts'
import type { NumberedBatch, WritePriority, WriteSequencer } from './write-sequencer.ts'

const NO_CONF_STATE: ConfState = {
  voters: [],
  learners: [],
  votersOutgoing: [],
  learnersNext: [],
  autoLeave: false,
}

/** What the groups of a node share. */
export interface GroupEnvironment {
  readonly level: StorageLevel
  readonly sequencer: WriteSequencer
  readonly tasks: BackgroundTasks
  readonly counters: { appends: number; appendedEntries: number; writtenPages: number }
  readonly logCacheBytes: number
}

export type HeadChange = Partial<Omit<GroupHead, 'writeNumber'>>

export class LevelGroup implements GroupStorage {
  readonly id: number
  readonly #environment: GroupEnvironment
  #head: GroupHead
  #log: GroupLog
  #checkpoint: Checkpoint | undefined
  /** The commit index that the head on disk has: it may lag behind the one in memory. */
  #writtenCommit: Index
  #appending = false
  readonly #installs: SnapshotInstalls
  readonly #trimmedSpace: TrimmedSpace

  constructor(environment: GroupEnvironment, recovered: RecoveredGroup) {
    this.id = recovered.id
    this.#environment = environment
    this.#head = recovered.head
    this.#writtenCommit = recovered.head.hardState.commit
    this.#checkpoint = recovered.checkpoint
    this.#trimmedSpace = new TrimmedSpace(environment)
    this.#installs = new SnapshotInstalls(this.#installHost(), recovered)
    const { logGeneration } = recovered.head
    this.#log = new GroupLog(environment.level, this.id, logGeneration, recovered.log)
    this.#clearKeysLater(recovered.obsoleteRecords)
    for (const range of recovered.obsoleteRanges) this.#clearLater(range)
  }

  get written(): boolean {
    return this.#head.writeNumber > 0
  }

  initialState(): { hardState: HardState; confState: ConfState } {
    const { term, vote, commit } = this.#head.hardState
    // What a checkpoint holds was committed, whatever the commit index says that lagged behind.
    const hardState = { term, vote, commit: Math.max(commit, this.#checkpoint?.index ?? 0) }
    return { hardState, confState: this.#checkpoint?.confState ?? NO_CONF_STATE }
  }

  entries(lo: Index, hi: Index, maxBytes: number): readonly Entry[] {
    return this.#log.entries(lo, hi, maxBytes)
  }

  term(index: Index): Term {
    return this.#log.term(index)
  }

  firstIndex(): Index {
    return this.#log.firstIndex
  }

  lastIndex(): Index {
    return this.#log.lastIndex
  }

  snapshot(): Snapshot {
    if (this.#checkpoint === undefined) throw new SnapshotTemporarilyUnavailableError()
    const { index, term, confState } = this.#checkpoint
    return { metadata: { index, term, confState } }
  }

  get checkpoint(): Checkpoint | undefined {
    return this.#checkpoint
  }

  get checkpointTarget(): Index | undefined {
    return this.#head.checkpointTarget === 0 ? undefined : this.#head.checkpointTarget
  }

  async append({ hardState, entries = [], mustSync = false }: AppendWrite): Promise<void> {
    assert(!this.#appending, 'at most one append is outstanding')
    assertAppend(this.#head, { hardState, entries })
    const { term, vote } = this.#head.hardState
    const onlyCommit =
      hardState === undefined || (hardState.term === term && hardState.vote === vote)
    if (entries.length === 0 && onlyCommit && !mustSync) {
      const { failed } = this.#environment.sequencer
      if (failed !== undefined) throw failed
      if (hardState !== undefined) this.#head = { ...this.#head, hardState }
      return
    }
    this.#appending = true
    try {
      await this.#append(hardState, entries)
    } finally {
      this.#appending = false
    }
    this.#environment.counters.appends += 1
    this.#environment.counters.appendedEntries += entries.length
  }

  #append(hardState: HardState | undefined, entries: readonly Entry[]): Promise<void> {
    let applied: () => void = () => {}
    return this.write(
      'urgent',
      (batch) => {
        const change: HeadChange = hardState === undefined ? {} : { hardState }
        if (entries.length === 0) return change
        const append = this.#log.prepareAppend(batch, entries)
        applied = append.applied
        return { ...change, lastIndex: append.lastIndex, logChecksum: append.logChecksum }
      },
      () => applied(),
    )
  }

  async beginCheckpoint(targetIndex: Index): Promise<void> {
    assert(
      targetIndex <= this.lastIndex(),
      'the log must be durable up to the target, to replay it',
    )
    assert(targetIndex >= (this.#checkpoint?.index ?? 0), 'checkpoints move forward')
    // Pages may be as new as the target of an unfinished checkpoint, so the next one cannot stop short of it.
    assert(targetIndex >= this.#head.checkpointTarget, 'an unfinished checkpoint is overtaken')
    assert(targetIndex > 0, 'there is something to check-point')
    await this.write('background', () => ({ checkpointTarget: targetIndex }))
  }

  async writeNewPages(targetIndex: Index, pages: readonly PageWrite[]): Promise<void> {
    const { checkpointWrite } = this.#head
    assert(targetIndex > this.#head.checkpointTarget, 'what is new is not in older checkpoints')
    const batches = this.#batchesOf(pages, targetIndex)
    await this.#writeBatches(batches, () => {
      if (this.#head.checkpointWrite !== checkpointWrite) throw checkpointOvertaken()
    })
  }

  async writePages(pages: readonly PageWrite[]): Promise<void> {
    const { checkpointTarget } = this.#head
    assert(checkpointTarget > 0, 'pages run ahead only under a marker')
    const batches = this.#batchesOf(pages, checkpointTarget)
    await this.#writeBatches(batches, () => {
      if (this.#head.checkpointTarget !== checkpointTarget) throw checkpointOvertaken()
    })
  }

  /** In batches as large as the appends that they take turns with, or pages would fall behind while much is appended. */
  #batchesOf(pages: readonly PageWrite[], changedIndex: Index): PageBatches {
    const { sequencer } = this.#environment
    const bytesMax = (): number => Math.max(PAGE_BATCH_BYTES, sequencer.lastUrgentBytes)
    const { generation } = this.#head
    return new PageBatches(this.id, generation, pages, changedIndex, 'noRow', bytesMax)
  }

  /** For checkpoints and staged snapshots alike. `check` is called when a batch has its turn. */
  async #writeBatches(batches: Iterable<PageBatch>, check: () => void): Promise<void> {
    for (const batch of batches) {
      await this.write('background', (writer) => {
        check()
        batch.putInto(writer)
        return {}
      })
      this.#environment.counters.writtenPages += batch.pageCount
    }
  }

  async finishCheckpoint(checkpoint: Checkpoint): Promise<void> {
    const { generation, checkpointTarget } = this.#head
    assert(checkpoint.index === checkpointTarget, 'the checkpoint is at its target')
    assert(
      this.term(checkpoint.index) === checkpoint.term,
      'the checkpoint has the term of the log',
    )
    const kept = copyCheckpoint(checkpoint)
    await this.write(
      'background',
      (batch) => {
        if (this.#head.checkpointTarget !== checkpointTarget) throw checkpointOvertaken()
        const row = encodeCheckpoint(this.id, generation, kept, batch.number)
        batch.put(row.key, row.bytes)
        return { checkpointWrite: batch.number, checkpointTarget: 0 }
      },
      () => {
        this.#checkpoint = kept
      },
    )
  }

  async dropDatabasePages(database: number): Promise<void> {
    const range = pageRange(this.id, this.#head.generation, database)
    await this.#trimmedSpace.clear(this, range, () => false)
  }

  async databasesWithPages(): Promise<readonly number[]> {
    const { level } = this.#environment
    const all = generationRange(this.id, 'page', this.#head.generation)
    const databases: number[] = []
    for (let gte = all.gte; ;) {
      const key = await firstKey(level, { gte, lt: all.lt })
      if (key === undefined) return databases
      const name = parseKey(key)
      if (name?.kind !== 'page') throw damaged(describeKey(key), 'it is none of ours')
      databases.push(name.database)
      gte = pageRange(this.id, this.#head.generation, name.database).lt
    }
  }

  readPages(database: number): AsyncIterable<readonly StoredPage[]> {
    const range = pageRange(this.id, this.#head.generation, database)
    return readPageRows(this.#environment.level, range)
  }

  inspectPages(after: PagePosition | undefined, rowsMax: number): Promise<InspectedPages> {
    const { level } = this.#environment
    return inspectPageRows(level, this.id, this.#head.generation, after, rowsMax)
  }

  pinCheckpoint(): PinnedCheckpoint | undefined {
    const { generation, checkpointTarget, mergingGeneration } = this.#head
    if (!this.#checkpoint || checkpointTarget > 0 || mergingGeneration > 0) return undefined
    return new CheckpointPin(this.#environment.level, this.id, generation, this.#checkpoint)
  }

  indexBeforeBytes(bytesMax: number, index: Index): Index {
    return this.#log.indexBeforeBytes(bytesMax, index)
  }

  async compact(throughIndex: Index): Promise<void> {
    assert(
      throughIndex <= (this.#checkpoint?.index ?? 0),
      'only what a checkpoint holds is dropped',
    )
    let obsolete: ObsoleteRecords = { keys: [], bytes: 0 }
    await this.write(
      'background',
      () => {
        if (throughIndex < this.firstIndex()) return {}
        return { compactedIndex: throughIndex, compactedTerm: this.term(throughIndex) }
      },
      () => {
        if (throughIndex >= this.firstIndex()) obsolete = this.#log.compact(throughIndex)
      },
    )
    if (obsolete.keys.length === 0) return
    await clearKeys(this, obsolete.keys)
    this.#trimmedSpace.addLog(obsolete)
  }

  beginInstall(options: { readonly merge?: boolean } = {}): Promise<SnapshotStaging> {
    return this.#installs.begin(options.merge === true)
  }

  resumeInstall(): Promise<SnapshotStaging | undefined> {
    return this.#installs.resume()
  }

  #installHost(): InstallHost {
    const { level } = this.#environment
    return {
      id: this.id,
      level,
      generation: () => this.#head.generation,
      checkpointIndex: () => this.#checkpoint?.index,
      write: (fill) => this.write('background', fill),
      writeBatches: (batches, check) => this.#writeBatches(batches, check),
      clearLater: (generation) => this.#clearGenerationLater(generation, ['page']),
      switchTo: (staged, checkpoint, hardState) => this.#switchTo(staged, checkpoint, hardState),
    }
  }

  async #switchTo(
    { generation: staged, mergesInto }: StagingRow,
    checkpoint: Checkpoint,
    hardState?: HardState,
  ): Promise<void> {
    const merges = mergesInto !== undefined
    assert(
      !merges || mergesInto === this.#head.generation,
      'the pages are for those that are there',
    )
    const isOfLog = hardState !== undefined
    assert(!isOfLog || !this.#appending, 'no append is outstanding while a snapshot is installed')
    assert(checkpoint.index >= (this.#checkpoint?.index ?? 0), 'a snapshot never goes back')
    const { index, term } = checkpoint
    // Dissertation 5.1: a log that holds the snapshot's last entry goes on from there. Raft itself asks for no such
    // snapshot, but a node does that repairs its pages from a peer.
    const keepsLog = index <= this.lastIndex() && this.term(index) === term
    assert(keepsLog || index > this.#head.hardState.commit, 'what is committed is never dropped')
    assert(keepsLog || isOfLog, 'pages alone are replaced by those of a state that the log holds')
    const kept = copyCheckpoint(checkpoint)
    const replaced = this.#head
    const generation = merges ? replaced.generation : staged
    const logChange: HeadChange = {
      ...(!keepsLog && { logGeneration: staged, lastIndex: index, logChecksum: 0 }),
      ...(hardState && {
        hardState: { ...hardState, commit: Math.max(hardState.commit, index) },
        compactedIndex: index,
        compactedTerm: term,
      }),
    }
    if (isOfLog) this.#appending = true
    try {
      await this.write(
        'urgent',
        (batch) => {
          const row = encodeCheckpoint(this.id, generation, kept, batch.number)
          batch.put(row.key, row.bytes)
          batch.del(stagingKey(this.id))
          return {
            ...logChange,
            generation,
            mergingGeneration: merges ? staged : 0,
            checkpointWrite: batch.number,
            checkpointTarget: 0,
          }
        },
        () => {
          this.#checkpoint = kept
          this.#installs.forgotten()
          if (!isOfLog) return
          if (keepsLog) this.#clearKeysLater(this.#log.compact(index).keys)
          else this.#log = this.#emptyLog(staged, index, term)
        },
      )
      await this.completeInstall()
    } finally {
      if (isOfLog) this.#appending = false
    }
    if (!merges) this.#clearGenerationLater(replaced.generation, ['checkpoint', 'page'])
    if (!keepsLog) this.#clearGenerationLater(replaced.logGeneration, ['log'])
  }

  /** Moves the pages of a snapshot that goes over the present pages to where they belong. */
  async completeInstall(): Promise<void> {
    const { generation, mergingGeneration } = this.#head
    if (mergingGeneration === 0) return
    await mergeGeneration(this.#environment.level, this, mergingGeneration, generation)
    this.#trimmedSpace.add(generationRange(this.id, 'page', mergingGeneration))
  }

  #emptyLog(generation: number, index: Index, term: Term): GroupLog {
    const { level, logCacheBytes } = this.#environment
    return new GroupLog(level, this.id, generation, new LogIndex(index, term, 0, logCacheBytes))
  }

  /** One numbered write of this group; it carries the head with the change that `fill` returns. */
  write(
    priority: WritePriority,
    fill: (batch: NumberedBatch) => HeadChange,
    applied: () => void = () => {},
  ): Promise<void> {
    let change: HeadChange = {}
    let commit = 0
    return this.#environment.sequencer.write({
      priority,
      owner: this.id,
      fill: (batch) => {
        change = fill(batch)
        const head: GroupHead = { ...this.#head, ...change, writeNumber: batch.number }
        commit = head.hardState.commit
        batch.put(headKey(this.id), encodeHead(this.id, head))
      },
      applied: (writeNumber) => {
        this.#head = { ...this.#head, ...change, writeNumber }
        this.#writtenCommit = commit
        applied()
      },
    })
  }

  giveBackSpace(writtenBytesMax: number): void {
    this.#trimmedSpace.giveBack(writtenBytesMax)
  }

  /** Writes the commit index that waits for the next write. */
  async flush(): Promise<void> {
    if (this.#head.hardState.commit !== this.#writtenCommit) await this.write('urgent', () => ({}))
  }

  #clearGenerationLater(generation: number, kinds: readonly GenerationKind[]): void {
    for (const kind of kinds) this.#clearLater(generationRange(this.id, kind, generation))
  }

  #clearLater(range: KeyRange): void {
    const { tasks } = this.#environment
    tasks.run(() => this.#trimmedSpace.clear(this, range, () => tasks.stopping))
  }

  #clearKeysLater(keys: readonly Uint8Array[]): void {
    const { tasks } = this.#environment
    if (keys.length > 0) tasks.run(() => clearKeys(this, keys, () => tasks.stopping))
  }
}

function copyCheckpoint({ index, term, confState, state }: Checkpoint): Checkpoint {
  return { index, term, confState, state: state.slice() }
}
