// Linearizability of registers, by the search of Wing and Gong with Lowe's memory of what was tried ("Testing for
// linearizability", 2017). Registers are independent, so each key is a search of its own: that is what makes it fast.

import type { Complaints, Operation } from './history.ts'

export type RegisterAction =
  | { readonly kind: 'read'; readonly value: number | undefined }
  | { readonly kind: 'write'; readonly value: number }
  /** Writes `to` if the value is `from`; `swapped` says whether it was, undefined if nobody heard. */
  | {
      readonly kind: 'cas'
      readonly from: number
      readonly to: number
      readonly swapped: boolean | undefined
    }

export interface RegisterOperation extends Operation {
  readonly key: number | string
  readonly action: RegisterAction
}

/** Every register begins without a value. */
export function checkRegisters(history: readonly RegisterOperation[]): Complaints {
  const byKey = new Map<number | string, RegisterOperation[]>()
  for (const operation of history) {
    // A read that nobody heard of says nothing.
    if (operation.action.kind === 'read' && operation.return === Infinity) continue
    const list = byKey.get(operation.key)
    if (list) list.push(operation)
    else byKey.set(operation.key, [operation])
  }
  return [...byKey].flatMap(([key, operations]) => {
    const stuck = new Search(operations).run()
    return stuck ? [`register ${key} is not linearizable: ${stuck}`] : []
  })
}

/** A call or a return in the order of time, in a list from which operations are lifted as they take effect. */
interface Event {
  readonly id: number
  readonly isCall: boolean
  /** Of a call: its return. */
  match: Event | undefined
  next: Event | undefined
  previous: Event | undefined
}

type Value = number | undefined

class Search {
  readonly #operations: readonly RegisterOperation[]
  readonly #head: Event
  /** States of the search that lead nowhere: what has taken effect, and the value then. */
  readonly #tried = new Set<string>()
  readonly #done: Uint8Array
  #furthest = 0

  constructor(operations: readonly RegisterOperation[]) {
    this.#operations = operations
    this.#done = new Uint8Array(operations.length)
    this.#head = listOf(operations)
  }

  /** Where the search came to its end, in words; undefined if there is an order that explains everything. */
  run(): string | undefined {
    const stack: { readonly call: Event; readonly before: Value }[] = []
    let value: Value
    let event = this.#head.next
    while (this.#head.next) {
      if (event?.isCall) {
        const after = this.#apply(event.id, value)
        if (after && this.#isNew(event.id, after.value)) {
          stack.push({ call: event, before: value })
          this.#done[event.id] = 1
          value = after.value
          lift(event)
          this.#furthest = Math.max(this.#furthest, stack.length)
          event = this.#head.next
        } else event = event.next
        continue
      }
      if (event && this.#operations[event.id]!.return === Infinity) {
        // Only operations without an answer are left: they need not have happened.
        return undefined
      }
      const last = stack.pop()
      if (!last) return this.#describe()
      value = last.before
      this.#done[last.call.id] = 0
      unlift(last.call)
      event = last.call.next
    }
    return undefined
  }

  #isNew(id: number, value: Value): boolean {
    this.#done[id] = 1
    const state = `${value}:${Buffer.from(this.#done).toString('latin1')}`
    this.#done[id] = 0
    if (this.#tried.has(state)) return false
    this.#tried.add(state)
    return true
  }

  /** The value after the operation took effect on `value`; undefined if its answer contradicts that. */
  #apply(id: number, value: Value): { readonly value: Value } | undefined {
    const { action } = this.#operations[id]!
    switch (action.kind) {
      case 'read':
        return action.value === value ? { value } : undefined
      case 'write':
        return { value: action.value }
      case 'cas': {
        const swaps = value === action.from
        if (action.swapped !== undefined && action.swapped !== swaps) return undefined
        return { value: swaps ? action.to : value }
      }
    }
  }

  #describe(): string {
    const shown = this.#operations.slice(0, 40).map(({ action, call, return: end }) => {
      const answer = end === Infinity ? 'no answer' : end.toFixed(1)
      return `  ${call.toFixed(1)} to ${answer}: ${JSON.stringify(action)}`
    })
    return (
      `no order explains more than ${this.#furthest} of ${this.#operations.length} operations\n` +
      shown.join('\n')
    )
  }
}

function listOf(operations: readonly RegisterOperation[]): Event {
  const events: { readonly at: number; readonly event: Event }[] = []
  for (const [id, operation] of operations.entries()) {
    const end = event(id, false)
    events.push({ at: operation.call, event: { ...event(id, true), match: end } })
    events.push({ at: operation.return, event: end })
  }
  // At one instant calls come first: then the two overlap, which is the weaker claim.
  events.sort((a, b) => compare(a.at, b.at) || Number(b.event.isCall) - Number(a.event.isCall))
  const head = event(-1, false)
  let last = head
  for (const { event: each } of events) {
    last.next = each
    each.previous = last
    last = each
  }
  return head
}

/** Infinity minus infinity is no number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function event(id: number, isCall: boolean): Event {
  return { id, isCall, match: undefined, next: undefined, previous: undefined }
}

function lift(call: Event): void {
  for (const each of [call, call.match!]) {
    each.previous!.next = each.next
    if (each.next) each.next.previous = each.previous
  }
}

/** Undoes the last `lift`: the return first, as it was taken out last. */
function unlift(call: Event): void {
  for (const each of [call.match!, call]) {
    each.previous!.next = each
    if (each.next) each.next.previous = each
  }
}
