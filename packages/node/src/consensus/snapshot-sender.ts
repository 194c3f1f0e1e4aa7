import type { Message } from '@quorumlite/raft'
import type { Channel, Clock } from '@quorumlite/transport'
import { QuorumliteError, decodeSnapshotFrame, encodeSnapshotFrame } from '@quorumlite/wire'
import type { PinnedPage, PinnedStore, SqlReport } from '../sql/messages.ts'
import type { SqlLink } from './sql-link.ts'
import type { ReplicatedState } from './state/replicated-state.ts'

export interface SnapshotSenderEnvironment {
  readonly group: number
  readonly nodeId: number
  readonly sql: SqlLink
  readonly clock: Clock
  readonly state: () => ReplicatedState
  /** Calls when no commit is half in the log, at once if that is so: what is then applied can be the base of a snapshot. */
  readonly whenWhole: (run: () => void) => void
  /** Opens a snapshot stream to a member, past the handshake. */
  readonly open: (nodeId: number) => Promise<Channel>
  readonly report: (nodeId: number, outcome: 'finished' | 'failed') => void
  readonly onError: (nodeId: number, cause: unknown) => void
}

export interface SnapshotProgress {
  readonly pagesSent: number
  readonly pagesTotal: number
}

/** 256 KiB of pages in one frame: a heartbeat on the raft stream never waits long behind it. */
const PAGES_PER_FRAME = 64
/** A peer that takes no page for this long is gone, whatever its connection says. */
const STALLED_AFTER_MS = 30_000
/** It loads the pages into memory before it answers. */
const ANSWER_TIMEOUT_MS = 10 * 60_000
/** Pins of snapshots have numbers of their own, far from those of checkpoints. */
const FIRST_PIN = 2 ** 32

/** Sends whole snapshots, each from a pinned version on a stream of its own, while writes and heartbeats go on. */
export class SnapshotSender {
  readonly #env: SnapshotSenderEnvironment
  readonly #progress = new Map<number, SnapshotProgress>()
  readonly #channels = new Map<number, Channel>()
  #nextPin = FIRST_PIN

  constructor(env: SnapshotSenderEnvironment) {
    this.#env = env
  }

  progress(nodeId: number): SnapshotProgress | undefined {
    return this.#progress.get(nodeId)
  }

