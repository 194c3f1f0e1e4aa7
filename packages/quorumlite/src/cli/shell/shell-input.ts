// Where the shell reads lines: from a person at a terminal, or from a script.

import { createInterface, type Interface } from 'node:readline'
import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { CommandStreams } from '../command.ts'
import type { History } from './history.ts'

export type InputEvent =
  | { readonly kind: 'line'; readonly text: string }
  /** Ctrl-C while nothing runs. */
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'end' }

export interface ShellInput {
  readonly isInteractive: boolean
  /** Shows the prompt to a person and waits for a line. */
  read(prompt: string): Promise<InputEvent>
  close(): void
}

const END: InputEvent = { kind: 'end' }

/** A person at a terminal. The terminal is listened to while a statement runs, too: that is how Ctrl-C gets through. */
export class TerminalInput implements ShellInput {
  readonly isInteractive = true
  readonly #readline: Interface
  readonly #onInterrupt: () => boolean
  /** What came while nobody was reading. */
  readonly #waiting: InputEvent[] = []
  #reader: ((event: InputEvent) => void) | undefined
  #isClosed = false

  /** `onInterrupt` is asked first what to do about Ctrl-C; it returns false if there is nothing to interrupt. */
  constructor({ input, output }: CommandStreams, history: History, onInterrupt: () => boolean) {
    this.#onInterrupt = onInterrupt
    this.#readline = createInterface({
      input,
      output,
      terminal: true,
      history: history.load(),
      historySize: 1_000,
      removeHistoryDuplicates: true,
    })
    this.#readline.on('line', (text) => {
      history.add(text)
      this.#deliver({ kind: 'line', text })
    })
    this.#readline.on('SIGINT', () => {
      if (!this.#onInterrupt()) this.#deliver({ kind: 'interrupt' })
    })
    this.#readline.on('close', () => {
      this.#isClosed = true
      this.#deliver(END)
    })
  }

  read(prompt: string): Promise<InputEvent> {
    const next = this.#waiting.shift()
    if (next) return Promise.resolve(next)
    if (this.#isClosed) return Promise.resolve(END)
    this.#readline.setPrompt(prompt)
    this.#readline.prompt()
    return new Promise((resolve) => (this.#reader = resolve))
  }

  close(): void {
    this.#readline.close()
  }

  #deliver(event: InputEvent): void {
    if (event.kind === 'interrupt') this.#clearLine()
    const reader = this.#reader
    this.#reader = undefined
    if (reader) reader(event)
    else this.#waiting.push(event)
  }

  #clearLine(): void {
    this.#readline.write(null, { ctrl: true, name: 'e' })
    this.#readline.write(null, { ctrl: true, name: 'u' })
  }
}

/** A script on standard input, read no faster than it is run. */
export class ScriptInput implements ShellInput {
  readonly isInteractive = false
  readonly #input: CommandStreams['input']
  readonly #lines: AsyncGenerator<string, undefined>
  #isClosed = false

  constructor({ input }: CommandStreams) {
    this.#input = input
    this.#lines = linesOf(input)
  }

  async read(): Promise<InputEvent> {
    try {
      const next = await this.#lines.next()
      return next.done ? END : { kind: 'line', text: next.value }
    } catch (error) {
      // A stream that is closed while somebody waits for it fails.
      if (this.#isClosed) return END
      throw error
    }
  }

  close(): void {
    this.#isClosed = true
    if (this.#input instanceof Readable) this.#input.destroy()
  }
}

async function* linesOf(input: CommandStreams['input']): AsyncGenerator<string, undefined> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of input) {
    rest += typeof chunk === 'string' ? chunk : decoder.write(chunk)
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line
  }
  rest += decoder.end()
  if (rest !== '') yield rest
  return undefined
}
