import { describe, expect, test } from 'vitest'
import {
  checkRegisters,
  type RegisterAction,
  type RegisterOperation,
} from '../../checkers/register.ts'
import { Dice } from '../../sim/dice.ts'

/** An operation on register 1, or another. */
function op(call: number, end: number, action: RegisterAction, key = 1): RegisterOperation {
  return { call, return: end, action, key }
}
const write = (value: number): RegisterAction => ({ kind: 'write', value })
const read = (value: number | undefined): RegisterAction => ({ kind: 'read', value })
const cas = (from: number, to: number, swapped?: boolean): RegisterAction => ({
  kind: 'cas',
  from,
  to,
  swapped,
})

describe('accepts', () => {
  test.each<[string, RegisterOperation[]]>([
    ['nothing', []],
    ['a read before any write', [op(0, 1, read(undefined)), op(2, 3, write(1))]],
    ['a read that overlaps the write that it sees', [op(0, 10, write(1)), op(1, 2, read(1))]],
    [
      'overlapping writes in either order',
      [op(0, 10, write(1)), op(0, 10, write(2)), op(11, 12, read(1))],
    ],
    [
      'a write without an answer that takes effect late',
      [op(0, Infinity, write(1)), op(5, 6, read(undefined)), op(7, 8, read(1))],
    ],
    [
      'a write without an answer that never happened',
      [op(0, Infinity, write(1)), op(5, 6, read(undefined))],
    ],
    [
      'a swap that failed, and one that did not',
      [
        op(0, 1, write(1)),
        op(2, 3, cas(2, 3, false)),
        op(4, 5, cas(1, 4, true)),
        op(6, 7, read(4)),
      ],
    ],
    [
      'a swap without an answer',
      [op(0, 1, write(1)), op(2, Infinity, cas(1, 2)), op(3, 4, read(1)), op(5, 6, read(2))],
    ],
  ])('%s', (_name, history) => {
    expect(checkRegisters(history)).toEqual([])
  })
})

describe('refuses', () => {
  test.each<[string, RegisterOperation[]]>([
    ['a stale read', [op(0, 1, write(1)), op(2, 3, write(2)), op(4, 5, read(1))]],
    ['a lost write', [op(0, 1, write(1)), op(2, 3, read(undefined))]],
    ['a value from nowhere', [op(0, 1, read(7))]],
    [
      'reads that go back in time',
      [op(0, 10, write(1)), op(1, 2, read(1)), op(3, 4, read(undefined))],
    ],
    [
      'a write seen, then not, then again',
      [op(0, Infinity, write(1)), op(1, 2, read(1)), op(3, 4, read(undefined)), op(5, 6, read(1))],
    ],
    [
      'two swaps of one value',
      [op(0, 1, write(1)), op(2, 9, cas(1, 2, true)), op(2, 9, cas(1, 3, true))],
    ],
    ['a swap of a value that was not there', [op(0, 1, write(1)), op(2, 3, cas(5, 6, true))]],
    [
      'a failed swap that should not have failed',
      [op(0, 1, write(1)), op(2, 3, cas(1, 2, false)), op(4, 5, read(1))],
    ],
    [
      'a stale read while others write',
      [
        op(0, 1, write(1)),
        op(2, 9, write(2)),
        op(3, 4, read(2)),
        op(5, 6, read(1)),
        op(5, 9, write(3)),
      ],
    ],
    [
      'a lost update among three at the same time',
      [
        op(0, 1, write(1)),
        op(2, 9, cas(1, 2, true)),
        op(2, 9, cas(1, 3, true)),
        op(2, 9, cas(2, 4, false)),
        op(10, 11, read(3)),
      ],
    ],
    [
      // What was rolled back is in no history: nobody wrote it.
      'a read of what was never committed, among writes at the same time',
      [op(0, 9, write(1)), op(0, 9, write(2)), op(1, 2, read(7)), op(10, 11, read(2))],
    ],
    [
      'two readers who saw two writes in two orders',
      [
        op(0, 9, write(1)),
        op(0, 9, write(2)),
        op(1, 2, read(1)),
        op(3, 4, read(2)),
        op(5, 6, read(1)),
      ],
    ],
    [
      'a swap without an answer that both happened and did not',
      [op(0, 1, write(1)), op(2, Infinity, cas(1, 2)), op(3, 4, read(2)), op(5, 6, read(1))],
    ],
    [
      'one bad register among good ones',
      [op(0, 1, write(1), 2), op(2, 3, read(1), 2), op(0, 1, read(3))],
    ],
  ])('%s', (_name, history) => {
    expect(checkRegisters(history)).toHaveLength(1)
  })
})

