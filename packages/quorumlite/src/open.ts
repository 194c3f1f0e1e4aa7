import { connect, type Client, type ConnectOptions, type Database } from '@quorumlite/client'
import { clusterOf, type Cluster } from '@quorumlite/cluster'
import { openNode, type Node, type NodeInfo, type NodeOptions } from '@quorumlite/node'
import { openLibp2pTransport } from '@quorumlite/transport'
import { createLocalTransport } from './local-transport.ts'

/** How to open a node, and how its driver behaves. */
export interface OpenOptions extends NodeOptions {
  /** The database that `db` is. Default: `main`, which every cluster has. */
  readonly database?: string
  /** Defaults of the driver: time limit, integers, ... */
  readonly client?: Omit<ConnectOptions, 'addresses' | 'secret' | 'database' | 'transport'>
}

/** A node inside this process, and everything to work with it and with its cluster. */
export interface Quorumlite extends AsyncDisposable {
  /** The default database. Writes go to whichever node leads; reads are linearizable unless they say otherwise. */
  readonly db: Database
  /** The driver behind `db`: other databases, positions. */
  readonly client: Client
  /** Members, roles, leadership, status. */
  readonly cluster: Cluster
  readonly node: NodeInfo
  /** Resolves, with the cause, if this node fails. The driver goes on with the other nodes. */
  readonly failed: Promise<Error>
  database(name: string): Database
  /** Closes the driver, then stops the node. Idempotent. */
  close(): Promise<void>
}

/**
 * Embeds a node in this process. The first service of a cluster begins it (`bootstrap`), the others `join` it with the
 * cluster secret; later starts only need the directory. Nothing listens beyond loopback unless `listen` says so.
 *
 * @throws QuorumliteError see `openNode`
 * @example
 * const ql = await open({ dataDir: './data', bootstrap: true })
 * await ql.db.execute('create table if not exists job (id integer primary key, state text)')
 * await ql.db.execute('insert into job (state) values (?)', ['new'])
 * console.log(await ql.db.query('select * from job'))
 * await ql.close()
 */
export async function open(options: OpenOptions): Promise<Quorumlite> {
  const node = await openNode(options)
  try {
    return await OpenedNode.connect(node, options)
  } catch (cause) {
    await node.stop()
    throw cause
  }
}

class OpenedNode implements Quorumlite {
  readonly client: Client
  readonly cluster: Cluster
  readonly #node: Node
  readonly #closeTransport: () => Promise<void>
  #closing: Promise<void> | undefined

  private constructor(node: Node, client: Client, closeTransport: () => Promise<void>) {
    this.#node = node
    this.client = client
    this.cluster = clusterOf(client)
    this.#closeTransport = closeTransport
  }

  static async connect(node: Node, options: OpenOptions): Promise<OpenedNode> {
    const network = await openLibp2pTransport()
    try {
      const others = node.info.members
        .filter(({ nodeId }) => nodeId !== node.info.nodeId)
        .flatMap(({ addresses }) => addresses)
      const client = await connect({
        ...options.client,
        addresses: [...node.info.addresses, ...others],
        secret: node.info.secret,
        transport: createLocalTransport(node, network),
        ...(options.database !== undefined && { database: options.database }),
      })
      return new OpenedNode(node, client, () => network.close())
    } catch (cause) {
      await network.close()
      throw cause
    }
  }

  get db(): Database {
    return this.client
  }

  get node(): NodeInfo {
    return this.#node.info
  }

  get failed(): Promise<Error> {
    return this.#node.failed
  }

  database(name: string): Database {
    return this.client.database(name)
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #close(): Promise<void> {
    await this.client.close()
    await this.#closeTransport()
    await this.#node.stop()
  }
}
