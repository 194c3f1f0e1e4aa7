import { availableParallelism, hostname } from 'node:os'
import type { Channel } from '@quorumlite/transport'
import type { LocalStores, LocalStoresOptions } from './local-stores.ts'
import { openInlineNode } from './on-demand.ts'
import { READER_THREADS_MAX, resolveNodeOptions, type NodeOptions } from './options.ts'
import type { NodeInfo } from './runtime.ts'
import { openWorkerNode } from './worker-node.ts'

/** A running replica. Disposing stops it. */
export interface Node extends AsyncDisposable {
  readonly info: NodeInfo
  /** Resolves, with the cause, if the node fails: it then serves nobody any more and has to be stopped and reopened. */
  readonly failed: Promise<Error>
  /**
   * A client stream to this node inside this process. The driver at its other end, which calls itself `peerId`, proves
   * the cluster secret on it like any other.
   */
  connect(peerId: string): Channel
  /**
   * The databases of this node, to be read in the calling thread. Once.
   *
   * @throws QuorumliteError UNAVAILABLE if the system gives no shared memory
   */
  openLocalStores(options?: LocalStoresOptions): Promise<LocalStores>
  /** Stops serving, finishes what is being written, releases the directory. Idempotent. */
  stop(): Promise<void>
}

/**
 * Opens the node that lives in `dataDir`: begins a cluster there (`bootstrap`), joins one (`join`), or goes on with the
 * one that it belongs to. Resolves when the node serves: pages loaded, log replayed; for a joining node, when the cluster
 * has taken it in.
 *
 * @throws QuorumliteError INVALID_ARGUMENT, NOT_A_MEMBER (an empty directory, and neither bootstrap nor join),
 *   STORAGE_LOCKED, STORAGE_DAMAGED, STORAGE_ID_MISMATCH, WRONG_PEER, AUTHENTICATION_FAILED, UNAVAILABLE
 * @example
 * await using node = await openNode({ dataDir: './data', bootstrap: true })
 * console.log(node.info.addresses)
 */
export function openNode(options: NodeOptions): Promise<Node> {
  const { onProgress, onEvent } = options
  const listeners = { ...(onProgress && { onProgress }), ...(onEvent && { onEvent }) }
  const cores = availableParallelism()
  const readerThreads = Math.min(Math.max(cores - 1, 1), READER_THREADS_MAX)
  const resolved = resolveNodeOptions({ readerThreads, ...options }, hostname())
  return options.threads === 'inline'
    ? openInlineNode(resolved, undefined, listeners)
    : openWorkerNode(resolved, listeners)
}
