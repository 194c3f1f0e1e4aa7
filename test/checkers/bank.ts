// Money that moves between accounts: every read of all balances must find the same total, and none below zero.

import type { Complaints } from './history.ts'

export interface BankRead {
  readonly at: number
  readonly balances: readonly number[]
}

export function checkBank(reads: readonly BankRead[], total: number): Complaints {
  return reads.flatMap(({ at, balances }) => {
    const sum = balances.reduce((a, b) => a + b, 0)
    const text = `at ${at.toFixed(1)} the balances are ${balances.join()}`
    if (sum !== total) return [`${text}, ${sum} together instead of ${total}`]
    return balances.some((balance) => balance < 0) ? [`${text}: one is below zero`] : []
  })
}
