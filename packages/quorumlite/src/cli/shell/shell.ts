// The interactive shell, which runs a script just as well: reads statements, runs them one after another, shows what they
// answer. It outlives whatever goes wrong in them.

import { QuorumliteError } from '@quorumlite/wire'
import type { CommandStreams } from '../command.ts'
import { describeError } from './describe-error.ts'
import { runDotCommand } from './dot-commands.ts'
import { History } from './history.ts'
import { runStatement } from './run-statement.ts'
import { Session, type SessionOptions } from './session.ts'
import { ScriptInput, type ShellInput, TerminalInput } from './shell-input.ts'
import { ShellOutput } from './shell-output.ts'
import { type SplitStatement, StatementSplitter } from './statement-splitter.ts'

export interface ShellOptions extends SessionOptions {
  readonly streams: CommandStreams
  /** Where a script's errors go; a person sees them between the answers. */
  readonly err: (line: string) => void
  /** Ends the shell. */
  readonly signal: AbortSignal
  readonly version: string
  /** Undefined: what is typed is not kept. */
  readonly historyFile: string | undefined
}

/**
 * Resolves with the exit code: 0, or 1 for a script that failed. A script ends at its first error; a person goes on.
 */
export async function runShell(options: ShellOptions): Promise<number> {
  const shell = new Shell(options)
  try {
    return await shell.run()
  } finally {
    await shell.close()
  }
}

const CONTINUATION_PROMPT = '   ...> '

class Shell {
  readonly #options: ShellOptions
  readonly #session: Session
  readonly #output: ShellOutput
  readonly #input: ShellInput
  readonly #history: History
  readonly #splitter = new StatementSplitter()
  /** Of the statement or dot command that runs. */
  #running: AbortController | undefined
  #isOver = false
  readonly #onSignal = (): void => this.#end()

  constructor(options: ShellOptions) {
    const { streams, signal } = options
    this.#options = options
    this.#session = new Session(options)
    this.#output = new ShellOutput(streams.output)
    this.#history = new History(options.historyFile)
    this.#input = streams.input.isTTY
      ? new TerminalInput(streams, this.#history, () => this.#interrupt())
      : new ScriptInput(streams)
    signal.addEventListener('abort', this.#onSignal, { once: true })
  }

  async run(): Promise<number> {
    await this.#greet()
    while (!this.#isOver) {
      const event = await this.#input.read(this.#prompt())
      if (this.#isOver) break
      switch (event.kind) {
        case 'line':
          if (!(await this.#takeLine(event.text)) && !this.#input.isInteractive) return 1
          break
        case 'interrupt':
          await this.#forgetLine()
          break
        case 'end':
          return (await this.#takeEnd()) ? 0 : 1
      }
    }
    return this.#options.signal.aborted ? 1 : 0
  }

  async close(): Promise<void> {
    this.#options.signal.removeEventListener('abort', this.#onSignal)
    this.#input.close()
    const wasOpen = await this.#session.close()
    if (wasOpen) await this.#complain('the open transaction was rolled back')
    const { failure } = this.#history
    if (failure) await this.#complain(`what was typed is not kept: ${failure.message}`)
  }

  async #greet(): Promise<void> {
    if (!this.#input.isInteractive) return
    const { database, consistency } = this.#session
    await this.#output.line(
      `quorumlite ${this.#options.version}: database '${database}', ${consistency} reads. '.help' helps, Ctrl-D leaves.`,
    )
  }

  #prompt(): string {
    if (this.#splitter.isPending) return CONTINUATION_PROMPT
    const mark = { none: '', open: '*', lost: '!' }[this.#session.transactionState]
    return `${this.#session.database}${mark}> `
  }

  /** Returns false as soon as something of it fails; the rest of the line is not run. */
  async #takeLine(line: string): Promise<boolean> {
    if (!this.#splitter.isPending && line.trimStart().startsWith('.')) {
      return this.#attempt((signal) =>
        runDotCommand(line, {
          session: this.#session,
          output: this.#output,
          signal,
          quit: () => (this.#isOver = true),
        }),
      )
    }
    for (const statement of this.#splitter.push(`${line}\n`)) {
      if (this.#isOver || !(await this.#runStatement(statement))) return false
    }
    return true
  }

  /** A script may end without the last semicolon, but not inside of a statement or a transaction. */
  async #takeEnd(): Promise<boolean> {
    if (this.#input.isInteractive) {
      await this.#output.line('')
      return true
    }
    const last = this.#splitter.end()
    if (last === 'broken') {
      await this.#complain('the script ends inside of a string, a comment or a trigger')
      return false
    }
    if (last && !(await this.#runStatement(last))) return false
    return this.#session.transactionState === 'none'
  }

  #runStatement(statement: SplitStatement): Promise<boolean> {
    const { isInteractive } = this.#input
    return this.#attempt(
      (signal) =>
        runStatement(statement, {
          session: this.#session,
          output: this.#output,
          signal,
          tells: isInteractive,
        }),
      statement.text,
    )
  }

  /** Runs something that can be interrupted, and shows what it fails with. */
  async #attempt(
    run: (signal: AbortSignal) => Promise<void>,
    statement?: string,
  ): Promise<boolean> {
    const running = new AbortController()
    this.#running = running
    try {
      await run(running.signal)
      return true
    } catch (error) {
      if (this.#output.isClosed) this.#isOver = true
      else await this.#complain(describeError(error, statement))
      return false
    } finally {
      this.#running = undefined
    }
  }

  /** Returns false if nothing runs. */
  #interrupt(): boolean {
    const running = this.#running
    if (!running) return false
    const reason = new QuorumliteError('ABORTED', 'interrupted')
    running.abort(reason)
    this.#session.interrupt(reason)
    return true
  }

  async #forgetLine(): Promise<void> {
    const hadSome = this.#splitter.isPending
    this.#splitter.clear()
    await this.#output.line(hadSome ? '' : "\n(Ctrl-D or '.quit' leaves the shell)")
  }

  #end(): void {
    this.#isOver = true
    this.#interrupt()
    this.#input.close()
  }

  /** A person reads errors where the answers are, a program apart from them. */
  async #complain(text: string): Promise<void> {
    if (!this.#input.isInteractive) return this.#options.err(text)
    if (!this.#output.isClosed) await this.#output.line(text)
  }
}
