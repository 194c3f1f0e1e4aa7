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
