// A ticket list over HTTP. Every process of the service embeds a node of one quorumlite cluster, so any of them takes
// any request; the driver sends writes to whichever node leads.

import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { open } from 'quorumlite'
import { answer } from './http.js'
import { SCHEMA, createTickets } from './tickets.js'

const USAGE = `Usage: node server.js --data DIR --port PORT [--listen MULTIADDR] [--secret FILE] (--bootstrap | --join MULTIADDR)

  --data DIR          this process's own directory
  --port PORT         where it serves HTTP, on loopback
  --listen MULTIADDR  where its node listens for the others (default: a free loopback port)
  --secret FILE       the cluster's secret (default: cluster.secret in DIR); made at --bootstrap
  --bootstrap         the first process begins the cluster
  --join MULTIADDR    every other process joins it at the address of a member

A directory that belongs to a cluster needs neither --bootstrap nor --join.`

const SCHEMA_TIMEOUT_MS = 60_000
const TRANSFER_TIMEOUT_MS = 2_000

/** @returns {{ port: number, node: import('quorumlite').OpenOptions }} */
function readCommandLine() {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      port: { type: 'string' },
      listen: { type: 'string' },
      secret: { type: 'string' },
      bootstrap: { type: 'boolean' },
      join: { type: 'string', multiple: true },
    },
  })
  const { data, port, listen, secret, bootstrap = false, join = [] } = values
  if (data === undefined || port === undefined || !/^\d+$/.test(port)) {
    console.error(USAGE)
    process.exit(2)
  }
  return {
    port: Number(port),
    node: {
      dataDir: data,
      bootstrap,
      join,
      ...(listen !== undefined && { listen: [listen] }),
      ...(secret !== undefined && { secret: { file: secret } }),
    },
  }
}

const { port, node } = readCommandLine()
const ql = await open(node)

// Whoever starts first makes the table; for the others this is no change. It waits until a majority is up.
await ql.db.batch(SCHEMA, { timeoutMs: SCHEMA_TIMEOUT_MS })

const tickets = createTickets(ql.db)
const server = createServer((request, response) => {
  void answer(request, response, tickets, ql)
})
server.listen(port, '127.0.0.1', () => {
  const { port: servedAt } = /** @type {import('node:net').AddressInfo} */ (server.address())
  const { nodeId, addresses } = ql.node
  console.log(JSON.stringify({ ready: true, nodeId, http: servedAt, addresses, pid: process.pid }))
})

/** Finishes the requests that are being answered, hands the leadership over, and stops the node. */
async function shutDown() {
  const served = new Promise((resolve) => server.close(resolve))
  server.closeIdleConnections()
  await served
  if (ql.client.leaderId === ql.node.nodeId && ql.client.members.length > 1) {
    // Without it the others would have to notice first. If nobody can take over, that is what happens.
    await ql.cluster
      .transferLeadership(undefined, { timeoutMs: TRANSFER_TIMEOUT_MS })
      .catch(() => undefined)
  }
  await ql.close()
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void shutDown())

// A node that failed serves nobody any more: end, so that whoever watches this process starts it again.
void ql.failed.then((cause) => {
  console.error(cause)
  process.exit(1)
})
