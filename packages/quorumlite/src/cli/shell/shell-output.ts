import { QuorumliteError } from '@quorumlite/wire'
import type { CommandStreams } from '../command.ts'

/** Where the shell writes: as fast as it is read, and no longer than somebody reads. */
export class ShellOutput {
  readonly #stream: CommandStreams['output']
  #failure: Error | undefined
  #onDrained: () => void = () => undefined

  constructor(stream: CommandStreams['output']) {
    this.#stream = stream
    // A pager that was left, or `head`, closes the pipe.
    stream.on('error', (error: Error) => {
      this.#failure = error
      this.#onDrained()
    })
    stream.on('drain', () => this.#onDrained())
  }

  /** Columns of the terminal; Infinity where there is none. */
  get width(): number {
    return (this.#stream.isTTY && this.#stream.columns) || Infinity
  }

  /** Nobody reads any more. */
  get isClosed(): boolean {
    return this.#failure !== undefined
  }

  /** @throws QuorumliteError CLOSED */
  async write(text: string): Promise<void> {
    if (text !== '' && !this.isClosed && !this.#stream.write(text)) {
      await new Promise<void>((resolve) => (this.#onDrained = resolve))
    }
    if (this.#failure) {
      throw new QuorumliteError('CLOSED', 'nobody reads the output', { cause: this.#failure })
    }
  }

  line(text: string): Promise<void> {
    return this.write(`${text}\n`)
  }
}