  /** The core wants this peer to have a snapshot. It gets the state as of now, which is at least as new as asked for. */
  send(message: Message): void {
    const nodeId = message.to
    if (this.#progress.has(nodeId)) return
    this.#progress.set(nodeId, { pagesSent: 0, pagesTotal: 0 })
    this.#stream(message)
      .then(
        () => this.#env.report(nodeId, 'finished'),
        (cause: unknown) => {
          this.#env.report(nodeId, 'failed')
          this.#env.onError(nodeId, cause)
        },
      )
      .finally(() => this.#progress.delete(nodeId))
  }

  /** The peer's link broke: should it be back, it has forgotten what it received. */
  abort(nodeId: number): void {
    this.#channels.get(nodeId)?.abort(new QuorumliteError('ABORTED', 'the link of the peer broke'))
  }

  async #stream(message: Message): Promise<void> {
    const { sql } = this.#env
    const channel = await this.#env.open(message.to)
    this.#channels.set(message.to, channel)
    try {
      const { pin, begin, pinned } = await new Promise<Pinning>((resolve) => {
        this.#env.whenWhole(() => resolve(this.#pin(message)))
      })
      try {
        const { stores } = await pinned
        const pagesTotal = stores.reduce((pages, store) => pages + store.pageCount, 0)
        await this.#write(channel, { kind: 'begin', value: { ...begin, pagesTotal } })
        const pagesSent = await this.#streamStores(channel, message.to, pin, stores, pagesTotal)
        const answer = nextAnswer(channel)
        // It is awaited below; until then nobody looks at its failure.
        answer.catch(() => undefined)
        await this.#write(channel, { kind: 'end', value: { pagesTotal: pagesSent } })
        const { accepted, reason } = await this.#within(ANSWER_TIMEOUT_MS, channel, answer)
        if (!accepted) throw new QuorumliteError('UNAVAILABLE', `snapshot refused: ${reason}`)
      } finally {
        sql.send({ kind: 'unpinStores', pin, durable: false })
      }
    } finally {
      this.#channels.delete(message.to)
      void channel.close()
    }
  }

  /** The state as of now and, as the port is FIFO and this is the same turn, the pages at exactly that index. */
  #pin(message: Message): Pinning {
    const state = this.#env.state()
    const pin = this.#nextPin++
    const begin = {
      group: this.#env.group,
      term: message.term,
      from: this.#env.nodeId,
      metadata: { index: state.appliedIndex, term: state.appliedTerm, confState: state.confState },
      state: state.encode(),
    }
    return { pin, begin, pinned: this.#env.sql.request({ kind: 'pinStores', pin }, 'pinned') }
  }

  async #streamStores(
    channel: Channel,
    nodeId: number,
    pin: number,
    stores: readonly PinnedStore[],
    pagesTotal: number,
  ): Promise<number> {
    let pagesSent = 0
    for (const { database } of stores) {
      for (let fromPgno = 1; fromPgno > 0;) {
        const { pages, next } = await this.#env.sql.request(
          {
            kind: 'readPinned',
            pin,
            database,
            sinceVersion: 0,
            fromPgno,
            pagesMax: PAGES_PER_FRAME,
          },
          'pinnedPages',
        )
        const present = pages.filter((page) => page.data)
        if (present.length > 0) await this.#write(channel, toFrame(database, present))
        pagesSent += present.length
        this.#progress.set(nodeId, { pagesSent, pagesTotal })
        fromPgno = next
      }
    }
    return pagesSent
  }

  async #write(channel: Channel, frame: Frame): Promise<void> {
    if (channel.send(encodeSnapshotFrame(frame))) return
    await this.#within(STALLED_AFTER_MS, channel, channel.drained())
  }

  async #within<T>(timeoutMs: number, channel: Channel, work: Promise<T>): Promise<T> {
    const timer = this.#env.clock.setTimer(timeoutMs, () =>
      channel.abort(new QuorumliteError('TIMEOUT', 'the peer does not answer')),
    )
    try {
      return await work
    } finally {
      timer.cancel()
    }
  }
}

interface Pinning {
  readonly pin: number
  readonly begin: Omit<Extract<Frame, { kind: 'begin' }>['value'], 'pagesTotal'>
  readonly pinned: Promise<Extract<SqlReport, { kind: 'pinned' }>>
}

type Frame = Parameters<typeof encodeSnapshotFrame>[0]

function toFrame(database: number, pages: readonly PinnedPage[]): Frame {
  const pageNumbers = pages.map((page) => page.pgno)
  const data = Buffer.concat(pages.map((page) => page.data ?? new Uint8Array(0)))
  const hashes = Buffer.concat(pages.map((page) => page.hash ?? new Uint8Array(8)))
  return { kind: 'pages', value: { database, pageNumbers, data, hashes } }
}

function nextAnswer(channel: Channel): Promise<{ accepted: boolean; reason: string }> {
  return new Promise((resolve, reject) => {
    channel.onFrame((bytes) => {
      try {
        const frame = decodeSnapshotFrame(bytes)
        if (frame.kind === 'answer') resolve(frame.value)
        else reject(new QuorumliteError('MALFORMED', `'${frame.kind}' instead of an answer`))
      } catch (cause) {
        reject(cause as Error)
      }
    })
    void channel.closed.then((cause) =>
      reject(
        new QuorumliteError('CLOSED', 'the peer closed the snapshot stream before it answered', {
          cause,
        }),
      ),
    )
  })
}
