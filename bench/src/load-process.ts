// A load in a process of its own: callers that each wait for their operation before they begin the next.

import { randomBytes } from 'node:crypto'
import { createHistogram } from 'node:perf_hooks'
import { connect, type Client, type QueryOptions } from '@quorumlite/client'
import type { LoadSettings, LoadSummary } from './load.ts'

const NANOSECONDS_PER_MS = 1e6
const BLOBS = Array.from({ length: 1024 }, () => new Uint8Array(randomBytes(100)))

const settings = JSON.parse(process.argv[2] ?? '{}') as LoadSettings
const clients: Client[] = []
for (let i = 0; i < settings.connections; i++) {
  clients.push(
    await connect({
      addresses: settings.addresses,
      secret: { file: settings.secretFile },
      timeoutMs: 60_000,
    }),
  )
}
await measure(settings.warmUpSeconds)
const summary = await measure(settings.seconds)
process.send?.(summary)
await Promise.all(clients.map((client) => client.close()))
process.disconnect()

async function measure(seconds: number): Promise<LoadSummary> {
  const histogram = createHistogram()
  const began = performance.now()
  const endsMs = began + seconds * 1000
  let operations = 0
  const call = async (caller: number): Promise<void> => {
    const client = clients[caller % clients.length]!
    const operate = operationOf(client, caller)
    while (performance.now() < endsMs) {
      const startedMs = performance.now()
      await operate()
      histogram.record(
        Math.max(1, Math.round((performance.now() - startedMs) * NANOSECONDS_PER_MS)),
      )
      operations++
    }
  }
  await Promise.all(Array.from({ length: settings.callers }, (_, i) => call(i)))
  const tookSeconds = (performance.now() - began) / 1000
  return {
    operations,
    opsPerSecond: operations / tookSeconds,
    p50Ms: histogram.percentile(50) / NANOSECONDS_PER_MS,
    p99Ms: histogram.percentile(99) / NANOSECONDS_PER_MS,
    maxMs: histogram.max / NANOSECONDS_PER_MS,
  }
}

function operationOf(client: Client, caller: number): () => Promise<unknown> {
  const { operation, keys } = settings
  let n = caller
  switch (operation) {
    case 'insert': {
      // Each process inserts into a range of its own, so that keys never collide between repeats.
      let key = settings.firstKey + caller
      return () => {
        const blob = BLOBS[n++ % BLOBS.length]!
        const params = [key, blob]
        key += settings.callers
        settings.firstKey = Math.max(settings.firstKey, key)
        return client.execute('INSERT INTO kv(k,v) VALUES(?,?)', params)
      }
    }
    case 'read': {
      const options: QueryOptions = { consistency: settings.consistency ?? 'linearizable' }
      return () => client.query('SELECT v FROM kv WHERE k=?', [(n += 7919) % keys], options)
    }
    case 'scan':
      return () =>
        client.query(settings.sql ?? 'SELECT count(*) FROM kv', [], { timeoutMs: 60_000 })
  }
}
