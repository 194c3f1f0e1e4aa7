import { MessageType, type Message, type RawNode } from '@quorumlite/raft'
import type { Clock } from '@quorumlite/transport'
import { QuorumliteError, decodeRaftFrame } from '@quorumlite/wire'

export interface PeerMessagesEnvironment {
  readonly core: RawNode
  readonly clock: Clock
  /** The group that is served here. */
  readonly group: number
  /** Closes the stream of a peer. */
  readonly reset: (nodeId: number) => void
  readonly wake: () => void
  readonly onFailure: (cause: unknown) => void
}

/** Raft messages of the other members, into the core. */
export class PeerMessages {
  readonly #env: PeerMessagesEnvironment
  #lastLeaderContactMs = -Infinity

  constructor(env: PeerMessagesEnvironment) {
    this.#env = env
  }

  /** Milliseconds since the last word of a leader; 0 on the leader itself. */
  get stalenessMs(): number {
    const { core, clock } = this.#env
    return core.role === 'leader' ? 0 : clock.nowMs() - this.#lastLeaderContactMs
  }

  onFrame(nodeId: number, frame: Uint8Array): void {
    const decoded = decodeOrUndefined(frame)
    // Nothing after it on this stream can be trusted either.
    if (!decoded) return this.#env.reset(nodeId)
    if (decoded.group !== this.#env.group) return
    for (const message of decoded.messages) {
      if (message.from !== nodeId) continue
      // A snapshot comes on a stream of its own, with its pages; a bare one would leave the stores behind.
      if (message.type === MessageType.snapshot) continue
      this.#step(message)
    }
    this.#env.wake()
  }

  #step(message: Message): void {
    const { core, clock, onFailure } = this.#env
    if (core.step(message) === 'diverged') onFailure(diverged(message.from))
    if (message.from === core.leader) this.#lastLeaderContactMs = clock.nowMs()
  }
}

function diverged(nodeId: number): QuorumliteError {
  return new QuorumliteError(
    'DIVERGED',
    `node ${nodeId} counts on log entries that this node does not have, or contradicts committed ones`,
    { hint: 'A disk lost what it had acknowledged. Remove this node and let it join again.' },
  )
}

function decodeOrUndefined(frame: Uint8Array): ReturnType<typeof decodeRaftFrame> | undefined {
  try {
    return decodeRaftFrame(frame)
  } catch {
    return undefined
  }
}
