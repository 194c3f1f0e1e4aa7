import { systemClock } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import { describe, expect, test } from 'vitest'
import { Deadline } from '../../../packages/client/src/deadline.ts'
import { DIALS_MAX } from '../../../packages/client/src/limits.ts'
import { Turns } from '../../../packages/client/src/turns.ts'

const patient = (): Deadline => new Deadline({ clock: systemClock })

/** Dials that end when they are told to. */
function dials(turns: Turns, count: number, deadline = patient()) {
  const running: { readonly place: number; end(error?: Error): void }[] = []
  const started: number[] = []
  const results = Array.from({ length: count }, (_, place) =>
    turns.run(() => {
      started.push(place)
      return new Promise<number>((resolve, reject) => {
        const end = (error?: Error): void => (error ? reject(error) : resolve(place))
        running.push({ place, end })
      })
    }, deadline),
  )
  return { running, started, results }
}

describe('the turns of a process', () => {
  test('are eight at a time, first come, first served', async () => {
    const { running, started, results } = dials(new Turns(DIALS_MAX), 20)
    expect(started).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    for (let place = 0; place < 20; place++) {
      running[place]!.end()
      expect(await results[place]).toBe(place)
      expect(started).toHaveLength(Math.min(20, 9 + place))
    }
  })

  test('go on after a dial that failed', async () => {
    const turns = new Turns(DIALS_MAX)
    const { running, started, results } = dials(turns, 9)
    running[0]!.end(new Error('refused'))
    await expect(results[0]).rejects.toThrow('refused')
    expect(started).toContain(8)
  })

  test('pass over those who gave up waiting', async () => {
    const turns = new Turns(DIALS_MAX)
    const first = dials(turns, 8)
    const impatient = patient()
    const second = dials(turns, 2, impatient)
    const third = dials(turns, 1)
    impatient.end(new QuorumliteError('TIMEOUT', 'too late'))
    for (const result of second.results) await expect(result).rejects.toThrow('too late')
    await expect(dials(turns, 1, impatient).results[0]).rejects.toThrow('too late')
    first.running[3]!.end()
    await first.results[3]
    expect(second.started).toEqual([])
    expect(third.started).toEqual([0])
  })
})
