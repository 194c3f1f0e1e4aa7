import type { Clock, Timer } from '@quorumlite/transport'

/** A process's view of the shared clock: when the process dies, nothing that it scheduled happens any more. */
export interface StoppableClock extends Clock {
  stop(): void
}

export function createStoppableClock(clock: Clock): StoppableClock {
  let stopped = false
  const guard = (callback: () => void) => (): void => {
    if (!stopped) callback()
  }
  return {
    nowMs: () => clock.nowMs(),
    wallMs: () => clock.wallMs(),
    setTimer: (delayMs, callback): Timer => clock.setTimer(delayMs, guard(callback)),
    setImmediate: (callback): Timer => clock.setImmediate(guard(callback)),
    stop: () => {
      stopped = true
    },
  }
}
