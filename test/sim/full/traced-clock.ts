import { createVirtualClock, type Timer, type VirtualClock } from '@quorumlite/transport'
import type { Trace } from '../trace.ts'

/** Nothing in a simulated cluster leaves anything to the next turn. */
const TURN_EVERY = 64

/**
 * Virtual time of which every event goes into the trace. All that a cluster does hangs on timers whose delays are drawn:
 * two runs that differ anywhere soon differ in when something happens.
 */
export function createTracedClock(trace: Trace, onEvent: () => void): VirtualClock {
  const clock = createVirtualClock({ turnEvery: TURN_EVERY })
  const traced = (callback: () => void) => (): void => {
    trace.mix(clock.nowMs() * 1000)
    onEvent()
    callback()
  }
  return {
    nowMs: () => clock.nowMs(),
    wallMs: () => clock.wallMs(),
    setTimer: (delayMs, callback): Timer => clock.setTimer(delayMs, traced(callback)),
    setImmediate: (callback): Timer => clock.setImmediate(traced(callback)),
    advance: (durationMs) => clock.advance(durationMs),
    runNext: () => clock.runNext(),
    runUntil: (condition, limitMs) => clock.runUntil(condition, limitMs),
    shiftWall: (byMs) => clock.shiftWall(byMs),
    get timerCount() {
      return clock.timerCount
    },
  }
}
