// A load in a process of its own: callers that each wait for their operation before they begin the next.

import { randomBytes } from 'node:crypto'
import { createHistogram } from 'node:perf_hooks'
import { connect, type Client, type QueryOptions } from '@quorumlite/client'
import { serveFork, type LoadSettings, type LoadSummary } from './load.ts'

const NANOSECONDS_PER_MS = 1e6
const BLOBS = Array.from({ length: 1024 }, () => new Uint8Array(randomBytes(100)))

class Load {
  readonly #settings: LoadSettings
  readonly #callers: readonly (() => Promise<unknown>)[]

  constructor(settings: LoadSettings, clients: readonly Client[]) {
    this.#settings = settings
    this.#callers = Array.from({ length: settings.callers }, (_, caller) =>
      this.#operationOf(clients[caller % clients.length]!, caller),
    )
  }

  async measure(seconds: number): Promise<LoadSummary> {
    const histogram = createHistogram()
    const began = performance.now()
    const endsMs = began + seconds * 1000
    let operations = 0
    const call = async (operate: () => Promise<unknown>): Promise<void> => {
      while (performance.now() < endsMs) {
        const startedMs = performance.now()
        await operate()
        const tookMs = performance.now() - startedMs
        histogram.record(Math.max(1, Math.round(tookMs * NANOSECONDS_PER_MS)))
        operations++
      }
    }
    await Promise.all(this.#callers.map(call))
    return {
      operations,
      opsPerSecond: (operations * 1000) / (performance.now() - began),
      p50Ms: histogram.percentile(50) / NANOSECONDS_PER_MS,
      p99Ms: histogram.percentile(99) / NANOSECONDS_PER_MS,
      maxMs: histogram.max / NANOSECONDS_PER_MS,
    }
  }

  #operationOf(client: Client, caller: number): () => Promise<unknown> {
    const { operation, keys, callers, firstKey } = this.#settings
    let n = caller
    switch (operation) {
      case 'insert': {
        // Callers take turns in the range of their process, so that keys are new and go up as a service's do.
        let key = firstKey + caller
        const { databases = ['main'] } = this.#settings
        const database = client.database(databases[caller % databases.length]!)
        return () => {
          const params = [key, BLOBS[n++ % BLOBS.length]!]
          key += callers
          return database.execute('INSERT INTO kv(k,v) VALUES(?,?)', params)
        }
      }
      case 'read': {
        const options: QueryOptions = { consistency: this.#settings.consistency ?? 'linearizable' }
        return () => client.query('SELECT v FROM kv WHERE k=?', [(n += 7919) % keys], options)
      }
      case 'scan': {
        const { sql = 'SELECT count(*) FROM kv' } = this.#settings
        return () => client.query(sql, [], { timeoutMs: 60_000 })
      }
    }
  }
}

await serveFork<LoadSettings>(async (settings, began) => {
  const clients = await Promise.all(
    Array.from({ length: settings.connections }, () =>
      connect({
        addresses: settings.addresses,
        secret: { file: settings.secretFile },
        timeoutMs: 60_000,
      }),
    ),
  )
  try {
    const load = new Load(settings, clients)
    await load.measure(settings.warmUpSeconds)
    began()
    return await load.measure(settings.seconds)
  } finally {
    await Promise.all(clients.map((client) => client.close()))
  }
})
