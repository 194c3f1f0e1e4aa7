// Strict serializability of transactions that append to lists and read them: the core of Elle (Kingsbury and Alvaro,
// 2020). Every appended value is unique, so a read shows the whole past of its key, and with it which transaction has to
// come before which. If these claims make a circle, no order of the transactions explains what was seen.

import { type Complaints, type Operation, precedes } from './history.ts'
import { findPath, findCycle, type Graph } from './graph.ts'

export type ListStep =
  | { readonly kind: 'append'; readonly key: number; readonly value: number }
  | { readonly kind: 'read'; readonly key: number; readonly values: readonly number[] }

export interface ListTransaction extends Operation {
  readonly steps: readonly ListStep[]
  /** Rolled back, for certain. One without an answer is `open`: it counts if somebody saw what it appended. */
  readonly outcome: 'committed' | 'aborted' | 'open'
}

type EdgeKind = 'ww' | 'wr' | 'rw' | 'rt'
type Edges = Record<EdgeKind, Map<number, Set<number>>>

export function checkListAppend(history: readonly ListTransaction[]): Complaints {
  const check = new ListCheck(history)
  return check.run()
}

interface Writer {
  readonly transaction: number
  /** Another append of the same transaction to the same key came after. */
  readonly isIntermediate: boolean
}

class ListCheck {
  readonly #history: readonly ListTransaction[]
  readonly #complaints: string[] = []
  /** By key and value. */
  readonly #writers = new Map<string, Writer>()
  /** By key: the longest list that anybody read. */
  readonly #orders = new Map<number, readonly number[]>()
  /** By key: those that appended, for certain, what no such list has. */
  readonly #unseen = new Map<number, number[]>()
  readonly #edges: Edges = { ww: new Map(), wr: new Map(), rw: new Map(), rt: new Map() }

  constructor(history: readonly ListTransaction[]) {
    this.#history = history
  }

  run(): Complaints {
    this.#findWriters()
    this.#findOrders()
    this.#findUnseen()
    this.#checkReads()
    if (this.#complaints.length === 0) {
      this.#drawVersions()
      this.#drawRealTime()
      this.#findCycles()
    }
    return this.#complaints
  }

  #findWriters(): void {
    for (const [id, { steps }] of this.#history.entries()) {
      for (const [i, step] of steps.entries()) {
        if (step.kind !== 'append') continue
        const place = `${step.key}/${step.value}`
        if (this.#writers.has(place)) throw new Error(`${place} is appended twice by the test`)
        const isIntermediate = steps
          .slice(i + 1)
          .some((later) => later.kind === 'append' && later.key === step.key)
        this.#writers.set(place, { transaction: id, isIntermediate })
      }
    }
  }

