import { connect, type Client, type ConnectOptions, type Database } from '@quorumlite/client'
import { clusterOf, type Cluster } from '@quorumlite/cluster'
import {
  openNode,
  type LocalStores,
  type LocalStoresOptions,
  type Node,
  type NodeInfo,
  type NodeOptions,
} from '@quorumlite/node'
import { openLibp2pTransport } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import { createLocalDatabase, type LocalDatabase } from './local-database.ts'
import { createLocalTransport } from './local-transport.ts'

/** How to open a node, and how its driver behaves. */
export interface OpenOptions extends NodeOptions {
  /** The database that `db` is. Default: `main`, which every cluster has. */
  readonly database?: string
  /** Defaults of the driver: time limit, integers, ... */
  readonly client?: Omit<ConnectOptions, 'addresses' | 'secret' | 'database' | 'transport'>
  /** Reads in this thread: `db.local`. */
  readonly local?: LocalStoresOptions
}

/** A database of the cluster, with this node's copy of it at hand. */
export type EmbeddedDatabase = Database & { readonly local: LocalDatabase }

/** A node inside this process, and everything to work with it and with its cluster. */
export interface Quorumlite extends AsyncDisposable {
  /**
   * The default database. Writes go to whichever node leads; reads are linearizable unless they say otherwise.
   * `db.local` reads this node's copy synchronously, in this thread.
   */
  readonly db: EmbeddedDatabase
  /** The driver behind `db`: other databases, positions. */
  readonly client: Client
  /** Members, roles, leadership, status. */
  readonly cluster: Cluster
  readonly node: NodeInfo
  /** Resolves, with the cause, if this node fails. The driver goes on with the other nodes. */
  readonly failed: Promise<Error>
  database(name: string): EmbeddedDatabase
  /** Closes the driver, then stops the node. Idempotent. */
  close(): Promise<void>
}

/**
 * Embeds a node in this process. The first service of a cluster begins it (`bootstrap`), the others `join` it with the
 * cluster secret; later starts only need the directory. Nothing listens beyond loopback unless `listen` says so.
 *
 * @throws QuorumliteError see `openNode`; what the node failed with, if it did before anybody could talk to it
 * @example
 * const ql = await open({ dataDir: './data', bootstrap: true })
 * await ql.db.execute('create table if not exists job (id integer primary key, state text)')
 * await ql.db.execute('insert into job (state) values (?)', ['new'])
 * console.log(await ql.db.query('select * from job'))
 * await ql.close()
 */
export async function open(options: OpenOptions): Promise<Quorumlite> {
  const node = await openNode(options)
  const connecting = new AbortController()
  let failure: Error | undefined
  // A node that ends now has a reason of its own; its driver would only wait in vain, and tell of that.
  void node.failed.then((cause) => {
    failure = cause
    connecting.abort()
  })
  try {
    return await OpenedNode.connect(node, options, connecting.signal)
  } catch (cause) {
    await node.stop()
    throw failure ?? cause
  }
}

const DEFAULT_DATABASE = 'main'

/** A node that cannot share its pages is a node all the same: each local read says why it cannot be. */
async function openLocalStores(node: Node, { local }: OpenOptions): Promise<LocalStores> {
  try {
    return await node.openLocalStores(local)
  } catch (cause) {
    if (!(cause instanceof QuorumliteError) || cause.code !== 'UNAVAILABLE') throw cause
    const refuse = (): never => {
      throw cause
    }
    return { connect: refuse, close: () => undefined }
  }
}

class OpenedNode implements Quorumlite {
  readonly client: Client
  readonly cluster: Cluster
  readonly db: EmbeddedDatabase
  readonly #node: Node
  readonly #stores: LocalStores
  readonly #options: OpenOptions
  readonly #databases = new Map<string, EmbeddedDatabase>()
  readonly #closeTransport: () => Promise<void>
  #closing: Promise<void> | undefined

  private constructor(
    node: Node,
    client: Client,
    stores: LocalStores,
    options: OpenOptions,
    closeTransport: () => Promise<void>,
  ) {
    this.#node = node
    this.#stores = stores
    this.#options = options
    this.client = client
    this.db = this.database(options.database ?? DEFAULT_DATABASE)
    // Nothing is published any more.
    void node.failed.then(() => stores.close())
    this.cluster = clusterOf(client)
    this.#closeTransport = closeTransport
  }

  static async connect(node: Node, options: OpenOptions, ended: AbortSignal): Promise<OpenedNode> {
    const network = await openLibp2pTransport()
    try {
      const others = node.info.members
        .filter(({ nodeId }) => nodeId !== node.info.nodeId)
        .flatMap(({ addresses }) => addresses)
      const client = await connect({
        ...options.client,
        signal: AbortSignal.any([
          ended,
          ...(options.client?.signal ? [options.client.signal] : []),
        ]),
        addresses: [...node.info.addresses, ...others],
        secret: node.info.secret,
        transport: createLocalTransport(node, network),
        ...(options.database !== undefined && { database: options.database }),
      })
      const stores = await openLocalStores(node, options)
      return new OpenedNode(node, client, stores, options, () => network.close())
    } catch (cause) {
      await network.close()
      throw cause
    }
  }

  get node(): NodeInfo {
    return this.#node.info
  }

  get failed(): Promise<Error> {
    return this.#node.failed
  }

  database(name: string): EmbeddedDatabase {
    const known = this.#databases.get(name)
    if (known) return known
    const { client } = this
    const database = client.database(name)
    const local = createLocalDatabase({
      name,
      stores: this.#stores,
      integers: this.#options.client?.integers,
      waitFor: async (position = client.position, options = {}) => {
        const readFrom = this.node.nodeId
        if (!position) return
        const where = { consistency: 'session', position, readFrom } as const
        await database.query('select 1', [], { ...options, ...where })
      },
    })
    const embedded = Object.assign(database, { local })
    this.#databases.set(name, embedded)
    return embedded
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    this.#stores.close()
    await this.client.close()
    await this.#closeTransport()
    await this.#node.stop()
  }
}
