import { describe, expect, test } from 'vitest'
import { checkListAppend, type ListStep, type ListTransaction } from '../../checkers/list-append.ts'
import { Dice } from '../../sim/dice.ts'

const append = (key: number, value: number): ListStep => ({ kind: 'append', key, value })
const read = (key: number, ...values: number[]): ListStep => ({ kind: 'read', key, values })

function tx(
  call: number,
  end: number,
  steps: ListStep[],
  outcome: ListTransaction['outcome'] = 'committed',
): ListTransaction {
  return { call, return: end, steps, outcome }
}

describe('accepts', () => {
  test.each<[string, ListTransaction[]]>([
    ['nothing', []],
    ['one after the other', [tx(0, 1, [append(1, 1)]), tx(2, 3, [append(1, 2), read(1, 1, 2)])]],
    [
      'an open transaction that was seen',
      [tx(0, Infinity, [append(1, 1)], 'open'), tx(5, 6, [read(1)]), tx(7, 8, [read(1, 1)])],
    ],
    ['one that was rolled back', [tx(0, 1, [append(1, 1)], 'aborted'), tx(2, 3, [read(1)])]],
    [
      'overlapping ones in either order',
      [tx(0, 9, [append(1, 1)]), tx(0, 9, [append(1, 2)]), tx(10, 11, [read(1, 2, 1)])],
    ],
    [
      'an open transaction that read its own work, and was rolled back',
      [
        tx(0, 1, [append(1, 1)]),
        tx(2, Infinity, [append(1, 2), read(1, 1, 2)], 'open'),
        tx(3, 4, [append(1, 3)]),
        tx(5, 6, [read(1, 1, 3)]),
      ],
    ],
    [
      'three at the same time, each of which saw another half of the past',
      [
        tx(0, 9, [append(1, 1), append(2, 1)]),
        tx(1, 8, [read(1), read(2)]),
        tx(2, 7, [read(1, 1), read(2, 1)]),
      ],
    ],
  ])('%s', (_name, history) => {
    expect(checkListAppend(history)).toEqual([])
  })
})

