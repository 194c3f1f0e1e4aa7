import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const SERVER = fileURLToPath(new URL('../../examples/http-service/server.js', import.meta.url))

export interface Ready {
  readonly nodeId: number
  readonly http: number
  readonly addresses: readonly string[]
}

/** One process of the example service, as a user would start it. */
export class ServiceProcess {
  readonly ready: Ready
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, ready: Ready) {
    this.#child = child
    this.ready = ready
  }

  /** Resolves when it says that it serves; rejects, with what it said instead, if it ends before. */
  static async start(args: readonly string[]): Promise<ServiceProcess> {
    const child = spawn(process.execPath, [SERVER, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let complaints = ''
    child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
    const lines = createInterface({ input: child.stdout })
    const line = await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve)
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${complaints}`)))
    })
    return new ServiceProcess(child, JSON.parse(line) as Ready)
  }

  get url(): string {
    return `http://127.0.0.1:${this.ready.http}`
  }

  async request(method: string, path: string, body?: unknown, key?: string): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(key !== undefined && { headers: { 'idempotency-key': key } }),
    })
  }

  async json(method: string, path: string, body?: unknown, key?: string): Promise<unknown> {
    const response = await this.request(method, path, body, key)
    return response.json()
  }

  /** Returns its exit code, or null if the signal ended it. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const { exitCode, signalCode } = this.#child
    if (exitCode !== null || signalCode !== null) return exitCode
    const exited = once(this.#child, 'exit')
    this.#child.kill(signal)
    const [code] = (await exited) as [number | null]
    return code
  }
}
