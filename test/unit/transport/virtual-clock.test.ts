import { createVirtualClock } from '@quorumlite/transport'
import { describe, expect, it } from 'vitest'

describe('the virtual clock', () => {
  it('stands still until it is moved', async () => {
    const clock = createVirtualClock()
    let fired = false
    clock.setTimer(1, () => (fired = true))
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(fired).toBe(false)
    expect(clock.nowMs()).toBe(0)
  })

  it('fires timers in order of time, then of setting, with time at their instant', async () => {
    const clock = createVirtualClock()
    const fired: string[] = []
    const note = (name: string) => (): void => void fired.push(`${name}@${clock.nowMs()}`)
    clock.setTimer(20, note('c'))
    clock.setTimer(10, note('a'))
    clock.setTimer(10, note('b'))
    clock.setTimer(30, note('late'))
    await clock.advance(25)
    expect(fired).toEqual(['a@10', 'b@10', 'c@20'])
    expect(clock.nowMs()).toBe(25)
    await clock.advance(5)
    expect(fired.at(-1)).toBe('late@30')
  })

  it('orders a thousand timers', async () => {
    const clock = createVirtualClock()
    const fired: number[] = []
    const delays = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1009)
    for (const delay of delays) clock.setTimer(delay, () => fired.push(delay))
    await clock.advance(2000)
    expect(fired).toEqual(delays.toSorted((a, b) => a - b))
  })

  it('runs promise jobs between timers, and what they schedule', async () => {
    const clock = createVirtualClock()
    const log: string[] = []
    clock.setTimer(1, () => {
      log.push('first')
      void Promise.resolve()
        .then(() => {})
        .then(() => {
          log.push('job')
          clock.setTimer(0, () => log.push('from the job'))
        })
    })
    clock.setTimer(2, () => log.push('second'))
    await clock.advance(2)
    expect(log).toEqual(['first', 'job', 'from the job', 'second'])
  })

  it('runs the end of a tick before any timer', async () => {
    const clock = createVirtualClock()
    const log: string[] = []
    clock.setTimer(0, () => log.push('timer'))
    clock.setImmediate(() => log.push('immediate'))
    clock.setImmediate(() => log.push('cancelled')).cancel()
    await clock.advance(0)
    expect(log).toEqual(['immediate', 'timer'])
  })

  it('does not fire what was cancelled, and counts what is set', async () => {
    const clock = createVirtualClock()
    let fired = 0
    const timer = clock.setTimer(10, () => (fired += 1))
    clock.setTimer(20, () => (fired += 1))
    expect(clock.timerCount).toBe(2)
    timer.cancel()
    timer.cancel()
    expect(clock.timerCount).toBe(1)
    await clock.advance(100)
    expect(fired).toBe(1)
    expect(clock.timerCount).toBe(0)
  })

  it('steps over one callback at a time', async () => {
    const clock = createVirtualClock()
    clock.setTimer(10, () => {})
    clock.setTimer(5, () => {})
    expect(await clock.runNext()).toBe(true)
    expect(clock.nowMs()).toBe(5)
    expect(await clock.runNext()).toBe(true)
    expect(await clock.runNext()).toBe(false)
    expect(clock.nowMs()).toBe(10)
  })

  it('runs until a condition holds, or the limit is reached', async () => {
    const clock = createVirtualClock()
    let count = 0
    const again = (): void => {
      count += 1
      clock.setTimer(10, again)
    }
    again()
    expect(await clock.runUntil(() => count === 5, 1000)).toBe(true)
    expect(clock.nowMs()).toBe(40)
    expect(await clock.runUntil(() => count === 500, 100)).toBe(false)
    expect(clock.nowMs()).toBe(140)
  })

  it('refuses to be moved by two at once', async () => {
    const clock = createVirtualClock()
    const first = clock.advance(10)
    await expect(clock.advance(10)).rejects.toThrow(/already being moved/)
    await first
  })

  it('has a wall clock that can jump without moving time', async () => {
    const clock = createVirtualClock({ wallMs: 1_000_000 })
    await clock.advance(500)
    expect(clock.wallMs()).toBe(1_000_500)
    clock.shiftWall(-86_400_000)
    expect(clock.wallMs()).toBe(1_000_500 - 86_400_000)
    expect(clock.nowMs()).toBe(500)
  })

  it('does all promise jobs between two callbacks, with a turn of the event loop or without', async () => {
    for (const turnEvery of [1, 3, 1_000]) {
      const clock = createVirtualClock({ turnEvery })
      const log: string[] = []
      const jobs = async (name: string): Promise<void> => {
        for (let i = 0; i < 50; i++) await Promise.resolve()
        log.push(`${name} is done`)
      }
      for (const name of ['a', 'b', 'c', 'd']) {
        clock.setTimer(1, () => {
          log.push(name)
          void jobs(name)
        })
      }
      await clock.advance(1)
      expect(log).toEqual(['a', 'b', 'c', 'd'].flatMap((name) => [name, `${name} is done`]))
    }
  })

  it('gives the event loop a turn after so many callbacks', async () => {
    const clock = createVirtualClock({ turnEvery: 10 })
    let seenAt = 0
    for (let i = 1; i <= 30; i++) {
      clock.setTimer(i, () => {
        if (i === 1) setImmediate(() => (seenAt = clock.nowMs()))
      })
    }
    await clock.advance(30)
    expect(seenAt).toBe(10)
  })
})