/** A register as it should be, used by several at the same time: it takes effect somewhere between call and return. */
function play(dice: Dice, operations: number): RegisterOperation[] {
  const history: RegisterOperation[] = []
  const effects: { readonly at: number; readonly run: () => void }[] = []
  let value: number | undefined
  const freeAt = [0, 0, 0, 0]
  for (let i = 1; i <= operations; i++) {
    const process = dice.below(freeAt.length)
    const call = freeAt[process]! + dice.next()
    const end = call + dice.next() * 5
    freeAt[process] = end
    const at = dice.between(call, end)
    const kind = dice.pick(['read', 'write', 'cas'] as const)
    const isHeard = dice.chance(0.9)
    effects.push({
      at,
      run: () => {
        const from = dice.below(operations)
        let action: RegisterAction
        if (kind === 'read') action = read(value)
        else if (kind === 'write') action = write((value = i))
        else {
          const expected = dice.chance(0.5) && value !== undefined ? value : from
          const swaps = value === expected
          if (swaps) value = i
          action = cas(expected, i, isHeard ? swaps : undefined)
        }
        history.push(op(call, isHeard ? end : Infinity, action))
      },
    })
  }
  for (const { run } of effects.sort((a, b) => a.at - b.at)) run()
  return history
}

test('accepts what a correct register answered to many at the same time, and finds one wrong answer', () => {
  let found = 0
  for (let seed = 1; seed <= 200; seed++) {
    const dice = new Dice(seed)
    const history = play(dice, 60)
    expect(checkRegisters(history), `seed ${seed}`).toEqual([])
    const heard = history.filter(
      ({ action, return: end }) => action.kind === 'read' && end < Infinity,
    )
    if (heard.length === 0) continue
    const victim = dice.pick(heard)
    const wrong = history.map((each) => (each === victim ? { ...each, action: read(-1) } : each))
    found += checkRegisters(wrong).length
    expect(checkRegisters(wrong), `seed ${seed}`).toHaveLength(1)
  }
  expect(found).toBeGreaterThan(150)
})

/** Whether some order explains everything: by trying all of them. */
function hasOrder(history: readonly RegisterOperation[]): boolean {
  const search = (left: readonly RegisterOperation[], value: number | undefined): boolean => {
    if (left.every((each) => each.return === Infinity)) return true
    return left.some((next) => {
      if (left.some((other) => other.return < next.call)) return false
      const { action } = next
      const rest = left.filter((each) => each !== next)
      if (action.kind === 'write') return search(rest, action.value)
      if (action.kind === 'read') return action.value === value && search(rest, value)
      const swaps = value === action.from
      if (action.swapped !== undefined && action.swapped !== swaps) return false
      return search(rest, swaps ? action.to : value)
    })
  }
  return search(history, undefined)
}

test('says of small histories what trying every order says', () => {
  const verdicts = { right: 0, wrong: 0 }
  for (let seed = 1; seed <= 5_000; seed++) {
    const dice = new Dice(seed)
    const history = Array.from({ length: 2 + dice.below(5) }, () => {
      const call = dice.next() * 5
      const isHeard = dice.chance(0.85)
      const value = dice.below(3)
      const action = dice.pick([
        write(value),
        write(value),
        read(dice.chance(0.2) ? undefined : value),
        cas(value, dice.below(3), isHeard ? dice.chance(0.5) : undefined),
      ])
      return op(call, isHeard ? call + dice.next() * 3 : Infinity, action)
    })
    const isRight = hasOrder(
      history.filter(({ action, return: end }) => action.kind !== 'read' || end < Infinity),
    )
    expect(checkRegisters(history).length === 0, `seed ${seed}`).toBe(isRight)
    verdicts[isRight ? 'right' : 'wrong']++
  }
  expect(verdicts.right).toBeGreaterThan(500)
  expect(verdicts.wrong).toBeGreaterThan(500)
})
