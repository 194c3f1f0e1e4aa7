// A load in a process of its own: callers that each wait for their operation before they begin the next.

import { randomBytes } from 'node:crypto'
import { connect, type Client, type QueryOptions } from '@quorumlite/client'
import { serveFork, type LoadSettings, type ProcessSummary } from './load.ts'
import { measureCalls } from './measure-calls.ts'

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

  async measure(seconds: number): Promise<ProcessSummary> {
    const before = process.cpuUsage()
    const summary = await measureCalls(this.#callers, seconds)
    const { user, system } = process.cpuUsage(before)
    return { ...summary, cpuMicrosPerOp: (user + system) / summary.operations }
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
