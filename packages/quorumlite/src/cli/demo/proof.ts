import type { Client } from '@quorumlite/client'
import { clusterOf } from '@quorumlite/cluster'
import type { Display } from './display.ts'
import type { OrdersDone } from './order-stream.ts'

const AGREEMENT_TIMEOUT_MS = 30_000
const POLL_MS = 100

/** Holds what the demo claims against what is in the database. True if all of it holds. */
export async function proveOrders(
  client: Client,
  database: string,
  done: OrdersDone,
  display: Display,
): Promise<boolean> {
  display.title('What was promised, and what is there')
  const claims = [
    await claimExactlyOnce(client, database, done, display),
    await claimEqualReplicas(client, database, display),
    await claimIntegrity(client, database, display),
  ]
  return claims.every((holds) => holds)
}

async function claimExactlyOnce(
  client: Client,
  database: string,
  { acknowledged, failed }: OrdersDone,
  display: Display,
): Promise<boolean> {
  const rows = await client
    .database(database)
    .query('select order_no, count(*) as times from placed_order group by order_no')
  const times = new Map(rows.map((row) => [Number(row['order_no']), Number(row['times'])]))
  const lost = acknowledged.filter((order) => !times.has(order))
  const doubled = [...times].filter(([, count]) => count > 1)
  const failedButThere = failed.filter(({ order }) => times.has(order))
  for (const { order, error } of failed.slice(0, 3)) display.plain(`order ${order}: ${error}`)
  const holds =
    lost.length === 0 &&
    doubled.length === 0 &&
    failedButThere.length === 0 &&
    times.size === acknowledged.length
  const words = `${acknowledged.length} orders acknowledged, ${times.size} found: ${lost.length} lost, ${doubled.length} doubled, ${failed.length} refused`
  say(display, holds, words)
  return holds
}

/** Checksums are compared at equal positions: nodes that lag are given a moment. */
async function claimEqualReplicas(
  client: Client,
  database: string,
  display: Display,
): Promise<boolean> {
  const cluster = clusterOf(client)
  const deadline = Date.now() + AGREEMENT_TIMEOUT_MS
  for (;;) {
    const { nodes } = await cluster.status()
    const seen = nodes.flatMap(({ status }) => {
      const found = status?.databases.find(({ name }) => name === database)
      return status && found ? [{ index: status.appliedIndex, checksum: found.checksum }] : []
    })
    const [first] = seen
    const comparable =
      first && seen.length === nodes.length && seen.every(({ index }) => index === first.index)
    if (comparable || Date.now() > deadline) {
      const holds =
        comparable === true && seen.every(({ checksum }) => checksum === first?.checksum)
      const words = `checksums at log index ${first?.index}: ${seen.map(({ checksum }) => checksum).join(' ')}`
      say(display, holds, words)
      return holds
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

async function claimIntegrity(
  client: Client,
  database: string,
  display: Display,
): Promise<boolean> {
  const { nodes } = await clusterOf(client).status()
  let holds = nodes.length > 0
  for (const { member } of nodes) {
    const [row] = await client
      .database(database)
      .query('pragma integrity_check', undefined, { values: true, readFrom: member.nodeId })
    const answer = row?.[0]
    if (answer !== 'ok') {
      holds = false
      display.bad(`node ${member.nodeId}: integrity_check says ${String(answer)}`)
    }
  }
  say(display, holds, `integrity_check on every node: ${holds ? 'ok' : 'not ok'}`)
  return holds
}

function say(display: Display, holds: boolean, words: string): void {
  if (holds) display.good(words)
  else display.bad(words)
}