  #findOrders(): void {
    for (const { steps, outcome } of this.#history) {
      // An open one may have been rolled back, and what it read of its own work with it.
      if (outcome !== 'committed') continue
      for (const step of steps) {
        if (step.kind !== 'read') continue
        const known = this.#orders.get(step.key) ?? []
        if (step.values.length > known.length) this.#orders.set(step.key, step.values)
      }
    }
  }

  #findUnseen(): void {
    for (const [id, { steps, outcome }] of this.#history.entries()) {
      if (outcome !== 'committed') continue
      for (const step of steps) {
        if (step.kind !== 'append' || this.#orders.get(step.key)?.includes(step.value)) continue
        const known = this.#unseen.get(step.key)
        if (known) known.push(id)
        else this.#unseen.set(step.key, [id])
      }
    }
  }

  #checkReads(): void {
    for (const [key, order] of this.#orders) {
      if (new Set(order).size !== order.length) this.#complain(`list ${key} has an element twice`)
    }
    for (const [id, { steps }] of this.#history.entries()) this.#checkOrderOfOwn(id, steps)
    for (const [id, { steps, outcome }] of this.#history.entries()) {
      if (outcome !== 'committed') continue
      for (const [i, step] of steps.entries()) {
        if (step.kind !== 'read') continue
        this.#checkRead(id, step.key, step.values)
        this.#checkOwn(id, steps.slice(0, i), step.key, step.values)
      }
    }
  }

  #checkRead(id: number, key: number, values: readonly number[]): void {
    const order = this.#orders.get(key) ?? []
    if (values.some((value, i) => order[i] !== value)) {
      this.#complain(`incompatible orders of list ${key}: ${values.join()} and ${order.join()}`)
    }
    for (const [i, value] of values.entries()) {
      const writer = this.#writers.get(`${key}/${value}`)
      if (!writer) {
        this.#complain(`list ${key} has ${value}, which nobody appended`)
        continue
      }
      if (writer.transaction === id) continue
      if (this.#history[writer.transaction]!.outcome === 'aborted') {
        this.#complain(`G1a: transaction ${id} read ${value} of list ${key}, which was rolled back`)
      }
      if (i === values.length - 1 && writer.isIntermediate) {
        this.#complain(
          `G1b: transaction ${id} read list ${key} in the middle of another one's work`,
        )
      }
    }
  }

  /** What one transaction appends to a list stands there in the order in which it did. */
  #checkOrderOfOwn(id: number, steps: readonly ListStep[]): void {
    for (const [key, order] of this.#orders) {
      const places = steps.flatMap((step) =>
        step.kind === 'append' && step.key === key ? [order.indexOf(step.value)] : [],
      )
      const seen = places.filter((place) => place >= 0)
      if (seen.some((place, i) => i > 0 && place < seen[i - 1]!)) {
        this.#complain(`list ${key} has what transaction ${id} appended in another order`)
      }
    }
  }

  /** A transaction sees what it did itself. */
  #checkOwn(id: number, before: readonly ListStep[], key: number, values: readonly number[]): void {
    const own = before.flatMap((step) =>
      step.kind === 'append' && step.key === key ? [step.value] : [],
    )
    const end = values.slice(values.length - own.length)
    if (own.some((value, i) => end[i] !== value)) {
      this.#complain(`transaction ${id} does not see at the end of list ${key} what it appended`)
    }
    const others = values.slice(0, values.length - own.length)
    if (others.some((value) => this.#writers.get(`${key}/${value}`)?.transaction === id)) {
      this.#complain(`transaction ${id} reads of list ${key} what it is yet to append`)
    }
  }

  #drawVersions(): void {
    for (const [key, order] of this.#orders) {
      for (let i = 1; i < order.length; i++) {
        this.#draw('ww', this.#writer(key, order[i - 1]!), this.#writer(key, order[i]!))
      }
      // Lists only grow: what the longest does not have came after it.
      const last = order.at(-1)
      if (last === undefined) continue
      for (const later of this.#unseen.get(key) ?? []) {
        this.#draw('ww', this.#writer(key, last), later)
      }
    }
    for (const [id, { steps, outcome }] of this.#history.entries()) {
      if (outcome !== 'committed') continue
      for (const step of steps) {
        if (step.kind !== 'read') continue
        const { key, values } = step
        const last = values.at(-1)
        if (last !== undefined) this.#draw('wr', this.#writer(key, last), id)
        const next = this.#orders.get(key)?.[values.length]
        if (next !== undefined) this.#draw('rw', id, this.#writer(key, next))
        else for (const later of this.#unseen.get(key) ?? []) this.#draw('rw', id, later)
      }
    }
  }

  #writer(key: number, value: number): number {
    return this.#writers.get(`${key}/${value}`)!.transaction
  }

  /**
   * From each transaction to those that began after it had ended, but for what others between them say already. An open
   * one has no end.
   */
  #drawRealTime(): void {
    const committed = [...this.#history.entries()].filter(
      ([, { outcome }]) => outcome !== 'aborted',
    )
    const byCall = committed.toSorted(([, a], [, b]) => a.call - b.call)
    for (const [id, transaction] of committed) {
      let soonestReturn = Infinity
      for (const [later, other] of byCall) {
        if (!precedes(transaction, other)) continue
        if (other.call > soonestReturn) break
        this.#draw('rt', id, later)
        soonestReturn = Math.min(soonestReturn, other.return)
      }
    }
  }

  #draw(kind: EdgeKind, from: number, to: number): void {
    if (from === to) return
    const targets = this.#edges[kind].get(from)
    if (targets) targets.add(to)
    else this.#edges[kind].set(from, new Set([to]))
  }

  /** The worst kind of circle that there is. */
  #findCycles(): void {
    const g0 = findCycle(this.#graph('ww', 'rt'))
    if (g0) return this.#complain(this.#describe('G0', g0))
    const g1c = findCycle(this.#graph('ww', 'wr', 'rt'))
    if (g1c) return this.#complain(this.#describe('G1c', g1c))
    const dependencies = this.#graph('ww', 'wr', 'rt')
    for (const [reader, writers] of this.#edges.rw) {
      for (const writer of writers) {
        const back = findPath(dependencies, writer, reader)
        if (back) return this.#complain(this.#describe('G-single', [reader, ...back]))
      }
    }
    const g2 = findCycle(this.#graph('ww', 'wr', 'rw', 'rt'))
    if (g2) this.#complain(this.#describe('G2', g2))
  }

  #graph(...kinds: EdgeKind[]): Graph {
    const graph = new Map<number, Set<number>>()
    for (const kind of kinds) {
      for (const [from, targets] of this.#edges[kind]) {
        const known = graph.get(from) ?? new Set()
        for (const to of targets) known.add(to)
        graph.set(from, known)
      }
    }
    return graph
  }

  #describe(name: string, cycle: readonly number[]): string {
    const links = cycle.map((from, i) => {
      const to = cycle[(i + 1) % cycle.length]!
      const kind = (['ww', 'wr', 'rw', 'rt'] as const).find((each) =>
        this.#edges[each].get(from)?.has(to),
      )
      return `${from} -${kind}->`
    })
    const texts = [...new Set(cycle)].map((id) => {
      const { call, return: end, steps } = this.#history[id]!
      return `  ${id}: ${call.toFixed(1)} to ${end.toFixed(1)} ${JSON.stringify(steps)}`
    })
    return `${name}: ${links.join(' ')} ${cycle[0]}\n${texts.join('\n')}`
  }

  #complain(what: string): void {
    this.#complaints.push(what)
  }
}
