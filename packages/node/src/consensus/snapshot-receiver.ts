import { MessageType, createMessage, type Message, type SnapshotMetadata } from '@quorumlite/raft'
import type { GroupStorage, SnapshotStaging } from '@quorumlite/storage'
import type { Channel, Clock, Timer } from '@quorumlite/transport'
import {
  QuorumliteError,
  checksumToHex,
  decodeReplicatedState,
  decodeSnapshotFrame,
  encodeSnapshotFrame,
  type SnapshotBegin,
  type SnapshotPages,
} from '@quorumlite/wire'

export interface SnapshotReceiverEnvironment {
  readonly nodeId: number
  readonly storage: GroupStorage
  readonly clock: Clock
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
/** A sender that sends nothing for this long is gone, whatever its connection says. */
const STALLED_AFTER_MS = 30_000
const PAGE_BYTES = 4096
const HASH_BYTES = 8

/**
 * Receives a snapshot into staging on disk. The present state is served until the new one is whole, durable and wanted.
 * One at a time: a leader sends one at a time, so a stream of the same or of a later term takes the place of what is
 * being received, and one of an earlier term is refused.
 */
export class SnapshotReceiver {
  readonly #env: SnapshotReceiverEnvironment
  #current: { readonly term: number; readonly channel: Channel } | undefined
  #staged: StagedSnapshot | undefined
  /** Staging writes are serial: one transfer ends, with its staging gone, before the next begins. */
  #tail: Promise<void> = Promise.resolve()

  constructor(env: SnapshotReceiverEnvironment) {
    this.#env = env
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

  accept(channel: Channel): void {
    const frames = new FrameQueue(channel, this.#env.clock)
    this.#begin(channel, frames).catch((cause: unknown) => {
      channel.abort(cause instanceof Error ? cause : new Error(String(cause)))
    })
  }

  async #begin(channel: Channel, frames: FrameQueue): Promise<void> {
    const first = await frames.next()
    if (first.kind !== 'begin') throw malformed(`'${first.kind}' instead of 'begin'`)
    const begin = ownBegin(first.value)
    if (this.#current && this.#current.term > begin.term) {
      return answer(channel, false, 'a snapshot of a later term is being received')
    }
    this.#current?.channel.abort(new QuorumliteError('ABORTED', 'a newer snapshot is on its way'))
    this.#current = { term: begin.term, channel }
    const received = this.#tail.then(() => this.#receive(channel, frames, begin))
    this.#tail = received.catch(() => undefined)
    await received
  }

  async #receive(channel: Channel, frames: FrameQueue, begin: SnapshotBegin): Promise<void> {
    const staging = await this.#env.storage.beginInstall()
    try {
      const checksums = await this.#receivePages(frames, staging)
      verify(begin.state, checksums)
      await this.#offer(channel, begin, staging)
    } finally {
      if (this.#current?.channel === channel) this.#current = undefined
      this.#staged = undefined
      await staging.abort()
    }
  }

  async #receivePages(
    frames: FrameQueue,
    staging: SnapshotStaging,
  ): Promise<Map<number, Uint8Array>> {
    const checksums = new Map<number, Uint8Array>()
    let received = 0
    for (;;) {
      const frame = await frames.next()
      if (frame.kind === 'end') {
        if (frame.value.pagesTotal === received) return checksums
        throw malformed(`${received} pages arrived, ${frame.value.pagesTotal} were sent`)
      }
      if (frame.kind !== 'pages') throw malformed(`'${frame.kind}' among pages`)
      received += frame.value.pageNumbers.length
      await staging.putPages(split(frame.value, checksums))
    }
  }

  #offer(channel: Channel, begin: SnapshotBegin, staging: SnapshotStaging): Promise<void> {
    return new Promise((resolve) => {
      let unwanted: Timer | undefined
      const settle = (accepted: boolean, reason: string): void => {
        unwanted?.cancel()
        answer(channel, accepted, reason)
        resolve()
      }
      const staged = { metadata: begin.metadata, state: begin.state, staging, settle }
      this.#staged = staged
      const { nodeId, clock, offer } = this.#env
      const message = createMessage(MessageType.snapshot, begin.from, nodeId, begin.term)
      message.snapshot = { metadata: begin.metadata }
      if (!offer(message)) return settle(false, 'this node has no use for it')
      // The core may also pass it over in silence, when it has caught up by itself meanwhile.
      unwanted = clock.setTimer(UNWANTED_AFTER_MS, () => {
        if (this.#staged === staged) settle(false, 'this node caught up by itself')
      })
    })
  }
}

