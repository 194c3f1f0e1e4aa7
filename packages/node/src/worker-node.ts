import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import { CLIENT_PROTOCOL, systemClock, type Channel } from '@quorumlite/transport'
import { QuorumliteError, failureToError } from '@quorumlite/wire'
import type { ConsensusWorkerData } from './consensus/worker-service.ts'
import type { HostCommand, HostReport } from './host-messages.ts'
import { createLocalChannel, LOCAL_FRAME_PACKING } from './local-channel.ts'
import { openThreadStores, type LocalStores, type LocalStoresOptions } from './local-stores.ts'
import type { Node } from './node.ts'
import type { ResolvedNodeOptions } from './options.ts'
import type { NodeInfo, RuntimeEvents } from './runtime.ts'
import type { SqlWorkerData } from './sql/worker-entry.ts'
import { createThreadPort } from './thread-port.ts'

/** A node in two workers: a busy service must not cost the leadership, nor a query a heartbeat. */
export async function openWorkerNode(
  options: ResolvedNodeOptions,
  listeners: Omit<RuntimeEvents, 'onFailure'> = {},
): Promise<Node> {
  const node = new WorkerNode(options, listeners)
  try {
    await node.ready
  } catch (cause) {
    await node.stop()
    throw cause
  }
  return node
}

class WorkerNode implements Node {
  readonly ready: Promise<void>
  readonly failed: Promise<Error>
  readonly #listeners: Omit<RuntimeEvents, 'onFailure'>
  #info: NodeInfo | undefined
  readonly #localPort: MessagePort
  readonly #sqlWorker: Worker
  readonly #consensusWorker: Worker
  readonly #hostPort: MessagePort
  #fail: (cause: Error) => void = () => undefined
  #onStopped: () => void = () => undefined
  #stopping: Promise<void> | undefined

  constructor(options: ResolvedNodeOptions, listeners: Omit<RuntimeEvents, 'onFailure'>) {
    this.#listeners = listeners
    const sql = new MessageChannel()
    const host = new MessageChannel()
    const local = new MessageChannel()
    const sqlData: SqlWorkerData = { options, port: sql.port1, localPort: local.port1 }
    const consensusData: ConsensusWorkerData = {
      options,
      sqlPort: sql.port2,
      hostPort: host.port2,
    }
    this.#hostPort = host.port1
    this.#localPort = local.port2
    this.#sqlWorker = startWorker('sql/worker-entry', sqlData, [sql.port1, local.port1])
    this.#consensusWorker = startWorker('consensus/worker-entry', consensusData, [
      sql.port2,
      host.port2,
    ])
    this.failed = new Promise((resolve) => (this.#fail = resolve))
    this.ready = new Promise((resolve, reject) => {
      createThreadPort<HostCommand, HostReport>(this.#hostPort, systemClock).onBatch((batch) => {
        for (const report of batch) this.#onReport(report, resolve)
      })
      void this.failed.then(reject)
    })
    for (const worker of [this.#sqlWorker, this.#consensusWorker]) this.#watch(worker)
  }

  get info(): NodeInfo {
    if (!this.#info) throw new QuorumliteError('CLOSED', 'the node has not started')
    return this.#info
  }

  connect(peerId: string): Channel {
    const { port1, port2 } = new MessageChannel()
    const command: HostCommand = { kind: 'connect', port: port2, peerId }
    this.#hostPort.postMessage([command], [port2])
    const port = createThreadPort(port1, systemClock, LOCAL_FRAME_PACKING)
    return createLocalChannel(port, this.info.peerId, CLIENT_PROTOCOL)
  }

  openLocalStores(options: LocalStoresOptions = {}): Promise<LocalStores> {
    return openThreadStores(this.#localPort, options)
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop()
    return this.#stopping
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  async #stop(): Promise<void> {
    const stopped = new Promise<void>((resolve) => (this.#onStopped = resolve))
    this.#hostPort.postMessage([{ kind: 'stop' } satisfies HostCommand])
    await stopped
    await Promise.all([this.#sqlWorker.terminate(), this.#consensusWorker.terminate()])
    this.#hostPort.close()
    this.#localPort.close()
  }

  #onReport(report: HostReport, onReady: () => void): void {
    switch (report.kind) {
      case 'ready':
        this.#info = report.info
        return onReady()
      case 'failed':
        return this.#fail(failureToError(report.failure))
      case 'stopped':
        return this.#onStopped()
      case 'progress':
        return this.#listeners.onProgress?.({ pages: report.pages, pagesTotal: report.pagesTotal })
      case 'event':
        return this.#listeners.onEvent?.(report.event)
    }
  }

  /** A worker that ends on its own takes the node with it, and nothing else. */
  #watch(worker: Worker): void {
    const gone = (cause: Error): void => {
      if (this.#stopping) return this.#onStopped()
      this.#fail(new QuorumliteError('NODE_FAILED', `a worker died: ${cause.message}`, { cause }))
    }
    worker.on('error', gone)
    worker.on('exit', (code) => gone(new Error(`it ended with code ${code}`)))
  }
}

/** SQLite recurses on deeply nested SQL within its own limits: a megabyte of it must not overflow the stack. */
const RESOURCE_LIMITS = { stackSizeMb: 32 }

/** The workers run built files, also when this one is run from its source by a test. */
function startWorker<Data>(entry: string, data: Data, transferList: MessagePort[]): Worker {
  const built = import.meta.url.endsWith('.ts') ? `../dist/${entry}.js` : `./${entry}.js`
  return new Worker(new URL(built, import.meta.url), {
    workerData: data,
    transferList,
    resourceLimits: RESOURCE_LIMITS,
  })
}
