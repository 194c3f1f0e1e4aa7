import { describe, expect, test } from 'vitest'
import { checkBank } from '../../checkers/bank.ts'
import { type CounterRead, checkCounter, type Increment } from '../../checkers/counter.ts'
import { type Addition, checkSet, type SetRead } from '../../checkers/set.ts'
import { Dice } from '../../sim/dice.ts'

describe('the bank', () => {
  test('has the same total in every read', () => {
    const reads = [
      [10, 20, 30],
      [0, 60, 0],
    ].map((balances, at) => ({ at, balances }))
    expect(checkBank(reads, 60)).toEqual([])
  })
  test.each([
    ['money that is lost', [10, 20, 29]],
    ['money from nowhere', [10, 20, 31]],
    ['a balance below zero', [-1, 31, 30]],
    ['one half of a transfer', [5, 20, 30]],
    ['the other half of it', [10, 25, 30]],
    ['an account that is missing', [30, 20]],
  ])('shows %s', (_name, balances) => {
    expect(checkBank([{ at: 0, balances }], 60)).toHaveLength(1)
  })
})

describe('a set', () => {
  const added = (element: number, call: number, end = call + 1): Addition => ({
    element,
    call,
    return: end,
    outcome: end === Infinity ? 'unknown' : 'added',
  })
  const refused = (element: number): Addition => ({
    element,
    call: 0,
    return: 1,
    outcome: 'not added',
  })
  const found = (call: number, ...elements: number[]): SetRead => ({
    call,
    return: call + 1,
    elements,
  })

  test('has what was acknowledged, and perhaps what nobody heard of', () => {
    const additions = [added(1, 0), added(2, 0, Infinity), added(3, 0, Infinity), refused(4)]
    expect(checkSet(additions, [found(5, 1, 2)])).toEqual([])
  })
  test('may lack what is being added meanwhile', () => {
    expect(checkSet([added(1, 0, 10)], [found(5), found(6, 1)])).toEqual([])
  })
  test.each<[string, Addition[], SetRead]>([
    ['an element that is lost', [added(1, 0)], found(5)],
    ['one that is there twice', [added(1, 0)], found(5, 1, 1)],
    ['one that its sender was told is not there', [refused(1)], found(5, 1)],
    ['one that nobody added', [], found(5, 1)],
    ['one that was not added yet', [added(1, 10)], found(5, 1)],
    ['one that is lost among others', [added(1, 0), added(2, 0), added(3, 4, 9)], found(5, 1, 3)],
  ])('shows %s', (_name, additions, read) => {
    expect(checkSet(additions, [read])).toHaveLength(1)
  })
})

describe('a counter', () => {
  const up = (call: number, value: number | undefined, end = call + 1): Increment => ({
    call,
    return: end,
    value,
    outcome: end === Infinity ? 'unknown' : value === undefined ? 'not counted' : 'counted',
  })
  const seen = (call: number, value: number): CounterRead => ({ call, return: call + 1, value })

  test('counts what was acknowledged, and perhaps what nobody heard of', () => {
    const increments = [up(0, 1), up(2, undefined, Infinity), up(3, 3), up(4, undefined)]
    expect(checkCounter(increments, [seen(8, 3)])).toEqual([])
  })
  test.each<[string, Increment[], CounterRead[]]>([
    ['an increment that is lost', [up(0, 1), up(2, 2)], [seen(5, 1)]],
    ['one that counted twice', [up(0, 1)], [seen(5, 2)]],
    ['one that was refused and counted', [up(0, undefined)], [seen(5, 1)]],
    ['one that was seen too early', [up(10, 1)], [seen(5, 1)]],
    ['two that returned the same', [up(0, 1, 9), up(0, 1, 9)], []],
    ['one that did not see the one before', [up(0, 2, 9), up(10, 1)], []],
    ['one that counted although nobody heard, and was lost again', [up(0, 1), up(2, 3)], []],
    ['reads that go back', [up(0, 1), up(2, 2)], [seen(5, 2), seen(7, 1)]],
  ])('shows %s', (_name, increments, reads) => {
    expect(checkCounter(increments, reads).length).toBeGreaterThan(0)
  })
})

