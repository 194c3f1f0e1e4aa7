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

  /** Begins a round for everything that waits. Called once a turn, so that the reads of a tick share one. */
  flush(): void {
    if (this.#waiting.length === 0) return
    const context = this.#nextContext++
    if (this.#core.readIndex(context) !== 'accepted') return
    this.#rounds.set(context, { startedMs: this.#clock.nowMs(), reads: this.#waiting })
    this.#waiting = []
  }

  onReadStates(states: readonly ReadState[]): void {
    for (const { context, index } of states) {
      const round = this.#rounds.get(context)
      if (!round) continue
      this.#rounds.delete(context)
      for (const read of round.reads) {
        const { deadlineMs, run, fail } = read
        const expire = (): void => fail(notReached(index, this.#published.index))
        this.#published.whenPublished(index, () => run(index), { deadlineMs, expire })
      }
    }
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
