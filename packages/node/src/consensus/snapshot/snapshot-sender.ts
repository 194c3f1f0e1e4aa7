import type { Message } from '@quorumlite/raft'
import type { GroupStorage, PinnedCheckpoint } from '@quorumlite/storage'
import type { Channel, Clock } from '@quorumlite/transport'
import {
  QuorumliteError,
  decodeReplicatedState,
  type SnapshotProgress,
  type SnapshotWant,
} from '@quorumlite/wire'
import type { Compression } from '../../compression.ts'
import type { NodeLimits } from '../../limits.ts'
import { changedPages } from './changed-pages.ts'
import { Pace } from './pace.ts'
import { ChunkPacker, coverageOf } from './page-chunk.ts'
import { SnapshotStream } from './snapshot-frames.ts'
import { TransferProgress } from './snapshot-progress.ts'

export interface SnapshotSenderEnvironment {
  readonly group: number
  readonly nodeId: number
  readonly storage: GroupStorage
  readonly clock: Clock
  readonly compression: Compression
  readonly limits: NodeLimits
  /** Makes a checkpoint of what is applied now, unless a commit stays half in the log; resolves when no checkpoint runs. */
  readonly checkpoint: () => Promise<void>
  /** Why nobody may be sent what this node has; undefined while all is well. */
  readonly outOfService: () => Error | undefined
  /** Opens a snapshot stream to a member, past the handshake. */
  readonly open: (nodeId: number) => Promise<Channel>
  /** How much of the log a peer has, as far as this node knows. */
  readonly matchOf: (nodeId: number) => number
  readonly report: (nodeId: number, outcome: 'finished' | 'failed') => void
  readonly onError: (nodeId: number, cause: unknown) => void
}

/** It verifies the whole, moves pages, and loads them into memory before it answers. */
const ANSWER_TIMEOUT_MS = 10 * 60_000
/** A peer whose snapshot is installed needs the log behind it until it has caught up. */
const LOG_KEPT_AFTER_MS = 60_000
const PIN_ATTEMPTS = 8

/**
 * Sends snapshots, each of the checkpoint as it stands at that moment on a stream of its own, while writes, checkpoints and
 * heartbeats go on. The pages come from disk, so that nothing of it is kept in memory, and only those go that changed since
 * the peer's own. A transfer that breaks is gone on with by the next one, whoever sends that.
 */
export class SnapshotSender {
  readonly #env: SnapshotSenderEnvironment
  readonly #pace: Pace
  readonly #transfers = new Map<number, TransferProgress>()
  readonly #channels = new Map<number, Channel>()
  /** The log behind these indexes is kept, by node. */
  readonly #kept = new Map<number, number>()

  constructor(env: SnapshotSenderEnvironment) {
    this.#env = env
    this.#pace = new Pace(env.clock, env.limits.snapshotBytesPerSecond)
  }

  progress(nodeId: number): SnapshotProgress | undefined {
    return this.#transfers.get(nodeId)?.shown
  }

