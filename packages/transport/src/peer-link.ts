// This node's side of the link to one peer.

import { PEER_OUTBOX_BYTES_MAX, QuorumliteError } from '@quorumlite/wire'
import type { Timer } from './clock.ts'
import { type HandshakeSide, initiateHandshake } from './handshake.ts'
import {
  DYING_WINDOW_MS,
  FIRST_DIAL_GRACE_MS,
  GONE_INTERVAL_MS,
  GONE_WINDOW_MS,
  LINK_CLOSE_TIMEOUT_MS,
  LINK_FRESH_MS,
  LINK_SILENCE_MS,
  REDIAL_GRACE_MS,
  REDIAL_MAX_MS,
  REDIAL_MIN_MS,
  REFUSED_REDIAL_MS,
  SURPLUS_LINK_MS,
} from './limits.ts'
import { OpenError, type OpenFailure } from './open-error.ts'
import type { LinkPeer, PeerLinksOptions } from './peer-links.ts'
import { randomBetween } from './random.ts'
import { type Channel, RAFT_PROTOCOL } from './transport.ts'

interface Current {
  readonly channel: Channel
  readonly origin: 'dialled' | 'accepted'
  /** When it was made, or last delivered a frame. */
  aliveAtMs: number
  /** When the first frame went out that nothing has come in after. */
  unansweredSinceMs: number | undefined
  /** The channel asked us to wait before sending more. */
  full: boolean
}

export class PeerLink {
  readonly nodeId: number
  readonly peerId: string
  readonly #options: PeerLinksOptions
  readonly #onForgotten: () => void
  #target: LinkPeer | undefined
  #current: Current | undefined
  /** Second links of the pair on their way out, with the timers that close them. */
  readonly #surplus = new Map<Channel, Timer>()
  #closed = false

  /** Of frames, over all channels so far. */
  sentBytes = 0

  #outbox: Uint8Array[] = []
  #outboxBytes = 0

  #redialTimer: Timer | undefined
  #dialling: AbortController | undefined
  #addressIndex = 0
  /** The last dial failed, so that what is sent now would only grow old. */
  #unreachable = false
  /** Since when there is no link where there was one. */
  #lostAtMs: number | undefined

  constructor(nodeId: number, peerId: string, options: PeerLinksOptions, onForgotten: () => void) {
    this.nodeId = nodeId
    this.peerId = peerId
    this.#options = options
    this.#onForgotten = onForgotten
  }

  get isUp(): boolean {
    return this.#current !== undefined
  }

  /** Where to dial; undefined for a link that only the other end keeps up. */
  setTarget(target: LinkPeer | undefined): void {
    this.#target = target
    if (target === undefined) {
      this.#stopDialling()
      return
    }
    const isIdle = this.#redialTimer === undefined && this.#dialling === undefined
    if (isIdle && !this.isUp) this.#dialIn(this.#grace(FIRST_DIAL_GRACE_MS))
  }

  /** Whether a peer that has proven membership may be this one. */
  check(remote: HandshakeSide & { readonly peerId: string }): QuorumliteError | undefined {
    const { nodeId } = this
    if (remote.nodeId !== nodeId || remote.peerId !== this.peerId) {
      return new QuorumliteError(
        'WRONG_PEER',
        `peer ${remote.peerId} is node ${remote.nodeId}, and not node ${nodeId}`,
      )
    }
    const expected = this.#target?.storageId ?? ''
    if (expected === '' || remote.storageId === expected) return undefined
    return new QuorumliteError(
      'STORAGE_ID_MISMATCH',
      `node ${nodeId} came back with storage ${remote.storageId} instead of ${expected}`,
    )
  }

