import {
  createSeededRandom,
  type Random,
  randomBetween,
  randomInteger,
  systemRandom,
} from '@quorumlite/transport'
import { describe, expect, it } from 'vitest'

function draw(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.next())
}

describe('seeded randomness', () => {
  it('repeats itself for the same seed only', () => {
    expect(draw(createSeededRandom(1), 20)).toEqual(draw(createSeededRandom(1), 20))
    expect(draw(createSeededRandom(1), 20)).not.toEqual(draw(createSeededRandom(2), 20))
    expect(createSeededRandom('a').bytes(32)).toEqual(createSeededRandom('a').bytes(32))
  })

  it('gives the numbers that recorded histories depend on', () => {
    const random = createSeededRandom(42)
    expect(Array.from({ length: 4 }, () => randomInteger(random, 0, 1_000_000)))
      .toMatchInlineSnapshot(`
      [
        79445,
        632491,
        492886,
        400065,
      ]
    `)
  })

  it('forks generators that depend on the label alone, not on what was drawn', () => {
    const first = createSeededRandom(1)
    const second = createSeededRandom(1)
    draw(second, 100)
    expect(draw(first.fork('links'), 5)).toEqual(draw(second.fork('links'), 5))
    expect(draw(first.fork('links'), 5)).not.toEqual(draw(first.fork('disk'), 5))
  })

  it('spreads evenly', () => {
    const random = createSeededRandom(3)
    const counts = Array.from({ length: 16 }, () => 0)
    for (let i = 0; i < 16_000; i++) counts[Math.floor(random.next() * 16)]! += 1
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
    const bits = random
      .bytes(8000)
      .reduce((sum, byte) => sum + byte.toString(2).split('1').length - 1, 0)
    expect(Math.abs(bits - 32_000)).toBeLessThan(600)
  })
})

describe.each([
  ['the system', systemRandom],
  ['a seed', createSeededRandom(7)],
])('randomness of %s', (_, random) => {
  it('stays within its bounds', () => {
    const integers = new Set<number>()
    for (let i = 0; i < 500; i++) {
      const next = random.next()
      expect(next >= 0 && next < 1).toBe(true)
      const between = randomBetween(random, 50, 500)
      expect(between >= 50 && between < 500).toBe(true)
      integers.add(randomInteger(random, -1, 1))
    }
    expect([...integers].toSorted((a, b) => a - b)).toEqual([-1, 0, 1])
    expect(random.bytes(0)).toHaveLength(0)
    expect(random.bytes(33)).toHaveLength(33)
  })
})