  /** The log must not be cut behind it; Infinity if nobody needs it. Whoever has caught up needs it no more. */
  logNeededFrom(): number {
    const { storage, limits, matchOf } = this.#env
    const caughtUp = storage.lastIndex() - limits.trailingEntries
    let neededFrom = Infinity
    for (const [nodeId, index] of this.#kept) {
      const match = matchOf(nodeId)
      if (match >= caughtUp && !this.#transfers.has(nodeId)) this.#kept.delete(nodeId)
      else neededFrom = Math.min(neededFrom, Math.max(index, match))
    }
    return neededFrom
  }

  /** The core wants this peer to have a snapshot: at least as new as it asks for. */
  send({ to: nodeId, term }: Message): void {
    if (this.#transfers.has(nodeId)) return
    const progress = new TransferProgress(nodeId, this.#env.clock)
    this.#transfers.set(nodeId, progress)
    this.#offer(nodeId, term, progress)
      .then(
        () => this.#env.report(nodeId, 'finished'),
        (cause: unknown) => {
          this.#kept.delete(nodeId)
          this.#env.report(nodeId, 'failed')
          this.#env.onError(nodeId, cause)
        },
      )
      .finally(() => this.#transfers.delete(nodeId))
  }

  /** A peer that repairs itself asks for what it lacks. */
  async serve(stream: SnapshotStream, want: SnapshotWant): Promise<void> {
    const { from } = want
    const progress = new TransferProgress(from, this.#env.clock)
    if (!this.#transfers.has(from)) this.#transfers.set(from, progress)
    try {
      await this.#transfer(stream, want, progress)
    } finally {
      if (this.#transfers.get(from) === progress) this.#transfers.delete(from)
      void stream.channel.close()
    }
  }

  /** The peer's link broke. */
  abort(nodeId: number): void {
    this.#channels.get(nodeId)?.abort(new QuorumliteError('ABORTED', 'the link of the peer broke'))
  }

  async #offer(nodeId: number, term: number, progress: TransferProgress): Promise<void> {
    const channel = await this.#env.open(nodeId)
    this.#channels.set(nodeId, channel)
    try {
      const stream = new SnapshotStream(channel, this.#env.clock)
      const { group, nodeId: from } = this.#env
      await stream.send({ kind: 'offer', value: { group, term, from } })
      const answer = await stream.next()
      if (answer.kind === 'answer') throw refused(answer.value.reason)
      if (answer.kind !== 'want') throw refused(`'${answer.kind}' instead of a want`)
      await this.#transfer(stream, answer.value, progress)
    } finally {
      this.#channels.delete(nodeId)
      void channel.close()
    }
  }

  async #transfer(
    stream: SnapshotStream,
    want: SnapshotWant,
    progress: TransferProgress,
  ): Promise<void> {
    await using pinned = await this.#pinCheckpoint(stream, want.newestIndex)
    const { index, term, confState, state } = pinned.checkpoint
    this.#keepLog(progress.nodeId, index)
    const { databases } = decodeReplicatedState(state)
    const pageCounts = new Map(databases.map(({ id, pageCount }) => [id, pageCount]))
    const pagesTotal = databases.reduce((sum, { pageCount }) => sum + pageCount, 0)
    progress.pagesTotal = pagesTotal
    progress.resumed = want.ranges.length
    const metadata = { index, term, confState }
    await stream.send({ kind: 'begin', value: { metadata, state, pagesTotal } })
    const packer = new ChunkPacker(this.#env.compression, want.codecs)
    const damaged = new Map(
      want.damaged.map(({ database, pageNumbers }) => [database, new Set(pageNumbers)]),
    )
    const onScanned = (pages: number): void => {
      progress.pagesDone += pages
    }
    const request = { coverage: coverageOf(want), damaged, pageCounts, onScanned }
    let pagesSent = 0
    for await (const chunk of changedPages(pinned, request)) {
      const value = await packer.pack(chunk)
      await this.#pace.take(value.data.length)
      progress.bytes += await stream.send({ kind: 'pages', value })
      pagesSent += chunk.pages.length
    }
    await stream.send({ kind: 'end', value: { pagesSent } })
    const { accepted, reason } = await stream.expect('answer', ANSWER_TIMEOUT_MS)
    if (!accepted) throw refused(reason)
  }

  /** As new as can be, and not older than what the peer has: what it lacks afterwards has to come from the log. */
  async #pinCheckpoint(stream: SnapshotStream, newestIndex: number): Promise<PinnedCheckpoint> {
    const { storage, checkpoint, outOfService } = this.#env
    for (let attempt = 0; attempt < PIN_ATTEMPTS; attempt++) {
      await checkpoint()
      const why = outOfService()
      if (why) throw refused(why.message)
      const pinned = storage.pinCheckpoint()
      if (!pinned) continue
      if (pinned.checkpoint.index >= newestIndex) return pinned
      await pinned.close()
      const { index } = pinned.checkpoint
      const reason = `the peer is at ${newestIndex}, this node at ${index}`
      await stream.send({ kind: 'answer', value: { accepted: false, reason, newestIndex: index } })
      throw refused(reason)
    }
    throw refused('one checkpoint follows upon the other')
  }

  #keepLog(nodeId: number, index: number): void {
    this.#kept.set(nodeId, index)
    this.#env.clock.setTimer(LOG_KEPT_AFTER_MS, () => this.#releaseLog(nodeId, index))
  }

  #releaseLog(nodeId: number, index: number): void {
    if (this.#kept.get(nodeId) !== index) return
    if (this.#transfers.has(nodeId)) this.#keepLog(nodeId, index)
    else this.#kept.delete(nodeId)
  }
}

function refused(reason: string): QuorumliteError {
  return new QuorumliteError('UNAVAILABLE', `no snapshot: ${reason}`)
}
