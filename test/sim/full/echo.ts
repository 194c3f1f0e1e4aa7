// What was sent once comes again, up to minutes later: frames of peers, and numbered requests of clients. No stream does
// that by itself, but two streams one after the other do, and neither Raft nor the sessions may rely on less.

import type { InlineNode } from '@quorumlite/node'
import type { Coverage } from '../coverage.ts'
import type { Dice } from '../dice.ts'

type Service = InlineNode['runtime']['service']
type Submit = Service['gateway']['writes']['submit']

interface Frame {
  readonly from: number
  readonly bytes: Uint8Array
}

interface Request {
  readonly key: Parameters<Submit>[0]
  readonly operation: Parameters<Submit>[1]
  /** Where it was sent to. */
  readonly writes: Service['gateway']['writes']
}

/** Of everything that was sent, so much is kept. */
const KEPT_SHARE = 0.2
const KEPT_MAX = 150
const AGAIN_MAX = 6
const LATEST = 10

export class Echo {
  readonly #dice: Dice
  readonly #coverage: Coverage
  /** By machine. */
  readonly #frames: Frame[][] = []
  readonly #requests: Request[] = []

  /** The dice are its own: who only listens changes nothing. */
  constructor(dice: Dice, coverage: Coverage) {
    this.#dice = dice
    this.#coverage = coverage
  }

  onNode(machine: number, { runtime: { service } }: InlineNode): void {
    const frames = (this.#frames[machine] ??= [])
    const onPeerFrame = service.onPeerFrame.bind(service)
    service.onPeerFrame = (from, bytes) => {
      if (this.#dice.chance(KEPT_SHARE)) this.#keep(frames, { from, bytes: bytes.slice() })
      onPeerFrame(from, bytes)
    }
    const { writes } = service.gateway
    const submit = writes.submit.bind(writes)
    writes.submit = (key, operation, electing, respond) => {
      const request = { key, operation, writes }
      this.#keep(this.#requests, request)
      return submit(key, operation, electing, (outcome) => {
        if (outcome.kind === 'failure') this.#forget(request)
        respond(outcome)
      })
    }
  }

  /** Frames that this machine has had before, also in an earlier life. */
  repeatFrames(machine: number, { runtime: { service } }: InlineNode): void {
    const frames = this.#frames[machine] ?? []
    if (frames.length === 0) return
    for (let i = this.#dice.below(AGAIN_MAX); i >= 0; i--) {
      const { from, bytes } = this.#dice.pick(frames)
      this.#coverage.count('frame repeated')
      service.onPeerFrame(from, bytes)
    }
  }

  /** Requests that some machine has had before. Nobody waits for the answers. */
  repeatRequests({ runtime: { service } }: InlineNode): void {
    const { core, writes } = service.gateway
    // A commit belongs to the stream on which its transaction was begun.
    const requests = this.#requests.filter(
      (request) => request.operation.kind !== 'commit' || request.writes === writes,
    )
    if (requests.length === 0) return
    for (let i = this.#dice.below(AGAIN_MAX); i >= 0; i--) {
      // Many of those that were sent just now are under way.
      const latest = Math.max(0, requests.length - LATEST)
      const from = this.#dice.chance(0.5) ? latest : 0
      const at = from + this.#dice.below(requests.length - from)
      const { key, operation } = requests[at]!
      this.#coverage.count('request repeated')
      writes.submit(key, operation, core.role === 'leader', () => undefined)
    }
  }

  /** What was sent last, all of it: some of it may be under way, or have come through just before its leader was lost. */
  repeatLatest({ runtime: { service } }: InlineNode): void {
    const { core, writes } = service.gateway
    for (const { key, operation } of this.#requests.slice(-LATEST)) {
      if (operation.kind === 'commit') continue
      this.#coverage.count('request repeated')
      writes.submit(key, operation, core.role === 'leader', () => undefined)
    }
  }

  /**
   * It was refused, on the stream on which it came. Its client takes that for the end of this copy: it tells its caller so, and
   * settles the number only if another copy may be on its way.
   */
  #forget(request: Request): void {
    const at = this.#requests.indexOf(request)
    if (at >= 0) this.#requests.splice(at, 1)
  }

  /** In place of any other, when there are enough: so some are old. */
  #keep<T>(list: T[], one: T): void {
    if (list.length >= KEPT_MAX) list.splice(this.#dice.below(list.length), 1)
    list.push(one)
  }
}

export const ECHO_COUNTERS: readonly string[] = ['frame repeated', 'request repeated']
