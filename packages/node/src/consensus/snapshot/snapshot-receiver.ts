import { MessageType, createMessage, type Message, type SnapshotMetadata } from '@quorumlite/raft'
import type { GroupStorage, SnapshotStaging } from '@quorumlite/storage'
import type { Clock, Timer } from '@quorumlite/transport'
import {
  QuorumliteError,
  decodeReplicatedState,
  type DamagedPages,
  type SnapshotAnswer,
  type SnapshotBegin,
  type SnapshotOffer,
  type SnapshotProgress,
  type SnapshotWant,
} from '@quorumlite/wire'
import type { Compression } from '../../compression.ts'
import type { Checkpointer } from '../checkpointer.ts'
import { unpackChunk } from './page-chunk.ts'
import { unexpected, type SnapshotStream } from './snapshot-frames.ts'
import { TransferProgress } from './snapshot-progress.ts'
import { damagedPages, verifyStaged } from './staged-pages.ts'

export interface SnapshotReceiverEnvironment {
  readonly group: number
  readonly nodeId: number
  readonly storage: GroupStorage
  readonly clock: Clock
  readonly compression: Compression
  readonly checkpointer: Pick<Checkpointer, 'suspend' | 'release'>
  readonly appliedIndex: () => number
  /** Gives the finished snapshot to the core; false if it has no use for it. */
  readonly offer: (message: Message) => boolean
}

/** A snapshot that is whole on disk, beside the present state, and waits for the core's word. */
export interface StagedSnapshot {
  readonly metadata: SnapshotMetadata
  readonly state: Uint8Array
  readonly staging: SnapshotStaging
  /** Tells the sender what became of it. */
  readonly settle: (accepted: boolean, reason: string) => void
}

/** Longer than any disk write that the core may be waiting for before it hands the snapshot out. */
const UNWANTED_AFTER_MS = 30_000
/** The sender makes a checkpoint before it begins. */
const BEGIN_WITHIN_MS = 10 * 60_000
/** A node that is committed to less than its peer hears of the rest with the next entries, or heartbeats. */
const APPLIED_WITHIN_MS = 30_000
const POLL_MS = 20

/** The sender has nothing as new as what this node has staged, or has. */
class SnapshotRefused extends QuorumliteError {
  readonly newestIndex: number

  constructor({ reason, newestIndex }: SnapshotAnswer) {
    super('UNAVAILABLE', `no snapshot: ${reason}`)
    this.newestIndex = newestIndex
  }
}

/**
 * Receives a snapshot into staging on disk: what changed since the own checkpoint, if there is one. The present state is
 * served until the new one is whole, durable and wanted. One at a time: a leader sends one at a time, so a stream of the same
 * or of a later term takes the place of what is being received, and one of an earlier term is refused. What a broken
 * transfer brought is kept, and the next one goes on from there.
 */
export class SnapshotReceiver {
  readonly #env: SnapshotReceiverEnvironment
  #current: { readonly term: number; readonly stream: SnapshotStream } | undefined
  #staged: StagedSnapshot | undefined
  /** Staging writes are serial: one transfer ends before the next begins. */
  #tail: Promise<void> = Promise.resolve()
  #progress: TransferProgress | undefined
  /** What is there turned out to be no base: everything is asked for. */
  #distrusted = false
  #resumed = 0

  constructor(env: SnapshotReceiverEnvironment) {
    this.#env = env
  }

  get progress(): SnapshotProgress | undefined {
    return this.#progress?.shown
  }

  /** Takes what was received, for installation, if it is this one. */
  take(metadata: SnapshotMetadata): StagedSnapshot | undefined {
    const staged = this.#staged
    if (staged?.metadata.index !== metadata.index || staged.metadata.term !== metadata.term) {
      return undefined
    }
    this.#staged = undefined
    return staged
  }