describe('names', () => {
  test.each<[string, RegExp, ListTransaction[]]>([
    [
      'writes in two orders at once (G0)',
      /^G0: /,
      [
        tx(0, 9, [append(1, 1), append(2, 1)]),
        tx(0, 9, [append(1, 2), append(2, 2)]),
        tx(10, 11, [read(1, 1, 2)]),
        tx(10, 11, [read(2, 2, 1)]),
      ],
    ],
    [
      'an append that is ordered before one that had ended when it began (G0 in real time)',
      /^G0: .*-rt->/,
      [tx(0, 1, [append(1, 1)]), tx(2, 3, [append(1, 2)]), tx(4, 5, [read(1, 2, 1)])],
    ],
    [
      'a read of what was rolled back (G1a)',
      /^G1a/,
      [tx(0, 1, [append(1, 1)], 'aborted'), tx(2, 3, [read(1, 1)])],
    ],
    [
      'a read of what was unfinished (G1b)',
      /^G1b/,
      [tx(0, 9, [append(1, 1), append(1, 2)]), tx(1, 2, [read(1, 1)]), tx(10, 11, [read(1, 1, 2)])],
    ],
    [
      'two that read each other (G1c)',
      /^G1c: /,
      [tx(0, 9, [append(1, 1), read(2, 1)]), tx(0, 9, [append(2, 1), read(1, 1)])],
    ],
    [
      'a read of what is appended only later (G1c in real time)',
      /^G1c: .*-rt->/,
      [tx(0, 1, [read(1, 1)]), tx(2, 3, [append(1, 1)])],
    ],
    [
      'a lost update (G-single)',
      /^G-single: /,
      [
        tx(0, 9, [read(1), append(1, 1)]),
        tx(0, 9, [read(1), append(1, 2)]),
        tx(10, 11, [read(1, 1, 2)]),
      ],
    ],
    [
      'a snapshot that is half old (G-single)',
      /^G-single: /,
      [
        tx(0, 9, [append(1, 1), append(2, 1)]),
        tx(0, 9, [read(1, 1), read(2)]),
        tx(10, 11, [read(2, 1)]),
      ],
    ],
    [
      'a stale read (G-single in real time)',
      /^G-single: .*-rt->/,
      [tx(0, 1, [append(1, 1)]), tx(2, 3, [read(1)]), tx(4, 5, [read(1, 1)])],
    ],
    [
      'write skew (G2)',
      /^G2: /,
      [
        tx(0, 9, [read(1), append(2, 1)]),
        tx(0, 9, [read(2), append(1, 1)]),
        tx(10, 11, [read(1, 1), read(2, 1)]),
      ],
    ],
    [
      'a long fork (G2)',
      /^G2: /,
      [
        tx(0, 9, [append(1, 1)]),
        tx(0, 9, [append(2, 1)]),
        tx(0, 9, [read(1, 1), read(2)]),
        tx(0, 9, [read(1), read(2, 1)]),
        tx(10, 11, [read(1, 1), read(2, 1)]),
      ],
    ],
    [
      'reads that contradict each other',
      /incompatible orders/,
      [
        tx(0, 9, [append(1, 1)]),
        tx(0, 9, [append(1, 2)]),
        tx(1, 2, [read(1, 1)]),
        tx(3, 4, [read(1, 2)]),
        tx(10, 11, [read(1, 1, 2)]),
      ],
    ],
    [
      'an append that is lost before anybody saw it',
      /^G-single: .*-rt->/,
      [tx(0, 1, [append(1, 1)]), tx(2, 3, [append(1, 2)]), tx(4, 5, [read(1, 1)])],
    ],
    [
      'appends of one transaction in another order',
      /another order/,
      [tx(0, 1, [append(1, 1), append(1, 2)]), tx(2, 3, [read(1, 2, 1)])],
    ],
    [
      'a transaction that sees what it is yet to do',
      /yet to append/,
      [tx(0, 1, [read(1, 1), append(1, 1)])],
    ],
    ['an append that ran twice', /twice/, [tx(0, 1, [append(1, 1)]), tx(2, 3, [read(1, 1, 1)])]],
    ['an element from nowhere', /nobody appended/, [tx(0, 1, [read(1, 9)])]],
    [
      'a transaction that does not see itself',
      /does not see/,
      [tx(0, 1, [append(1, 1), read(1)]), tx(2, 3, [read(1, 1)])],
    ],
  ])('%s', (_name, pattern, history) => {
    const complaints = checkListAppend(history)
    expect(complaints.join('\n')).toMatch(pattern)
  })
})

/** Transactions that take effect at one moment between call and return each. */
function play(dice: Dice, transactions: number): ListTransaction[] {
  const lists = new Map<number, number[]>()
  const freeAt = [0, 0, 0, 0, 0]
  let value = 0
  const planned = Array.from({ length: transactions }, () => {
    const process = dice.below(freeAt.length)
    const call = freeAt[process]! + dice.next()
    const end = call + dice.next() * 5
    freeAt[process] = end
    return { call, end, at: dice.between(call, end) }
  })
  return planned
    .sort((a, b) => a.at - b.at)
    .map(({ call, end }) => {
      const steps = Array.from({ length: 1 + dice.below(4) }, (): ListStep => {
        const key = dice.below(3)
        const list = lists.get(key) ?? []
        lists.set(key, list)
        if (dice.chance(0.5)) return read(key, ...list)
        list.push(++value)
        return append(key, value)
      })
      return tx(call, end, steps)
    })
}

test('accepts what correct transactions did at the same time, and finds one read that is too old', () => {
  let found = 0
  for (let seed = 1; seed <= 100; seed++) {
    const dice = new Dice(seed)
    const history = play(dice, 60)
    expect(checkListAppend(history), `seed ${seed}`).toEqual([])
    // The last read of a list shows nothing although others had been acknowledged long before.
    const victim = history.findLast(({ steps }) =>
      steps.every((step) => step.kind === 'read' && step.values.length > 10),
    )
    if (!victim) continue
    const wrong = history.map((each) =>
      each === victim ? { ...each, steps: each.steps.map(({ key }) => read(key)) } : each,
    )
    expect(checkListAppend(wrong), `seed ${seed}`).not.toEqual([])
    found++
  }
  expect(found).toBeGreaterThan(50)
})

