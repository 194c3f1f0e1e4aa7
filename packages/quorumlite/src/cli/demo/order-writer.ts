// The demo's client: a process of its own that places orders, one after the other on several tracks, and remembers
// which were acknowledged. Every order has a number of its own and no constraint guards it: one that was lost or doubled
// would show.

import { connect } from '@quorumlite/client'
import type { OrderWriterReport, OrderWriterSettings } from './order-messages.ts'

const REPORT_EVERY_MS = 250
const PLACE_ORDER = 'insert into placed_order (order_no, item, quantity) values (?, ?, ?)'

const settings = JSON.parse(process.argv[2] ?? '{}') as OrderWriterSettings
const acknowledged: number[] = []
const failed: { order: number; error: string }[] = []
let latenciesMs: number[] = []
let lastMs = performance.now()
let gapMs = 0
let next = 1
let stopping = false

process.on('message', (message) => {
  if (message === 'stop') stopping = true
})

const client = await connect({
  addresses: settings.addresses,
  secret: { file: settings.secretFile },
  database: settings.database,
  timeoutMs: 30_000,
})
const timer = setInterval(report, REPORT_EVERY_MS)
await Promise.all(Array.from({ length: settings.concurrency }, placeOrders))
clearInterval(timer)
report()
send({ kind: 'done', acknowledged, failed })
await client.close()
process.disconnect()

async function placeOrders(): Promise<void> {
  while (!stopping) {
    const order = next++
    const beganMs = performance.now()
    try {
      await client.execute(PLACE_ORDER, [order, `item ${order % 997}`, 1 + (order % 5)])
      acknowledged.push(order)
    } catch (error) {
      failed.push({ order, error: String(error) })
    }
    const nowMs = performance.now()
    latenciesMs.push(nowMs - beganMs)
    gapMs = Math.max(gapMs, nowMs - lastMs)
    lastMs = nowMs
  }
}

function report(): void {
  const sorted = latenciesMs.sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? 0
  const silentMs = performance.now() - lastMs
  send({
    kind: 'progress',
    acknowledged: sorted.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    leaderId: client.leaderId ?? 0,
    silentMs,
    gapMs: Math.max(gapMs, silentMs),
  })
  latenciesMs = []
  gapMs = 0
}

function send(message: OrderWriterReport): void {
  process.send?.(message)
}
