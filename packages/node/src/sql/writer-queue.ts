import type { ExecuteBatch } from '@quorumlite/wire'

/** What waits for the writer of a database. */
export type WriterTask =
  | { readonly kind: 'execute'; readonly ticket: number; readonly batch: ExecuteBatch }
  | { readonly kind: 'import'; readonly ticket: number; readonly file: Uint8Array }
  | { readonly kind: 'begin'; readonly ticket: number; readonly transaction: number }

const COMPACT_AT = 1024

/** First come, first served; whoever lost patience leaves from wherever he stands. */
export class WriterQueue {
  #tasks: WriterTask[] = []
  #head = 0

  get first(): WriterTask | undefined {
    return this.#tasks[this.#head]
  }

  push(task: WriterTask): void {
    this.#tasks.push(task)
  }

  shift(): void {
    this.#head++
    if (this.#head === this.#tasks.length) this.#restart([])
    else if (this.#head >= COMPACT_AT) this.#restart(this.#tasks.slice(this.#head))
  }

  /** Removes the first task that `matches` and returns it. */
  remove(matches: (task: WriterTask) => boolean): WriterTask | undefined {
    const at = this.#tasks.findIndex((task, index) => index >= this.#head && matches(task))
    if (at < 0) return undefined
    const [task] = this.#tasks.splice(at, 1)
    return task
  }

  drain(): WriterTask[] {
    const waiting = this.#tasks.slice(this.#head)
    this.#restart([])
    return waiting
  }

  #restart(tasks: WriterTask[]): void {
    this.#tasks = tasks
    this.#head = 0
  }
}
