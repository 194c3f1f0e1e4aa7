import { QuorumliteError, type Consistency, type Position } from '@quorumlite/wire'
import { notReached } from '../read-coordinator.ts'
import type { Reply } from './reply.ts'
import { requireOwnPosition, requireState, type Gateway } from './gateway.ts'

/** What a read asks of the state that it reads. */
export interface ReadRequirement {
  readonly consistency: Consistency
  readonly minimum?: Position | undefined
  readonly stalenessMaxMs: number
}

/** Calls `run` once this node's published state is good enough for the read; an error it throws is the answer. */
export function whenReadable(
  gateway: Gateway,
  requirement: ReadRequirement,
  timeoutMs: number,
  reply: Reply,
  run: () => void,
): void {
  const guarded = (): void =>
    gateway.whenLoaded(() => {
      try {
        const why = gateway.outOfService()
        if (why) throw why
        run()
      } catch (cause) {
        reply.fail(cause)
      }
    })
  switch (requirement.consistency) {
    case 'linearizable': {
      const patienceMs = patienceOf(gateway, timeoutMs)
      return gateway.reads.enqueue(patienceMs, guarded, (error) => reply.fail(error))
    }
    case 'session': {
      const { minimum } = requirement
      if (!minimum || minimum.index === 0) {
        requireState(gateway)
        return guarded()
      }
      return whenReached(gateway, minimum, timeoutMs, reply, guarded)
    }
    case 'stale': {
      requireState(gateway)
      const stalenessMs = gateway.stalenessMs()
      if (requirement.stalenessMaxMs > 0 && stalenessMs > requirement.stalenessMaxMs) {
        const age = Number.isFinite(stalenessMs)
          ? `${Math.round(stalenessMs)} ms`
          : 'an unknown age'
        const message = `this node's state is of ${age}, more than the ${requirement.stalenessMaxMs} ms allowed`
        throw new QuorumliteError('STALE', message)
      }
      return guarded()
    }
  }
}

/** Calls `run` once this node has published a position that a client has heard of. */
export function whenReached(
  gateway: Gateway,
  position: Position,
  timeoutMs: number,
  reply: Reply,
  run: () => void,
): void {
  requireOwnPosition(gateway, position)
  const { published, clock } = gateway
  const { index } = position
  published.whenPublished(index, run, {
    deadlineMs: clock.nowMs() + patienceOf(gateway, timeoutMs),
    expire: () => reply.fail(notReached(index, published.index)),
  })
}

function patienceOf(gateway: Gateway, timeoutMs: number): number {
  return timeoutMs === 0 ? gateway.limits.requestTimeoutMs : timeoutMs
}
