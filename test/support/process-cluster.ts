import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect, type Client, type ConnectOptions } from '@quorumlite/client'
import { clusterOf } from '@quorumlite/cluster'
import {
  NodeProcess,
  type NodeProcessOptions,
} from '../../packages/quorumlite/dist/cli/demo/node-process.js'

const POLL_MS = 50
const TIMEOUT_MS = 60_000

/** Three (or so) real node processes on loopback, each with a directory of its own, as `quorumlite start` makes them. */
export class ProcessCluster implements AsyncDisposable {
  readonly directory: string = mkdtempSync(join(tmpdir(), 'quorumlite-test-'))
  readonly nodes: NodeProcess[] = []
  readonly #clients: Client[] = []

  /** The first node bootstraps, the others join; resolves when all are voters. */
  static async start(
    size = 3,
    options: (i: number) => NodeProcessOptions = () => ({}),
  ): Promise<ProcessCluster> {
    const cluster = new ProcessCluster()
    try {
      for (let i = 0; i < size; i++) await cluster.startNode(i, options(i))
      const client = await cluster.connect()
      await cluster.until(async () => {
        const { nodes } = await clusterOf(client).status()
        return nodes.filter(({ voter }) => voter).length === size
      }, `${size} voters`)
      await client.close()
      return cluster
    } catch (cause) {
      await cluster[Symbol.asyncDispose]()
      throw cause
    }
  }

  get secretFile(): string {
    return join(this.directory, 'node-0', 'cluster.secret')
  }

  get addresses(): string[] {
    return this.nodes.flatMap(({ ready }) => [...ready.addresses])
  }

  /** Starts node i, or starts it again at its old address, or where it is told to listen. */
  async startNode(
    i: number,
    options: NodeProcessOptions = {},
    listen?: string,
  ): Promise<NodeProcess> {
    const before = this.nodes[i]
    const first = this.nodes[0]
    const args = ['--data', join(this.directory, `node-${i}`), '--name', `node-${i}`]
    if (i > 0) args.push('--secret', this.secretFile)
    if (before) {
      const old = before.ready.addresses[0]!.replace(/\/p2p\/.*$/, '')
      args.push('--listen', listen ?? old)
    } else if (i === 0) args.push('--bootstrap')
    else for (const address of first!.ready.addresses) args.push('--join', address)
    const node = await NodeProcess.start(args, options)
    this.nodes[i] = node
    return node
  }

  async connect(options: Partial<ConnectOptions> = {}): Promise<Client> {
    const client = await connect({
      addresses: this.addresses,
      secret: { file: this.secretFile },
      timeoutMs: 60_000,
      ...options,
    })
    this.#clients.push(client)
    return client
  }

  /** The place in `nodes` of whoever leads. */
  async leader(client: Client): Promise<number> {
    const leaderId = await clusterOf(client).waitForLeader()
    return this.nodes.findIndex(({ ready }) => ready.nodeId === leaderId)
  }

  /** The checksums of a database on every node, once all of them stand at one index. */
  async checksums(client: Client, database = 'main', timeoutMs = TIMEOUT_MS): Promise<string[]> {
    let found: string[] = []
    await this.until(
      async () => {
        const { nodes } = await clusterOf(client).status()
        const indexes = new Set(nodes.map(({ status }) => status?.appliedIndex))
        found = nodes.map(
          ({ status }) => status?.databases.find(({ name }) => name === database)?.checksum ?? '',
        )
        return indexes.size === 1 && !indexes.has(undefined)
      },
      'equal positions on all nodes',
      timeoutMs,
    )
    return found
  }

  async until(
    condition: () => Promise<boolean>,
    what: string,
    timeoutMs = TIMEOUT_MS,
  ): Promise<void> {
    const deadline = Date.now() + timeoutMs
    while (!(await condition())) {
      if (Date.now() > deadline) throw new Error(`no ${what} within ${timeoutMs} ms`)
      await pause(POLL_MS)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()))
    await Promise.all(this.nodes.filter(({ running }) => running).map((node) => node.kill()))
    rmSync(this.directory, { recursive: true, force: true })
  }
}
