// Work that nobody waits for: deleting what was compacted or replaced. One task at a time, off the path of appends.

import type { WriteSequencer } from './write-sequencer.ts'

export class BackgroundTasks {
  readonly #sequencer: WriteSequencer
  #last: Promise<void> = Promise.resolve()
  #stopping = false

  constructor(sequencer: WriteSequencer) {
    this.#sequencer = sequencer
  }

  /** Tasks look at it between their steps. */
  get stopping(): boolean {
    return this.#stopping || this.#sequencer.failed !== undefined
  }

  run(task: () => Promise<void>): void {
    this.#last = this.#last.then(async () => {
      if (this.stopping) return
      try {
        await task()
      } catch (error) {
        // Nobody waits for the task, so its error becomes everybody's: a disk that cannot be read or written any more.
        this.#sequencer.fail(error)
      }
    })
  }

  /** Resolves when every task so far is done. */
  settled(): Promise<void> {
    return this.#last
  }

  /** The present task ends after its step; what is left over is found again at the next start. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#last
  }
}
