import { PassThrough, Writable } from 'node:stream'
import type { CommandStreams } from '../../packages/quorumlite/src/cli/command.ts'
import { runShell, type ShellOptions } from '../../packages/quorumlite/src/cli/shell/shell.ts'
import type { InlineCluster } from './inline-cluster.ts'

/** The streams of a process, with a person (or a script) at the other end of them. */
export class FakeTerminal implements CommandStreams {
  readonly input: PassThrough & { isTTY?: boolean }
  readonly output: Writable & { isTTY?: boolean; columns?: number }
  readonly errors: string[] = []
  #written = ''
  #seen = 0

  constructor(options: { readonly isTTY: boolean; readonly columns?: number }) {
    this.input = new PassThrough()
    this.output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.#written += chunk.toString()
        done()
      },
    })
    if (!options.isTTY) return
    this.input.isTTY = true
    this.output.isTTY = true
    this.output.columns = options.columns ?? 80
  }

  /** Keys: a line with its Return, `\x03` for Ctrl-C, `\x04` for Ctrl-D. */
  press(keys: string): void {
    this.input.write(keys)
  }

  /** Everything written, without what moves the cursor or echoes keys. */
  get text(): string {
    // oxlint-disable-next-line no-control-regex
    return this.#written.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').replaceAll('\r', '')
  }

  /** What was written since this was last asked. */
  takeText(): string {
    const { text } = this
    const news = text.slice(this.#seen)
    this.#seen = text.length
    return news
  }

  get news(): string {
    return this.text.slice(this.#seen)
  }
}

export interface ShellRun {
  readonly terminal: FakeTerminal
  readonly exit: Promise<number>
}

/** A shell on a simulated cluster. */
export function startShell(
  cluster: InlineCluster,
  terminal: FakeTerminal,
  options: Partial<ShellOptions> = {},
): ShellRun {
  const exit = runShell({
    connect: () => cluster.connecting({ timeoutMs: 5_000, integers: 'mixed' }),
    database: 'main',
    consistency: 'linearizable',
    mode: 'table',
    timer: false,
    streams: terminal,
    err: (line) => terminal.errors.push(line),
    signal: new AbortController().signal,
    version: '0.0.0',
    historyFile: undefined,
    ...options,
  })
  return { terminal, exit }
}
