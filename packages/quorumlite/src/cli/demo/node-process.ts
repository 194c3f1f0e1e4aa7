import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { QuorumliteError } from '@quorumlite/wire'

/** What `quorumlite start` prints when it serves. */
export interface ReadyLine {
  readonly nodeId: number
  readonly peerId: string
  readonly addresses: readonly string[]
  readonly clusterId: string
  readonly pid: number
}

export interface NodeProcessOptions {
  /** Lives on when this process ends. */
  readonly detached?: boolean
  readonly wrapper?: readonly string[]
}

const START_TIMEOUT_MS = 60_000
const ERROR_LINES_KEPT = 20

/** One node in a process of its own, started as a person would start it. */
export class NodeProcess {
  readonly ready: ReadyLine
  readonly exited: Promise<number | null>
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, ready: ReadyLine, exited: Promise<number | null>) {
    this.#child = child
    this.ready = ready
    this.exited = exited
  }

  /**
   * Resolves when the node serves; `args` are those of `quorumlite start`. `wrapper` is a command to run it under (strace,
   * say).
   */
  static async start(
    args: readonly string[],
    { detached = false, wrapper = [] }: NodeProcessOptions = {},
  ): Promise<NodeProcess> {
    const main = fileURLToPath(new URL('../main.js', import.meta.url))
    const [command = '', ...rest] = [...wrapper, process.execPath, main, 'start', ...args]
    const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'], detached })
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
    if (!detached) endWithParent(child)
    const errors: string[] = []
    createInterface({ input: child.stderr }).on('line', (line) => {
      errors.push(line)
      if (errors.length > ERROR_LINES_KEPT) errors.shift()
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS)
    const ready = await Promise.race([firstLine(child), exited])
    clearTimeout(timer)
    if (typeof ready === 'string') {
      return new NodeProcess(child, JSON.parse(ready) as ReadyLine, exited)
    }
    throw new QuorumliteError('UNAVAILABLE', `a node did not start:\n${errors.join('\n')}`)
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** At once, as a machine dies: nothing is flushed, nobody is told. */
  async kill(): Promise<void> {
    this.signal('SIGKILL')
    await this.exited
  }

  /** To the node itself, also when it runs under a wrapper. */
  signal(name: NodeJS.Signals): void {
    if (this.running) process.kill(this.ready.pid, name)
  }

  async stop(): Promise<void> {
    this.signal('SIGTERM')
    await this.exited
  }

  /** Lets the process live on after this one. */
  release(): void {
    this.#child.stdout?.destroy()
    this.#child.stderr?.destroy()
    this.#child.unref()
  }
}

/** Whoever started it may end without stopping it: an error, an interrupt, a test that ran out of time. */
function endWithParent(child: ChildProcess): void {
  const reap = (): void => void child.kill('SIGKILL')
  process.once('exit', reap)
  child.once('exit', () => process.off('exit', reap))
}

function firstLine(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (!child.stdout) return resolve(undefined)
    createInterface({ input: child.stdout }).once('line', resolve)
  })
}