/** Whether some order explains everything: by trying all of them. */
function hasOrder(history: readonly ListTransaction[]): boolean {
  const lists = new Map<number, number[]>()
  const run = (steps: readonly ListStep[]): boolean => {
    for (const step of steps) {
      const list = lists.get(step.key) ?? []
      if (step.kind === 'append') lists.set(step.key, [...list, step.value])
      else if (step.values.join() !== list.join()) return false
    }
    return true
  }
  const search = (left: readonly ListTransaction[]): boolean => {
    if (left.every(({ outcome }) => outcome !== 'committed')) return true
    return left.some((next) => {
      // Nobody who had ended when it began may come after it.
      if (left.some((other) => other.return < next.call)) return false
      const before = new Map(lists)
      if (run(next.steps) && search(left.filter((each) => each !== next))) return true
      lists.clear()
      for (const [key, list] of before) lists.set(key, list)
      return false
    })
  }
  // What was rolled back, and what nobody heard of, holds nobody up.
  return search(history.filter(({ outcome }) => outcome !== 'aborted'))
}

/** A handful of transactions on two lists with answers that may be right, and a read of everything at the end. */
function guess(dice: Dice): ListTransaction[] {
  const appended = new Map<number, number[]>([
    [1, []],
    [2, []],
  ])
  let value = 0
  const writers = Array.from({ length: 2 + dice.below(2) }, (_, i) => {
    const steps: ListStep[] = Array.from({ length: 1 + dice.below(2) }, () => {
      const key = 1 + dice.below(2)
      appended.get(key)!.push(++value)
      return append(key, value)
    })
    return { call: dice.next() * 4 + i / 1000, steps }
  })
  const shuffled = (list: readonly number[]): number[] =>
    list
      .map((each) => [dice.next(), each] as const)
      .toSorted((a, b) => a[0] - b[0])
      .map(([, each]) => each)
  const final = new Map(
    [...appended].map(([key, list]) => [key, dice.chance(0.3) ? shuffled(list) : list]),
  )
  const some = (key: number): ListStep => {
    const list = final.get(key)!
    return read(key, ...list.slice(0, dice.below(list.length + 1)))
  }
  const history = writers.map(({ call, steps }) => {
    const mixed = dice.chance(0.4) ? [some(1 + dice.below(2)), ...steps] : steps
    return tx(call, call + dice.next() * 4, mixed)
  })
  for (let i = dice.below(3); i > 0; i--) {
    const call = dice.next() * 6
    history.push(tx(call, call + dice.next() * 3, [some(1), some(2)]))
  }
  history.push(tx(20, 21, [read(1, ...final.get(1)!), read(2, ...final.get(2)!)]))
  return history
}

test('says of small histories that are seen whole what trying every order says', () => {
  const verdicts = { right: 0, wrong: 0 }
  for (let seed = 1; seed <= 3_000; seed++) {
    const history = guess(new Dice(seed))
    const isRight = hasOrder(history)
    const complaints = checkListAppend(history)
    expect(complaints.length === 0, `seed ${seed}: ${complaints.join()}`).toBe(isRight)
    verdicts[isRight ? 'right' : 'wrong']++
  }
  expect(verdicts.right).toBeGreaterThan(200)
  expect(verdicts.wrong).toBeGreaterThan(200)
})

test('never complains of a small history that some order explains, whatever is left open', () => {
  let right = 0
  for (let seed = 1; seed <= 3_000; seed++) {
    const dice = new Dice(seed)
    const history = guess(dice)
      .slice(0, dice.chance(0.5) ? -1 : undefined)
      .map((each) => {
        const fate = dice.next()
        if (fate < 0.7) return each
        if (fate < 0.85) return { ...each, outcome: 'aborted' as const }
        return { ...each, outcome: 'open' as const, return: Infinity }
      })
    if (!hasOrder(history)) continue
    right++
    expect(checkListAppend(history), `seed ${seed}`).toEqual([])
  }
  expect(right).toBeGreaterThan(200)
})
