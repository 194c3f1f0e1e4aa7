import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { clusterOf } from '@quorumlite/cluster'
import type { Client } from '@quorumlite/client'
import { BenchCluster } from '../cluster.ts'
import { CREATE_TABLE, insertRows } from '../rows.ts'
import { repeated, type Result, type Suite, type SuiteOptions } from '../suite.ts'

const ROWS = 300_000
const CALLERS = 16
const POLL_MS = 10
/** Measured for longer than was asked for, if need be. */
const CHECKPOINTS_MIN = 2
const SECONDS_MAX = 120
const BLOB = new Uint8Array(randomBytes(100))

interface Write {
  readonly beganMs: number
  readonly endedMs: number
}
/** Of something that goes on in the cluster, as far as polling sees it. */
interface Span {
  readonly fromMs: number
  untilMs: number
}

/** Latencies of writes that met a checkpoint (of any node), or a snapshot to a peer, beside those that met neither. */
export const checkpoint: Suite = {
  name: 'checkpoint',
  summary: "p99 of inserts during checkpoints and during a peer's snapshot, beside those without",
  async run(options) {
    await using cluster = await BenchCluster.start()
    await using client = await cluster.connect()
    await client.execute(CREATE_TABLE)
    options.progress('filling')
    await insertRows(client, 0, ROWS)
    const keys = counter(100_000_000)
    const during = await repeated(options, 'checkpoints', async () => {
      const { writes, checkpoints } = await measure(cluster, client, keys, options, false)
      return compare('during checkpoints', writes, checkpoints, checkpoints)
    })
    const snapshot = await repeated(options, 'snapshot', async () => {
      const figures = await measure(cluster, client, keys, options, true)
      const others = [...figures.checkpoints, ...figures.snapshots]
      return compare('during a snapshot', figures.writes, figures.snapshots, others)
    })
    return [...during, ...snapshot]
  },
}

function counter(first: number): () => number {
  let next = first
  return () => next++
}

async function measure(
  cluster: BenchCluster,
  client: Client,
  nextKey: () => number,
  { seconds, warmUpSeconds }: SuiteOptions,
  joins: boolean,
): Promise<{ writes: Write[]; checkpoints: Span[]; snapshots: Span[] }> {
  const writes: Write[] = []
  const checkpoints: Span[] = []
  const snapshots: Span[] = []
  await using watcher = await cluster.connect()
  const warmAtMs = performance.now() + warmUpSeconds * 1000
  let untilMs = warmAtMs + seconds * 1000
  const untilMaxMs = warmAtMs + SECONDS_MAX * 1000
  const write = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      const startMs = performance.now()
      await client.execute('INSERT INTO kv(k,v) VALUES(?,?)', [nextKey(), BLOB])
      const endedMs = performance.now()
      if (startMs > warmAtMs) writes.push({ beganMs: startMs, endedMs })
    }
  }
  const watch = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      const fromMs = performance.now()
      const { nodes } = await clusterOf(watcher).status()
      const seen = nodes.flatMap(({ status }) => (status ? [status] : []))
      note(
        checkpoints,
        fromMs,
        seen.some(({ storage }) => storage.checkpointRunning),
      )
      note(
        snapshots,
        fromMs,
        seen.some(({ peers }) => peers.some((it) => it.state === 'snapshot')),
      )
      const ended = checkpoints.filter((it) => it.fromMs > warmAtMs && it.untilMs < Infinity)
      const isShort = !joins && ended.length < CHECKPOINTS_MIN
      if (isShort) untilMs = Math.max(untilMs, Math.min(performance.now() + 1000, untilMaxMs))
      await pause(POLL_MS)
    }
  }
  const join = async (): Promise<void> => {
    if (!joins) return
    await pause(warmUpSeconds * 1000)
    const i = cluster.nodes.length
    await cluster.startNode(i)
    const { nodeId } = cluster.nodes[i]!
    const management = clusterOf(client)
    // It has to be whole within the measurement.
    for (;;) {
      const { nodes } = await management.status()
      if (nodes.some(({ member, voter }) => voter && member.nodeId === nodeId)) break
      untilMs = Math.max(untilMs, performance.now() + 1000)
      await pause(100)
    }
    await management.removeNode(nodeId)
    await cluster.kill(i)
  }
  await Promise.all([...Array.from({ length: CALLERS }, write), watch(), join()])
  return { writes, checkpoints, snapshots }
}

/** Extends the last span, or begins one, if it was seen to go on between this look and the next. */
function note(spans: Span[], atMs: number, goesOn: boolean): void {
  const last = spans.at(-1)
  if (last && last.untilMs === Infinity) {
    if (!goesOn) last.untilMs = performance.now()
    return
  }
  if (goesOn) spans.push({ fromMs: atMs, untilMs: Infinity })
}

/**
 * Of the writes that meet a span, of any length, the long ones are more than of all writes: a slow one is met more easily. So
 * they are held against those that meet spans of the same length at quiet times.
 */
function compare(
  name: string,
  writes: readonly Write[],
  spans: readonly Span[],
  disturbances: readonly Span[],
): Result {
  const met = spans.flatMap((span) => writes.filter((write) => meets(write, span)))
  const quiet = quietSpans(writes, spans, disturbances).flatMap((span) =>
    writes.filter((write) => meets(write, span)),
  )
  const p99Ms = percentile(met, 0.99)
  const quietP99Ms = percentile(quiet, 0.99)
  const lengths = spans.map(({ fromMs, untilMs }) => untilMs - fromMs).toSorted((x, y) => x - y)
  const extra = {
    timesQuietP99: p99Ms / quietP99Ms,
    quietP99Ms,
    quietP50Ms: percentile(quiet, 0.5),
    spans: spans.length,
    spanMs: lengths[Math.floor(lengths.length / 2)] ?? Number.NaN,
    writesMet: met.length,
  }
  const reference = 'bar: at most 3x, median of 5'
  return {
    name,
    callers: CALLERS,
    connections: 1,
    p50Ms: percentile(met, 0.5),
    p99Ms,
    extra,
    reference,
  }
}

function meets(write: Write, { fromMs, untilMs }: Span): boolean {
  return write.beganMs < untilMs && write.endedMs > fromMs
}

/** Spans as long as these, one after the other, between the disturbances. */
function quietSpans(
  writes: readonly Write[],
  spans: readonly Span[],
  disturbances: readonly Span[],
): Span[] {
  const lengths = spans.map(({ fromMs, untilMs }) => untilMs - fromMs).filter(Number.isFinite)
  const endMs = writes.at(-1)?.endedMs ?? 0
  const quiet: Span[] = []
  let fromMs = writes[0]?.beganMs ?? 0
  for (let i = 0; lengths.length > 0 && fromMs < endMs; i++) {
    const untilMs = fromMs + lengths[i % lengths.length]!
    const met = disturbances.find((it) => it.fromMs < untilMs && it.untilMs > fromMs)
    if (!met && untilMs <= endMs) quiet.push({ fromMs, untilMs })
    fromMs = met ? met.untilMs : untilMs
  }
  return quiet
}

function percentile(writes: readonly Write[], share: number): number {
  const sorted = writes.map(({ beganMs, endedMs }) => endedMs - beganMs).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN
}