/** What several did at the same time to something as it should be: each takes effect somewhere between call and return. */
interface Effect {
  readonly call: number
  readonly end: number
  readonly at: number
  readonly isRead: boolean
  readonly isHeard: boolean
}

function overlapping(dice: Dice, count: number): Effect[] {
  const freeAt = [0, 0, 0, 0]
  const effects = Array.from({ length: count }, () => {
    const process = dice.below(freeAt.length)
    const call = freeAt[process]! + dice.next()
    const end = call + dice.next() * 5
    freeAt[process] = end
    const at = dice.between(call, end)
    return { call, end, at, isRead: dice.chance(0.4), isHeard: dice.chance(0.85) }
  })
  return effects.toSorted((a, b) => a.at - b.at)
}

describe('of random histories', () => {
  test('a set accepts those of a correct one, and misses nothing that was lost or came from nowhere', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const dice = new Dice(seed)
      const additions: Addition[] = []
      const reads: SetRead[] = []
      const elements: number[] = []
      for (const [i, { call, end, isRead, isHeard }] of overlapping(dice, 40).entries()) {
        if (isRead) reads.push({ call, return: end, elements: [...elements] })
        else {
          elements.push(i)
          const outcome = isHeard ? 'added' : 'unknown'
          additions.push({ element: i, call, return: isHeard ? end : Infinity, outcome })
        }
      }
      const last = { call: 1e6, return: 1e6 + 1, elements: [...elements] }
      expect(checkSet(additions, [...reads, last]), `seed ${seed}`).toEqual([])
      const known = additions.filter(({ outcome }) => outcome === 'added')
      const { element } = dice.pick(known)
      const lost = { ...last, elements: elements.filter((each) => each !== element) }
      expect(checkSet(additions, [lost]), `seed ${seed}`).toHaveLength(1)
      const twice = { ...last, elements: [...elements, element] }
      expect(checkSet(additions, [twice]), `seed ${seed}`).toHaveLength(1)
    }
  })

  test('a counter accepts those of a correct one, and finds one count too few or too many', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const dice = new Dice(seed)
      const increments: Increment[] = []
      const reads: CounterRead[] = []
      let n = 0
      for (const { call, end, isRead, isHeard } of overlapping(dice, 40)) {
        if (isRead) reads.push({ call, return: end, value: n })
        else if (isHeard) increments.push({ call, return: end, outcome: 'counted', value: ++n })
        else {
          n += dice.below(2)
          increments.push({ call, return: Infinity, outcome: 'unknown', value: undefined })
        }
      }
      expect(checkCounter(increments, reads), `seed ${seed}`).toEqual([])
      const counted = increments.filter(({ outcome }) => outcome === 'counted').length
      const atEnd = (value: number): CounterRead => ({ call: 1e6, return: 1e6 + 1, value })
      expect(checkCounter(increments, [atEnd(counted - 1)]), `seed ${seed}`).toHaveLength(1)
      expect(checkCounter(increments, [atEnd(increments.length + 1)])).toHaveLength(1)
    }
  })

  test('a bank accepts what transfers leave, and finds every transfer of which a half is missing', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const dice = new Dice(seed)
      const balances = [100, 100, 100, 100, 100]
      const reads = Array.from({ length: 30 }, (_, at) => {
        const [from, to] = [dice.below(5), dice.below(5)]
        const amount = dice.below(balances[from]! + 1)
        balances[from]! -= amount
        balances[to]! += amount
        return { at, balances: [...balances] }
      })
      expect(checkBank(reads, 500), `seed ${seed}`).toEqual([])
      const victim = dice.below(reads.length)
      const wrong = reads.map(({ at, balances: each }, i) => {
        if (i !== victim) return { at, balances: each }
        return { at, balances: each.map((balance, j) => balance + (j === 0 ? 1 : 0)) }
      })
      expect(checkBank(wrong, 500), `seed ${seed}`).toHaveLength(1)
    }
  })
})
