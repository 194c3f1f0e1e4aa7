import { readFileSync } from 'node:fs'
import { createHistogram } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '@quorumlite/client'
import { BenchCluster } from '../cluster.ts'
import { measureCalls } from '../measure-calls.ts'
import type { Result, Suite } from '../suite.ts'

const DATABASES = 2_000
const WRITES_PER_SECOND = DATABASES / 60
const AT_ONCE = 32
const MINUTE_MS = 60_000
const NANOSECONDS_PER_MS = 1e6

export const many: Suite = {
  name: 'many',
  summary:
    '2,000 databases with one write a minute each: p99, and memory minute by minute (--seconds 600)',
  async run({ seconds, warmUpSeconds, selects, progress, remark }) {
    if (!selects('2,000 databases')) return []
    await using cluster = await BenchCluster.start()
    await using client = await cluster.connect()
    // What a node needs for any load at all is none of the databases'.
    progress('warming up')
    await warmUp(client, warmUpSeconds)
    const emptyMib = largestMib(cluster)
    progress('creating')
    const names = Array.from({ length: DATABASES }, (_, i) => `database-${i}`)
    const createdMs = await inParallel(names, (name) => client.createDatabase(name))
    const filledMs = await inParallel(names, (name) =>
      client.database(name).execute('CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)'),
    )
    const memory = [largestMib(cluster)]
    const latencies = createHistogram()
    const endsMs = performance.now() + seconds * 1000
    for (let minute = 1; performance.now() < endsMs; minute++) {
      progress(`minute ${minute}`)
      await write(client, names, Math.min(endsMs, performance.now() + MINUTE_MS), latencies)
      memory.push(largestMib(cluster))
    }
    remark(`MiB of the largest node, before and after each minute: ${memory.join(', ')}.`)
    const result: Result = {
      name: '2,000 databases',
      opsPerSecond: latencies.count / seconds,
      p50Ms: latencies.percentile(50) / NANOSECONDS_PER_MS,
      p99Ms: latencies.percentile(99) / NANOSECONDS_PER_MS,
      extra: {
        createSeconds: createdMs / 1000,
        firstWriteSeconds: filledMs / 1000,
        kibEach: ((memory.at(-1)! - emptyMib) * 1024) / DATABASES,
      },
      reference: 'p99 at most 50 ms, 64 KiB each',
    }
    return [result]
  },
}

async function warmUp(client: Client, seconds: number): Promise<void> {
  await client.execute('CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)')
  const insert = (): Promise<unknown> =>
    client.execute('INSERT INTO kv(v) VALUES (randomblob(100))')
  await measureCalls(
    Array.from({ length: AT_ONCE }, () => insert),
    seconds,
  )
}

/** In order, at a steady rate, whether or not the ones before are answered. */
async function write(
  client: Client,
  names: readonly string[],
  untilMs: number,
  latencies: ReturnType<typeof createHistogram>,
): Promise<void> {
  const beganMs = performance.now()
  const pending = new Set<Promise<void>>()
  for (let i = 0; performance.now() < untilMs; i++) {
    const name = names[i % names.length]!
    const one = (async () => {
      const sentMs = performance.now()
      await client.database(name).execute('INSERT INTO kv(v) VALUES (randomblob(100))')
      latencies.record(Math.max(1, Math.round((performance.now() - sentMs) * NANOSECONDS_PER_MS)))
    })()
    pending.add(one)
    void one.finally(() => pending.delete(one))
    await pause(Math.max(0, beganMs + ((i + 1) * 1000) / WRITES_PER_SECOND - performance.now()))
  }
  await Promise.all(pending)
}

async function inParallel(
  names: readonly string[],
  work: (name: string) => Promise<unknown>,
): Promise<number> {
  const beganMs = performance.now()
  let next = 0
  const one = async (): Promise<void> => {
    for (let name = names[next++]; name !== undefined; name = names[next++]) await work(name)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  return performance.now() - beganMs
}

/** Anonymous memory of the node that has most, in MiB; 0 where /proc does not tell. */
function largestMib(cluster: BenchCluster): number {
  const sizes = cluster.nodes.map(({ child }) => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      const field = (name: string): number =>
        Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
      // Shared memory of the threads counts as such, and not as anonymous.
      return (field('RssAnon') + field('RssShmem')) / 1024
    } catch {
      return 0
    }
  })
  return Math.round(Math.max(...sizes))
}
