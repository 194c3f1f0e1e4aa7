import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { clusterOf } from '@quorumlite/cluster'
import { connect, type Client } from '@quorumlite/client'
import { endWithUs, makeDirectory, removeDirectory } from './leftovers.ts'

interface BenchNode {
  readonly child: ChildProcess
  readonly nodeId: number
  readonly addresses: readonly string[]
  readonly directory: string
}

const CLI = fileURLToPath(new URL('./cli/main.js', import.meta.resolve('quorumlite')))

/** Three node processes on loopback, as a user would start them, with default settings. */
export class BenchCluster implements AsyncDisposable {
  readonly directory: string = makeDirectory('bench')
  readonly nodes: BenchNode[] = []

  static async start(size = 3): Promise<BenchCluster> {
    const cluster = new BenchCluster()
    for (let i = 0; i < size; i++) await cluster.startNode(i)
    await using client = await cluster.connect()
    for (;;) {
      const { nodes } = await clusterOf(client).status()
      if (nodes.filter(({ voter }) => voter).length === size) return cluster
      await pause(50)
    }
  }

  get secretFile(): string {
    return join(this.directory, 'node-0', 'cluster.secret')
  }

  get addresses(): string[] {
    return this.nodes.flatMap(({ addresses }) => [...addresses])
  }

  connect(): Promise<Client> {
    return connect({
      addresses: this.addresses,
      secret: { file: this.secretFile },
      timeoutMs: 60_000,
    })
  }

  async startNode(i: number): Promise<void> {
    const before = this.nodes[i]
    const directory = join(this.directory, `node-${i}`)
    const args = ['start', '--data', directory]
    if (i > 0) args.push('--secret', this.secretFile)
    if (before) args.push('--listen', before.addresses[0]!.replace(/\/p2p\/.*$/, ''))
    else if (i === 0) args.push('--bootstrap')
    else args.push('--join', this.nodes[0]!.addresses[0]!)
    const child = spawn(process.execPath, [...nodeFlags(), CLI, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    endWithUs(child)
    const line = await new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve)
      child.once('exit', (code) => reject(new Error(`a node ended with code ${code}`)))
    })
    const { nodeId, addresses } = JSON.parse(line) as BenchNode
    this.nodes[i] = { child, nodeId, addresses, directory }
  }

  async leader(client: Client): Promise<number> {
    const leaderId = await clusterOf(client).waitForLeader()
    return this.nodes.findIndex(({ nodeId }) => nodeId === leaderId)
  }

  async kill(i: number): Promise<void> {
    const { child } = this.nodes[i]!
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await exited
  }

  /** As an operator does: it closes its directory. */
  async stop(i: number): Promise<void> {
    const { child } = this.nodes[i]!
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const [i, { child }] of this.nodes.entries()) {
      if (child.exitCode === null && child.signalCode === null) await this.stop(i)
    }
    removeDirectory(this.directory)
  }
}

/** QUORUMLITE_BENCH_NODE_FLAGS='--cpu-prof --cpu-prof-dir=profiles' profiles the nodes. */
function nodeFlags(): string[] {
  return (process.env['QUORUMLITE_BENCH_NODE_FLAGS'] ?? '').split(' ').filter(Boolean)
}
