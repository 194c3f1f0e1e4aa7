import { randomBytes } from 'node:crypto'
import type { Client } from '@quorumlite/client'
import { Latencies } from './latencies.ts'
import type { LoadSummary } from './load.ts'

const TICK_MS = 10
/** More are not sent before some were answered: then the rate is missed. */
const OUTSTANDING_MAX = 200

/** One-row inserts of 100 bytes at a rate, whatever they take, until they are stopped. */
export class PacedWrites {
  readonly #client: Client
  readonly #latencies = new Latencies()
  readonly #blob = new Uint8Array(randomBytes(100))
  readonly #timer: NodeJS.Timeout
  readonly #beganMs = performance.now()
  #sent = 0
  #outstanding = 0
  #failure: unknown

  private constructor(client: Client, perSecond: number) {
    this.#client = client
    this.#timer = setInterval(() => {
      const due = ((performance.now() - this.#beganMs) * perSecond) / 1000
      while (this.#sent < due && this.#outstanding < OUTSTANDING_MAX) void this.#write()
    }, TICK_MS)
  }

  static async start(client: Client, perSecond: number): Promise<PacedWrites> {
    await client.execute('CREATE TABLE IF NOT EXISTS paced(k INTEGER PRIMARY KEY, v BLOB)')
    return new PacedWrites(client, perSecond)
  }

  /** @throws what a write failed with */
  async stop(): Promise<LoadSummary> {
    clearInterval(this.#timer)
    const summary = this.#latencies.summary()
    while (this.#outstanding > 0) await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    if (this.#failure) throw this.#failure
    return summary
  }

  async #write(): Promise<void> {
    this.#sent++
    this.#outstanding++
    const beganMs = performance.now()
    try {
      await this.#client.execute('INSERT INTO paced(v) VALUES(?)', [this.#blob])
      this.#latencies.add(performance.now() - beganMs)
    } catch (error) {
      this.#failure = error
    }
    this.#outstanding--
  }
}