  send(frame: Uint8Array): boolean {
    const current = this.#current
    if (current === undefined) {
      if (this.#target === undefined || this.#unreachable) return false
      return this.#enqueue(frame)
    }
    const nowMs = this.#options.clock.nowMs()
    current.unansweredSinceMs ??= nowMs
    if (nowMs - current.unansweredSinceMs > LINK_SILENCE_MS) {
      this.reset(`nothing came from it for ${LINK_SILENCE_MS} ms`)
      return false
    }
    if (current.full) return this.#enqueue(frame)
    this.#sendNow(current, frame)
    return true
  }

  reset(reason: string): void {
    this.#current?.channel.abort(
      new QuorumliteError('UNAVAILABLE', `the link to node ${this.nodeId} was given up: ${reason}`),
    )
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stopDialling()
    const channels = [...this.#surplus.keys()]
    const current = this.#current
    if (current !== undefined) {
      this.#current = undefined
      channels.push(current.channel)
      this.#options.events.onDown?.(this.nodeId)
    }
    const timer = this.#options.clock.setTimer(LINK_CLOSE_TIMEOUT_MS, () => {
      const reason = new QuorumliteError('TIMEOUT', `node ${this.nodeId} took no more frames`)
      for (const channel of channels) channel.abort(reason)
    })
    await Promise.all(channels.map((channel) => channel.close()))
    timer.cancel()
  }

  /**
   * Takes a channel that has passed the handshake. If there is one already, both ends have to keep the same: as long as
   * the old one is known to live, the one that the lower peer id dialled. An old one that has been silent may be dead
   * without this end knowing, and a peer that dials twice has given up its first: then the new one stays.
   */
  add(channel: Channel, origin: 'dialled' | 'accepted'): void {
    if (this.#closed) {
      void channel.close()
      return
    }
    const nowMs = this.#options.clock.nowMs()
    const added: Current = {
      channel,
      origin,
      aliveAtMs: nowMs,
      unansweredSinceMs: undefined,
      full: false,
    }
    const old = this.#current
    const rival =
      old !== undefined && old.origin !== origin && nowMs - old.aliveAtMs < LINK_FRESH_MS
    const keepsOld = rival && this.#isLower() === (old.origin === 'dialled')
    if (!keepsOld) this.#current = added
    this.#listen(added)
    if (rival) this.#closeSurplus((keepsOld ? added : old).channel)
    else old?.channel.abort(new QuorumliteError('CLOSED', 'the peer made another link'))
    if (keepsOld) return
    this.#redialTimer?.cancel()
    this.#redialTimer = undefined
    this.#unreachable = false
    this.#lostAtMs = undefined
    this.#addressIndex = 0
    // Before anything that `onUp` sends.
    this.#flush(added)
    if (old !== undefined && !rival) this.#options.events.onDown?.(this.nodeId)
    if (old === undefined || !rival) this.#options.events.onUp?.(this.nodeId)
  }

  #listen(added: Current): void {
    const { clock, events } = this.#options
    added.channel.onFrame((frame) => {
      added.aliveAtMs = clock.nowMs()
      added.unansweredSinceMs = undefined
      // Also from one that is being closed in favour of another: what it still brings is no less true.
      if (!this.#closed) events.onFrame(this.nodeId, frame)
    })
    void added.channel.closed.then(() => this.#lost(added))
  }

  /** Not at once: the other end may have to hear first of the link that is kept, or it would see itself cut off. */
  #closeSurplus(channel: Channel): void {
    const timer = this.#options.clock.setTimer(SURPLUS_LINK_MS, () => void channel.close())
    this.#surplus.set(channel, timer)
    void channel.closed.then(() => {
      timer.cancel()
      this.#surplus.delete(channel)
    })
  }

  #lost(which: Current): void {
    if (this.#current !== which || this.#closed) return
    this.#current = undefined
    this.#clearOutbox()
    this.#lostAtMs = this.#options.clock.nowMs()
    this.#options.events.onDown?.(this.nodeId)
    if (this.#target === undefined) this.#onForgotten()
    else if (this.#dialling === undefined) this.#dialIn(this.#grace(REDIAL_GRACE_MS))
  }

  // Sending

  #enqueue(frame: Uint8Array): boolean {
    if (this.#outboxBytes + frame.byteLength > PEER_OUTBOX_BYTES_MAX) return false
    this.#outbox.push(frame)
    this.#outboxBytes += frame.byteLength
    return true
  }

  #clearOutbox(): void {
    this.#outbox = []
    this.#outboxBytes = 0
  }

  #sendNow(current: Current, frame: Uint8Array): void {
    this.sentBytes += frame.byteLength
    if (current.channel.send(frame)) return
    current.full = true
    current.channel.drained().then(
      () => {
        current.full = false
        this.#flush(current)
      },
      () => {
        // The channel closed; `closed` tells as well, and the next link takes over.
      },
    )
  }

  #flush(current: Current): void {
    while (current === this.#current && !current.full) {
      const frame = this.#outbox.shift()
      if (frame === undefined) break
      this.#outboxBytes -= frame.byteLength
      this.#sendNow(current, frame)
    }
  }

  // Dialling

  #isLower(): boolean {
    return this.#options.transport.peerId < this.peerId
  }

  #grace(higherWaitsMs: number): number {
    return this.#isLower() ? 0 : higherWaitsMs
  }

  #dialIn(delayMs: number): void {
    this.#redialTimer?.cancel()
    this.#redialTimer = this.#options.clock.setTimer(delayMs, () => {
      this.#redialTimer = undefined
      void this.#dial()
    })
  }

  #stopDialling(): void {
    this.#redialTimer?.cancel()
    this.#redialTimer = undefined
    this.#dialling?.abort()
    this.#dialling = undefined
  }

  async #dial(): Promise<void> {
    const target = this.#target
    if (target === undefined || target.addresses.length === 0) return
    if (this.#closed || this.#dialling !== undefined) return
    const controller = new AbortController()
    this.#dialling = controller
    const errors: unknown[] = []
    for (let tried = 0; tried < target.addresses.length && !controller.signal.aborted; tried++) {
      const index = (this.#addressIndex + tried) % target.addresses.length
      try {
        const channel = await this.#connect(target.addresses[index]!, controller.signal)
        if (this.#dialling === controller) this.#dialling = undefined
        this.add(channel, 'dialled')
        this.#addressIndex = index
        return
      } catch (error) {
        errors.push(error)
      }
    }
    if (this.#dialling !== controller) return
    this.#dialling = undefined
    if (!this.isUp) this.#dialFailed(errors)
  }

  async #connect(address: string, signal: AbortSignal): Promise<Channel> {
    const { transport, self, key, clock, random } = this.#options
    const full = address.includes('/p2p/') ? address : `${address}/p2p/${this.peerId}`
    const channel = await transport.open(full, RAFT_PROTOCOL, { signal })
    const onAbort = (): void => {
      channel.abort(new QuorumliteError('ABORTED', 'another link of the pair was faster'))
    }
    signal.addEventListener('abort', onAbort)
    try {
      await initiateHandshake(channel, {
        localPeer: transport.peerId,
        side: self,
        clock,
        random,
        credential: { role: 'member', key },
        admit: ({ remote }) => this.check(remote),
      })
      return channel
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  #redialDelayMs(isGone: boolean, errors: readonly unknown[]): number {
    const { clock, random } = this.#options
    const lostForMs = clock.nowMs() - (this.#lostAtMs ?? -Infinity)
    if (isGone && lostForMs < GONE_WINDOW_MS) {
      return randomBetween(random, 0.8, 1.2) * GONE_INTERVAL_MS
    }
    // A process that dies closes its connections before its listener: a dial in between breaks instead of being refused.
    const mayBeDying = !isGone && !errors.some((error) => failedBy(error, 'TIMEOUT'))
    if (mayBeDying && lostForMs < DYING_WINDOW_MS) return REDIAL_GRACE_MS
    return randomBetween(random, REDIAL_MIN_MS, REDIAL_MAX_MS)
  }

  #dialFailed(errors: readonly unknown[]): void {
    const { random, events } = this.#options
    this.#unreachable = true
    this.#clearOutbox()
    const refusal = errors.find(isRefusal)
    if (refusal !== undefined) {
      this.#dialIn(randomBetween(random, 0.5, 1) * REFUSED_REDIAL_MS)
      events.onRefused?.(this.nodeId, refusal)
      return
    }
    const isLost = this.#lostAtMs !== undefined
    const isGone =
      isLost && errors.length > 0 && errors.every((error) => failedBy(error, 'REFUSED'))
    this.#dialIn(this.#redialDelayMs(isGone, errors))
    if (isGone) events.onGone?.(this.nodeId)
  }
}

function failedBy(error: unknown, failure: OpenFailure): boolean {
  return error instanceof OpenError && error.failure === failure
}

/** The peer was there, and wants no link; not merely a connection that failed. */
function isRefusal(error: unknown): error is QuorumliteError {
  if (!(error instanceof QuorumliteError) || error instanceof OpenError) return false
  return !['ABORTED', 'CLOSED', 'TIMEOUT', 'UNAVAILABLE'].includes(error.code)
}
