import type { RawNode, ReadState } from '@quorumlite/raft'
import type { Clock } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import type { PublishedIndex } from './published-index.ts'

/** A read that waits for proof that nothing newer than it will see has been acknowledged. */
interface WaitingRead {
  readonly deadlineMs: number
  readonly run: (index: number) => void
  readonly fail: (error: QuorumliteError) => void
}

/** How long a round may go unanswered (its messages may be lost) before the reads ask again. */
const ROUND_TIMEOUT_MS = 500

/**
 * While a round is this young, reads that come wait for its end and share the next one: rounds in flight at a time would
 * answer each a little sooner, and cost a message to every follower for each few reads. An older one may be lost.
 */
const ROUND_YOUNG_MS = 5

/**
 * Linearizable reads by read index (Ongaro's dissertation, section 6.4): one round for all reads that were there when
 * it began, on the leader or, forwarded, on a follower. A read runs when the index of its round is *published* here.
 */
export class ReadCoordinator {
  readonly #core: RawNode
  readonly #clock: Clock
  readonly #published: PublishedIndex
  #waiting: WaitingRead[] = []
  readonly #rounds = new Map<
    number,
    { readonly startedMs: number; readonly reads: WaitingRead[] }
  >()
  #nextContext: number
  /** When the round began that may still be young. */
  #startedMs = -Infinity

  /** `firstContext` is drawn at random: contexts must not repeat those of an earlier run of this node. */
  constructor(core: RawNode, clock: Clock, published: PublishedIndex, firstContext: number) {
    this.#core = core
    this.#clock = clock
    this.#published = published
    this.#nextContext = firstContext
  }

  get pending(): number {
    let pending = this.#waiting.length
    for (const round of this.#rounds.values()) pending += round.reads.length
    return pending
  }

  /** Calls `run` with an index that is published here and not below any write acknowledged before this call. */
  enqueue(
    timeoutMs: number,
    run: (index: number) => void,
    fail: (error: QuorumliteError) => void,
  ): void {
    this.#waiting.push({ deadlineMs: this.#clock.nowMs() + timeoutMs, run, fail })
  }

  /** Begins a round for everything that waits, unless one has just begun. Called once a turn, and when a round has ended. */
  flush(): void {
    if (this.#waiting.length === 0 || this.#clock.nowMs() < this.#startedMs + ROUND_YOUNG_MS) return
    const context = this.#nextContext++
    if (this.#core.readIndex(context) !== 'accepted') return
    this.#startedMs = this.#clock.nowMs()
    this.#rounds.set(context, { startedMs: this.#startedMs, reads: this.#waiting })
    this.#waiting = []
  }

  /** Returns whether reads wait for the next round. */
  onReadStates(states: readonly ReadState[]): boolean {
    for (const { context, index } of states) {
      const round = this.#rounds.get(context)
      if (!round) continue
      this.#rounds.delete(context)
      if (round.startedMs === this.#startedMs) this.#startedMs = -Infinity
      for (const read of round.reads) {
        const { deadlineMs, run, fail } = read
        const expire = (): void => fail(notReached(index, this.#published.index))
        this.#published.whenPublished(index, () => run(index), { deadlineMs, expire })
      }
    }
    return this.#waiting.length > 0
  }

  /** The leader changed before it answered: the reads of those rounds join the next one. */
  onDroppedReads(contexts: readonly number[]): void {
    for (const context of contexts) this.#requeue(context)
  }

  /** Called every tick: rounds whose messages were lost begin again, and reads that waited too long fail. */
  expire(): void {
    const nowMs = this.#clock.nowMs()
    for (const [context, round] of this.#rounds) {
      if (nowMs - round.startedMs >= ROUND_TIMEOUT_MS) this.#requeue(context)
    }
    if (!this.#waiting.some((read) => read.deadlineMs <= nowMs)) return
    const late = this.#waiting.filter((read) => read.deadlineMs <= nowMs)
    this.#waiting = this.#waiting.filter((read) => read.deadlineMs > nowMs)
    for (const read of late) read.fail(noAnswer(this.#core.leader))
  }

  failAll(error: QuorumliteError): void {
    const reads = [...this.#rounds.values()].flatMap((round) => round.reads)
    const all = [...reads, ...this.#waiting]
    this.#rounds.clear()
    this.#waiting = []
    for (const read of all) read.fail(error)
  }

  #requeue(context: number): void {
    const round = this.#rounds.get(context)
    if (!round) return
    this.#rounds.delete(context)
    this.#startedMs = -Infinity
    this.#waiting = [...round.reads, ...this.#waiting]
  }
}

/** What a read that waits for an index of the log hears when this node does not get there in time. */
export function notReached(index: number, published: number): QuorumliteError {
  return new QuorumliteError('TIMEOUT', `this node is at ${published} and did not reach ${index}`)
}

function noAnswer(leader: number): QuorumliteError {
  return leader === 0
    ? new QuorumliteError('NO_LEADER', 'no leader was known in time for a linearizable read')
    : new QuorumliteError('TIMEOUT', `leader ${leader} did not confirm the read in time`)
}
