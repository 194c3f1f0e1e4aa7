import type { MessagePort } from 'node:worker_threads'
import type { Failure } from '@quorumlite/wire'
import type { NodeEvent } from './events.ts'
import type { NodeInfo } from './runtime.ts'

/** What the service's main thread tells the consensus worker. */
export type HostCommand =
  /** A client stream from this process; its frames travel on `port`. The sender transfers the port. */
  | { readonly kind: 'connect'; readonly port: MessagePort; readonly peerId: string }
  | { readonly kind: 'stop' }

/** What the consensus worker tells the service's main thread. */
export type HostReport =
  | { readonly kind: 'ready'; readonly info: NodeInfo }
  | { readonly kind: 'progress'; readonly pages: number; readonly pagesTotal: number }
  | { readonly kind: 'event'; readonly event: NodeEvent }
  /** The node did not start, or has failed since. The last report. */
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'stopped' }