  async accept(stream: SnapshotStream, offer: SnapshotOffer): Promise<void> {
    if (this.#current && this.#current.term > offer.term) {
      const reason = 'a snapshot of a later term is on its way'
      return answer(stream, { accepted: false, reason, newestIndex: 0 })
    }
    this.#current?.stream.channel.abort(
      new QuorumliteError('ABORTED', 'a newer snapshot is on its way'),
    )
    this.#current = { term: offer.term, stream }
    const received = this.#tail.then(() => this.#receive(stream, offer))
    this.#tail = received.catch(() => undefined)
    await received
  }

  async #receive(stream: SnapshotStream, offer: SnapshotOffer): Promise<void> {
    const staging = await stage(this.#env.storage, this.#distrusted)
    if (staging.coverage.ranges.length > 0) this.#resumed += 1
    const progress = new TransferProgress(offer.from, this.#env.clock, this.#resumed)
    this.#progress = progress
    try {
      const want = wantOf(this.#env, staging, [])
      const begin = await receivePages(stream, staging, this.#env.compression, want, progress)
      // Nothing may change what is verified until it is installed, or of no use.
      await this.#env.checkpointer.suspend('receiver')
      const wrong = await verifyStaged(staging, begin.state)
      if (wrong !== undefined) {
        this.#distrusted = true
        await staging.abort()
        throw new QuorumliteError('DIVERGED', wrong)
      }
      await this.#offer(stream, offer, begin, staging)
      await staging.abort()
      this.#distrusted = false
      this.#resumed = 0
    } catch (cause) {
      await this.#dropIfTooNew(staging, cause)
      if (!isOfOtherVersion(cause)) throw cause
      answer(stream, { accepted: false, reason: cause.message, newestIndex: 0 })
    } finally {
      this.#env.checkpointer.release('receiver')
      this.#staged = undefined
      await this.#leave(stream, staging)
    }
  }

  /**
   * The pages on disk are of no use: those of a peer's checkpoint take their place, and log and state stay. Resolves when they
   * are durable; the log goes on from there when it holds that checkpoint's entry. Checkpoints are suspended.
   *
   * `isWanted`: looked at when it has its turn, and while it waits. `whole`: nothing that is there is a base.
   */
  async fetch(
    stream: SnapshotStream,
    from: number,
    { isWanted, whole }: { readonly isWanted: () => boolean; readonly whole: boolean },
  ): Promise<void> {
    this.#distrusted ||= whole
    const fetched = this.#tail.then(() => {
      if (!isWanted()) throw new QuorumliteError('ABORTED', 'the repair was given up')
      return this.#fetch(stream, from, isWanted)
    })
    this.#tail = fetched.catch(() => undefined)
    await fetched
  }

  async #fetch(stream: SnapshotStream, from: number, isWanted: () => boolean): Promise<void> {
    // Whatever a leader offers takes its place.
    this.#current = { term: 0, stream }
    const { storage, compression } = this.#env
    const damaged = this.#distrusted ? [] : await damagedPages(storage)
    const staging = await stage(storage, this.#distrusted)
    const progress = new TransferProgress(from, this.#env.clock)
    this.#progress = progress
    try {
      const want = wantOf(this.#env, staging, damaged)
      const begin = await receivePages(stream, staging, compression, want, progress)
      const wrong = await verifyStaged(staging, begin.state)
      answer(stream, { accepted: wrong === undefined, reason: wrong ?? '', newestIndex: 0 })
      if (wrong !== undefined) {
        this.#distrusted = true
        await staging.abort()
        throw new QuorumliteError('DIVERGED', wrong)
      }
      await this.#untilApplied(begin.metadata.index, () => isWanted() && this.#isCurrent(stream))
      await staging.finish({ ...begin.metadata, state: begin.state })
      this.#distrusted = false
    } catch (cause) {
      await this.#dropIfTooNew(staging, cause)
      throw cause
    } finally {
      await this.#leave(stream, staging)
    }
  }

  #isCurrent(stream: SnapshotStream): boolean {
    return this.#current?.stream === stream
  }

  async #leave(stream: SnapshotStream, staging: SnapshotStaging): Promise<void> {
    this.#progress = undefined
    if (this.#isCurrent(stream)) this.#current = undefined
    await staging.suspend()
  }

  /** Soon: a checkpoint is of what is committed. */
  async #untilApplied(index: number, isWanted: () => boolean): Promise<void> {
    const { clock, appliedIndex } = this.#env
    const deadlineMs = clock.nowMs() + APPLIED_WITHIN_MS
    while (appliedIndex() < index) {
      if (!isWanted()) throw new QuorumliteError('ABORTED', 'a newer snapshot is on its way')
      if (clock.nowMs() >= deadlineMs) throw behind(index, appliedIndex())
      await new Promise<void>((resolve) => clock.setTimer(POLL_MS, resolve))
    }
  }

  /**
   * What a broken transfer brought may be newer than anything that the present leader can send before a commit that is half
   * in its log is whole, which may need this very node. Without it, its checkpoint will do.
   */
  async #dropIfTooNew(staging: SnapshotStaging, cause: unknown): Promise<void> {
    if (!(cause instanceof SnapshotRefused) || staging.coverage.ranges.length === 0) return
    if (cause.newestIndex >= ownNewestIndex(this.#env)) await staging.abort()
  }

  #offer(
    stream: SnapshotStream,
    { from, term }: SnapshotOffer,
    { metadata, state }: SnapshotBegin,
    staging: SnapshotStaging,
  ): Promise<void> {
    return new Promise((resolve) => {
      let unwanted: Timer | undefined
      const settle = (accepted: boolean, reason: string): void => {
        unwanted?.cancel()
        answer(stream, { accepted, reason, newestIndex: 0 })
        resolve()
      }
      const staged = { metadata, state, staging, settle }
      this.#staged = staged
      const { nodeId, clock, offer } = this.#env
      const message = createMessage(MessageType.snapshot, from, nodeId, term)
      message.snapshot = { metadata }
      if (!offer(message)) return settle(false, 'this node has no use for it')
      // The core may also pass it over in silence, when it has caught up by itself meanwhile.
      unwanted = clock.setTimer(UNWANTED_AFTER_MS, () => {
        if (this.#staged === staged) settle(false, 'this node caught up by itself')
      })
    })
  }
}

/** Goes on with what was staged before, if that is of use. */
export async function stage(storage: GroupStorage, whole: boolean): Promise<SnapshotStaging> {
  const resumed = await storage.resumeInstall()
  if (resumed && !(whole && resumed.merges)) return resumed
  await resumed?.abort()
  return storage.beginInstall({ merge: !whole && storage.checkpoint !== undefined })
}

/** What is to be sent to go on with what is staged. */
export function wantOf(
  env: Pick<
    SnapshotReceiverEnvironment,
    'group' | 'nodeId' | 'storage' | 'compression' | 'appliedIndex'
  >,
  { coverage }: SnapshotStaging,
  damaged: readonly DamagedPages[],
): SnapshotWant {
  const { group, nodeId, compression } = env
  const indexes = coverage.ranges.map(({ index }) => index)
  return {
    group,
    from: nodeId,
    ranges: coverage.ranges.map(({ through, index }) => ({ ...through, index })),
    restIndex: coverage.rest,
    newestIndex: Math.max(ownNewestIndex(env), ...indexes),
    codecs: compression.codecs,
    damaged,
  }
}

/** No page of this node, but for staged ones, is newer. */
function ownNewestIndex({
  appliedIndex,
  storage,
}: Pick<SnapshotReceiverEnvironment, 'appliedIndex' | 'storage'>): number {
  return Math.max(appliedIndex(), storage.checkpointTarget ?? 0)
}

/** Says what is wanted and stages what comes. Every chunk is durable before the next one is taken. */
export async function receivePages(
  stream: SnapshotStream,
  staging: SnapshotStaging,
  compression: Compression,
  want: SnapshotWant,
  progress: TransferProgress,
): Promise<SnapshotBegin> {
  await stream.send({ kind: 'want', value: want })
  const first = await stream.next(BEGIN_WITHIN_MS)
  if (first.kind === 'answer') throw new SnapshotRefused(first.value)
  if (first.kind !== 'begin') throw unexpected(first, 'begin')
  const begin = first.value
  // What cannot be read is not worth its pages.
  decodeReplicatedState(begin.state)
  const { index } = begin.metadata
  progress.pagesTotal = begin.pagesTotal
  let received = 0
  for (;;) {
    const frame = await stream.next()
    if (frame.kind === 'end') {
      if (frame.value.pagesSent === received) return begin
      throw new QuorumliteError(
        'MALFORMED',
        `${received} pages arrived, ${frame.value.pagesSent} were sent`,
      )
    }
    if (frame.kind !== 'pages') throw unexpected(frame, 'pages')
    const { database, throughPgno, pageNumbers, data } = frame.value
    const pages = await unpackChunk(frame.value, compression)
    await staging.putPages(pages, { through: { database, pgno: throughPgno }, index })
    received += pageNumbers.length
    progress.bytes += data.length
    progress.reached(database, throughPgno)
  }
}

function isOfOtherVersion(cause: unknown): cause is QuorumliteError {
  return cause instanceof QuorumliteError && cause.code === 'FORMAT_VERSION'
}

function answer(stream: SnapshotStream, value: SnapshotAnswer): void {
  void stream.send({ kind: 'answer', value }).catch(() => undefined)
  void stream.channel.close()
}

function behind(index: number, appliedIndex: number): QuorumliteError {
  const message = `this node is at ${appliedIndex}, the pages it was sent are of ${index}`
  return new QuorumliteError('UNAVAILABLE', message)
}