/** Frames one by one, with the stream paused while nobody asks: staging on disk sets the pace. */
class FrameQueue {
  readonly #channel: Channel
  readonly #clock: Clock
  readonly #frames: ReturnType<typeof decodeSnapshotFrame>[] = []
  #failure: Error | undefined
  #wake: (() => void) | undefined

  constructor(channel: Channel, clock: Clock) {
    this.#channel = channel
    this.#clock = clock
    channel.onFrame((bytes) => {
      try {
        this.#frames.push(decodeSnapshotFrame(new Uint8Array(bytes)))
      } catch (cause) {
        this.#failure = cause as Error
      }
      if (this.#frames.length >= FRAMES_AHEAD) channel.pause()
      this.#wake?.()
    })
    void channel.closed.then((cause) =>
      this.#fail(cause ?? new QuorumliteError('CLOSED', 'the snapshot stream was closed')),
    )
  }

  #fail(cause: Error): void {
    this.#failure ??= cause
    this.#wake?.()
  }

  async next(): Promise<ReturnType<typeof decodeSnapshotFrame>> {
    for (;;) {
      const frame = this.#frames.shift()
      if (frame) {
        if (this.#frames.length < FRAMES_AHEAD) this.#channel.resume()
        return frame
      }
      if (this.#failure) throw this.#failure
      const timer = this.#clock.setTimer(STALLED_AFTER_MS, () => this.#fail(stalled()))
      await new Promise<void>((resolve) => (this.#wake = resolve))
      timer.cancel()
    }
  }
}

const FRAMES_AHEAD = 8

function split(
  { database, pageNumbers, data, hashes }: SnapshotPages,
  checksums: Map<number, Uint8Array>,
): { database: number; pgno: number; data: Uint8Array; hash: Uint8Array }[] {
  const count = pageNumbers.length
  if (data.length !== count * PAGE_BYTES || hashes.length !== count * HASH_BYTES) {
    throw malformed(`${count} page numbers with ${data.length} bytes of pages`)
  }
  let checksum = checksums.get(database)
  if (!checksum) checksums.set(database, (checksum = new Uint8Array(HASH_BYTES)))
  return pageNumbers.map((pgno, i) => {
    const hash = hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)
    for (let byte = 0; byte < HASH_BYTES; byte++) checksum[byte]! ^= hash[byte]!
    return { database, pgno, data: data.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES), hash }
  })
}

/** The hashes of the pages must add up to the checksum that the state has for each database. */
function verify(state: Uint8Array, checksums: ReadonlyMap<number, Uint8Array>): void {
  for (const { id, name, checksum } of decodeReplicatedState(state).databases) {
    const received = checksumToHex(checksums.get(id) ?? new Uint8Array(HASH_BYTES))
    if (received !== checksum) {
      throw new QuorumliteError(
        'DIVERGED',
        `the pages of database '${name}' have checksum ${received}, the snapshot says ${checksum}`,
      )
    }
  }
}

function answer(channel: Channel, accepted: boolean, reason: string): void {
  channel.send(encodeSnapshotFrame({ kind: 'answer', value: { accepted, reason } }))
  void channel.close()
}

function ownBegin(begin: SnapshotBegin): SnapshotBegin {
  return { ...begin, state: begin.state.slice() }
}

function stalled(): QuorumliteError {
  return new QuorumliteError('TIMEOUT', 'nothing came on the snapshot stream for too long')
}

function malformed(what: string): QuorumliteError {
  return new QuorumliteError('MALFORMED', `snapshot stream: ${what}`)
}
