import type { QuorumliteError, RequestKey } from '@quorumlite/wire'

/** What the sender of a numbered request hears in the end. */
export type WriteOutcome =
  | { readonly kind: 'recorded'; readonly index: number; readonly result: Uint8Array }
  | { readonly kind: 'failure'; readonly error: QuorumliteError }

export type Respond = (outcome: WriteOutcome) => void

/** A numbered request between its arrival and its outcome. Copies of it that arrive meanwhile wait for the same outcome. */
export interface PendingWrite<Operation> {
  readonly key: RequestKey
  readonly operation: Operation
  /** What it takes in memory, nearly. */
  readonly bytes: number
  readonly waiters: Respond[]
}

/** The requests in flight on this leader, by session and number. */
export class PendingWrites<Operation> {
  readonly #bySession = new Map<number, Map<number, PendingWrite<Operation>>>()
  #size = 0
  #bytes = 0

  get size(): number {
    return this.#size
  }

  get bytes(): number {
    return this.#bytes
  }

  get(session: number, number: number): PendingWrite<Operation> | undefined {
    return this.#bySession.get(session)?.get(number)
  }

  add(write: PendingWrite<Operation>): void {
    let numbers = this.#bySession.get(write.key.session)
    if (!numbers) this.#bySession.set(write.key.session, (numbers = new Map()))
    numbers.set(write.key.number, write)
    this.#size++
    this.#bytes += write.bytes
  }

  /** Whether this very object is the one in flight: not settled, not dropped with its term. */
  has(write: PendingWrite<Operation>): boolean {
    return this.get(write.key.session, write.key.number) === write
  }

  remove(session: number, number: number): void {
    const numbers = this.#bySession.get(session)
    const write = numbers?.get(number)
    if (!numbers || !write) return
    numbers.delete(number)
    this.#size--
    this.#bytes -= write.bytes
    if (numbers.size === 0) this.#bySession.delete(session)
  }

  /** Takes everything out. */
  drain(): PendingWrite<Operation>[] {
    const writes = [...this.#bySession.values()].flatMap((numbers) => [...numbers.values()])
    this.#bySession.clear()
    this.#size = 0
    this.#bytes = 0
    return writes
  }
}
