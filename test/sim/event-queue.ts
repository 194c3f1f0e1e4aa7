// What will happen, ordered by virtual time, then by the order of planning.

interface Planned<T> {
  readonly atMs: number
  readonly order: number
  readonly event: T
}

export class EventQueue<T> {
  readonly #heap: Planned<T>[] = []
  #order = 0
  #nowMs = 0

  get nowMs(): number {
    return this.#nowMs
  }

  get size(): number {
    return this.#heap.length
  }

  plan(delayMs: number, event: T): void {
    const heap = this.#heap
    const planned = { atMs: this.#nowMs + delayMs, order: this.#order++, event }
    let index = heap.length
    heap.push(planned)
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!isBefore(planned, heap[parent]!)) {
        break
      }
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = planned
  }

  /** Takes what is next, and moves time there. */
  next(): T | undefined {
    const heap = this.#heap
    const first = heap[0]
    if (first === undefined) {
      return undefined
    }
    const last = heap.pop()!
    if (last !== first) {
      sink(heap, last)
    }
    this.#nowMs = first.atMs
    return first.event
  }
}

function sink<T>(heap: Planned<T>[], planned: Planned<T>): void {
  let index = 0
  for (;;) {
    let child = 2 * index + 1
    if (child >= heap.length) {
      break
    }
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) {
      child += 1
    }
    if (!isBefore(heap[child]!, planned)) {
      break
    }
    heap[index] = heap[child]!
    index = child
  }
  heap[index] = planned
}

function isBefore<T>(a: Planned<T>, b: Planned<T>): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)
}
