import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect, type Client } from '@quorumlite/client'
import { clusterOf } from '@quorumlite/cluster'
import { QuorumliteError } from '@quorumlite/wire'
import { count, text, type Command, type CommandIo } from '../command.ts'
import { loadImage, readImage } from '../load.ts'
import { Display } from './display.ts'
import { NodeProcess } from './node-process.ts'
import { OrderStream, type OrdersDone } from './order-stream.ts'
import { proveOrders } from './proof.ts'
import { generateShop } from './shop.ts'

const DATABASE = 'shop'
const DEFAULT_SEED = 42
const DEFAULT_SECONDS = 12
const ORDER_TRACKS = 16
const RECOVERY_TIMEOUT_MS = 30_000
const CREATE_ORDERS =
  'create table placed_order (order_no integer not null, item text not null, quantity integer not null)'

export const demoCommand: Command = {
  name: 'demo',
  help: `Usage: quorumlite demo [--load FILE] [--seconds N] [--seed N] [--keep]

Starts three nodes in fresh directories, loads a database, writes orders from another process, kills the leader with
SIGKILL, restarts it, and proves that every acknowledged order is there exactly once on every node.
Ends with 0 if all of that holds.

      --load FILE    an SQLite file or script instead of the generated shop
      --seconds N    how long orders are written, at least (default: ${DEFAULT_SECONDS})
      --seed N       of the generated shop (default: ${DEFAULT_SEED})
      --keep         leaves the cluster running and says how to talk to it
  -h, --help         this text`,
  options: {
    load: { type: 'string' },
    seconds: { type: 'string' },
    seed: { type: 'string' },
    keep: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
  async run({ options, io }) {
    const demo = new Demo({
      file: text(options, 'load'),
      seconds: count(options, 'seconds', DEFAULT_SECONDS, 'demo'),
      seed: count(options, 'seed', DEFAULT_SEED, 'demo'),
      keep: options['keep'] === true,
      io,
    })
    return demo.run()
  },
}

interface DemoSettings {
  readonly file: string | undefined
  readonly seconds: number
  readonly seed: number
  readonly keep: boolean
  readonly io: CommandIo
}

class Demo {
  readonly #settings: DemoSettings
  readonly #display = new Display(process.stdout)
  readonly #directory = mkdtempSync(join(tmpdir(), 'quorumlite-demo-'))
  readonly #nodes: NodeProcess[] = []
  #orders: OrderStream | undefined
  #client: Client | undefined

  constructor(settings: DemoSettings) {
    this.#settings = settings
  }

  async run(): Promise<number> {
    let kept = false
    try {
      await this.#startNodes()
      const client = await this.#connect()
      await this.#load(client)
      const done = await this.#writeAndKill(client)
      const proven = await proveOrders(client, DATABASE, done, this.#display)
      kept = this.#settings.keep && proven
      if (kept) this.#sayHowToTalk()
      return proven ? 0 : 1
    } finally {
      this.#display.endLive()
      this.#orders?.kill()
      await this.#client?.close()
      if (kept) for (const node of this.#nodes) node.release()
      else await this.#cleanUp()
    }
  }

  get #secretFile(): string {
    return join(this.#directory, 'node-1', 'cluster.secret')
  }

  get #addresses(): string[] {
    return this.#nodes.flatMap(({ ready }) => [...ready.addresses])
  }

  async #startNodes(): Promise<void> {
    this.#display.title('Three nodes, each a process with a directory of its own')
    await this.#startNode(0, ['--bootstrap'])
    for (const i of [1, 2]) await this.#startNode(i, ['--join', ...this.#nodes[0]!.ready.addresses])
  }

  async #startNode(i: number, how: readonly string[], listen?: string): Promise<void> {
    const node = await NodeProcess.start(
      [
        '--data',
        join(this.#directory, `node-${i + 1}`),
        '--name',
        `node-${i + 1}`,
        ...(i === 0 ? [] : ['--secret', this.#secretFile]),
        ...(listen === undefined ? [] : ['--listen', listen]),
        ...how,
      ],
      { detached: this.#settings.keep },
    )
    this.#nodes[i] = node
    const { nodeId, pid, addresses } = node.ready
    this.#display.step(`node ${nodeId} (pid ${pid}) at ${withoutPeer(addresses[0] ?? '')}`)
  }

  async #connect(): Promise<Client> {
    this.#client = await connect({
      addresses: this.#addresses,
      secret: { file: this.#secretFile },
      timeoutMs: 60_000,
    })
    const cluster = clusterOf(this.#client)
    const deadline = Date.now() + RECOVERY_TIMEOUT_MS
    for (;;) {
      const { nodes } = await cluster.status()
      if (nodes.filter(({ voter }) => voter).length === 3) break
      if (Date.now() > deadline) throw new QuorumliteError('TIMEOUT', 'not all nodes became voters')
      await pause(100)
    }
    this.#display.good(`node ${await cluster.waitForLeader()} leads; all three vote`)
    return this.#client
  }

  async #load(client: Client): Promise<void> {
    const { file, seed } = this.#settings
    this.#display.title(file ? `Loading ${file}` : `Loading a shop, generated from seed ${seed}`)
    const image = file ? await readImage(file) : await generateShop(seed)
    await loadImage(client, DATABASE, image, false)
    const database = client.database(DATABASE)
    await database.execute(CREATE_ORDERS)
    const tables = await database.query(
      "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'",
    )
    let rows = 0
    for (const { name } of tables) {
      const quoted = String(name).replaceAll('"', '""')
      const [counted] = await database.query(`select count(*) as n from "${quoted}"`)
      rows += Number(counted?.['n'])
    }
    const kib = Math.round(image.length / 1024)
    this.#display.good(`${tables.length} tables, ${rows} rows, ${kib} KiB, on every node`)
  }

  async #writeAndKill(client: Client): Promise<OrdersDone> {
    this.#display.title(`Orders from another process, ${ORDER_TRACKS} at a time`)
    const orders = new OrderStream({
      addresses: this.#addresses,
      secretFile: this.#secretFile,
      database: DATABASE,
      concurrency: ORDER_TRACKS,
    })
    this.#orders = orders
    const unwatch = orders.watch(() => this.#showProgress(orders))
    await orders.until(({ acknowledged }) => acknowledged > 0, RECOVERY_TIMEOUT_MS)
    const third = (this.#settings.seconds * 1000) / 3
    await this.#show(orders, third)
    await this.#killLeader(client, orders)
    await this.#show(orders, third)
    await this.#restart()
    await this.#show(orders, third)
    unwatch()
    this.#display.endLive()
    const done = await orders.stop()
    this.#orders = undefined
    return done
  }

  async #killLeader(client: Client, orders: OrderStream): Promise<void> {
    const leaderId = await clusterOf(client).waitForLeader()
    const victim = this.#nodes.find(({ ready }) => ready.nodeId === leaderId)
    if (!victim) throw new QuorumliteError('NO_LEADER', `node ${leaderId} is not of this demo`)
    orders.takeGapMs()
    await victim.kill()
    this.#display.step(`killed node ${leaderId}, the leader, with SIGKILL`)
    await orders.until(
      ({ acknowledged, leaderId: now }) => acknowledged > 0 && now !== leaderId && now !== 0,
      RECOVERY_TIMEOUT_MS,
    )
    const awayMs = Math.round(orders.takeGapMs())
    const newLeader = orders.latest?.leaderId ?? 0
    this.#display.good(`writes were away for ${awayMs} ms; node ${newLeader} leads now`)
  }

  async #restart(): Promise<void> {
    const i = this.#nodes.findIndex(({ running }) => !running)
    const address = withoutPeer(this.#nodes[i]!.ready.addresses[0] ?? '')
    await this.#startNode(i, [], address)
    this.#display.good('the killed node is back and catches up from its own log and its peers')
  }

  async #show(orders: OrderStream, ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.#settings.io.signal })
    const { latest } = orders
    if (latest && !process.stdout.isTTY) this.#display.live(describe(orders), true)
  }

  #showProgress(orders: OrderStream): void {
    this.#display.live(describe(orders))
  }

  #sayHowToTalk(): void {
    const connectTo = `--connect ${this.#addresses[0]} --secret ${this.#secretFile}`
    this.#display.title('The cluster is still running')
    this.#display.plain(`quorumlite status ${connectTo}`)
    this.#display.plain(
      `quorumlite sql ${connectTo} --db ${DATABASE} 'select count(*) from placed_order'`,
    )
    const pids = this.#nodes.map(({ ready }) => ready.pid).join(' ')
    this.#display.plain(`stop it with: kill ${pids}; its files are in ${this.#directory}`)
  }

  async #cleanUp(): Promise<void> {
    await Promise.all(this.#nodes.filter(({ running }) => running).map((node) => node.stop()))
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

function describe(orders: OrderStream): string {
  const { latest } = orders
  if (!latest) return ''
  if (latest.acknowledged === 0) return `no order for ${(latest.silentMs / 1000).toFixed(1)} s`
  const perSecond = String(latest.acknowledged * 4).padStart(6)
  const p50 = latest.p50Ms.toFixed(1).padStart(6)
  const p99 = latest.p99Ms.toFixed(1).padStart(6)
  const total = String(orders.acknowledged).padStart(7)
  return `${perSecond} orders/s   p50 ${p50} ms   p99 ${p99} ms   node ${latest.leaderId} leads   ${total} in all`
}

function withoutPeer(address: string): string {
  return address.replace(/\/p2p\/[^/]+$/, '')
}
