// A counter that goes up by one: no increment is lost, none counts twice, none is seen before it was asked for.

import { type Complaints, type Operation, precedes } from './history.ts'

export interface Increment extends Operation {
  readonly outcome: 'counted' | 'not counted' | 'unknown'
  /** The value that it returned, if it was counted. */
  readonly value: number | undefined
}

export interface CounterRead extends Operation {
  readonly value: number
}

export function checkCounter(
  increments: readonly Increment[],
  reads: readonly CounterRead[],
): Complaints {
  const values = increments.flatMap(({ value }) => (value === undefined ? [] : [value]))
  const repeated = values.filter((value, i) => values.indexOf(value) !== i)
  const complaints = repeated.map((value) => `two increments returned ${value}`)
  const check = (seen: Operation, value: number, others: readonly Increment[]): void => {
    // What is on its way at the same time may or may not be in the answer.
    const least = others.filter((each) => each.outcome === 'counted' && precedes(each, seen)).length
    const most = others.filter(
      (each) => each.outcome !== 'not counted' && !precedes(seen, each),
    ).length
    if (value < least || value > most) {
      complaints.push(`at ${seen.call.toFixed(1)} it was ${value}, not ${least} to ${most}`)
    }
  }
  for (const read of reads) check(read, read.value, increments)
  for (const increment of increments) {
    if (increment.value === undefined) continue
    const others = increments.filter((each) => each !== increment)
    check(increment, increment.value - 1, others)
  }
  return complaints
}
