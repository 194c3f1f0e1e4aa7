import { QuorumliteError } from '@quorumlite/wire'
import type { NodeEventListener } from './events.ts'
import { DEFAULT_NODE_LIMITS, checked, type NodeLimits } from './limits.ts'

/** How a node keeps time with its peers. Milliseconds. */
export interface RaftTiming {
  /** Between two looks at the clock. */
  readonly tickMs: number
  /** Between heartbeats of a leader; a multiple of `tickMs`. */
  readonly heartbeatMs: number
  /**
   * Without word from a leader, a follower campaigns after one to two times this. Stalls of 50-150 ms are ordinary
   * (disk, garbage collection): well above that. A killed leader is noticed by its closed connection, long before.
   */
  readonly electionTimeoutMs: number
}

export const DEFAULT_TIMING: RaftTiming = { tickMs: 50, heartbeatMs: 100, electionTimeoutMs: 1_000 }

/** How far a node that starts is: pages in memory, of those that it has on disk. */
export interface StartProgress {
  readonly pages: number
  readonly pagesTotal: number
}

export interface NodeOptions {
  /** A directory of this node's own; made (0700) if it is absent. */
  readonly dataDir: string
  /** Multiaddrs to listen on. Loopback with a free port by default: nothing listens beyond it unless told to. */
  readonly listen?: readonly string[]
  /** Multiaddrs that others should dial instead of those listened on (behind NAT, in containers). */
  readonly advertise?: readonly string[]
  /** Begins a new cluster in an empty directory. Ignored when the directory already belongs to one. */
  readonly bootstrap?: boolean
  /** Addresses of members of the cluster to join from an empty directory. Ignored when it already belongs to one. */
  readonly join?: readonly string[]
  /** Becomes a voter as soon as it has caught up (default), or stays a learner. */
  readonly role?: 'voter' | 'learner'
  /** For people: shown in `status`. Default: the host's name. */
  readonly name?: string
  /** The cluster secret, or the file it is in. Default: `cluster.secret` in the directory, made at bootstrap. */
  readonly secret?: Uint8Array | string | { readonly file: string }
  /** `inline` runs everything in the calling thread: for tests. */
  readonly threads?: 'workers' | 'inline'
  /**
   * Threads for reads that take long: at most so many, each started when it is needed. Default: one less than the cores,
   * at least one; at most 16. 0: such reads run in slices beside the writes, and a statement of a second is interrupted.
   */
  readonly readerThreads?: number
  readonly timing?: Partial<RaftTiming>
  readonly limits?: Partial<NodeLimits>
  /** Called now and then while the node loads its pages, before `open` resolves; the log is replayed after that. */
  readonly onProgress?: (progress: StartProgress) => void
  /**
   * Called when something happened that an operator should hear of: pages turned out to be damaged, were repaired, or could
   * not be. What it throws goes to the process as an uncaught exception.
   */
  readonly onEvent?: NodeEventListener
  /** False: the writer waits for each commit to be published before it runs the next. Slow; an oracle for tests. */
  readonly pipeline?: boolean
}

/** Everything decided: what travels to the workers. */
export interface ResolvedNodeOptions {
  readonly dataDir: string
  readonly listen: readonly string[]
  readonly advertise: readonly string[]
  readonly bootstrap: boolean
  readonly join: readonly string[]
  readonly role: 'voter' | 'learner'
  readonly name: string
  readonly secret: Uint8Array | string | { readonly file: string } | undefined
  readonly readerThreads: number
  readonly timing: RaftTiming
  readonly limits: NodeLimits
  readonly pipeline: boolean
}

export const READER_THREADS_MAX = 16

export const DEFAULT_LISTEN = '/ip4/127.0.0.1/tcp/0'

/** @throws QuorumliteError INVALID_ARGUMENT naming the option. */
export function resolveNodeOptions(options: NodeOptions, hostname: string): ResolvedNodeOptions {
  if (typeof options.dataDir !== 'string' || options.dataDir === '') {
    throw invalid('dataDir', 'must be the path of a directory')
  }
  if (options.bootstrap && options.join && options.join.length > 0) {
    throw invalid('bootstrap', 'begins a new cluster and cannot be combined with join')
  }
  const timing = { ...DEFAULT_TIMING, ...options.timing }
  const { tickMs, heartbeatMs, electionTimeoutMs } = timing
  if (!(tickMs > 0 && heartbeatMs >= tickMs && electionTimeoutMs >= 3 * heartbeatMs)) {
    throw invalid('timing', 'needs tickMs <= heartbeatMs <= electionTimeoutMs / 3')
  }
  const { readerThreads = 1 } = options
  if (!Number.isInteger(readerThreads) || readerThreads < 0 || readerThreads > READER_THREADS_MAX) {
    throw invalid('readerThreads', `must be an integer from 0 to ${READER_THREADS_MAX}`)
  }
  return {
    dataDir: options.dataDir,
    listen: options.listen ?? [DEFAULT_LISTEN],
    advertise: options.advertise ?? [],
    bootstrap: options.bootstrap ?? false,
    join: options.join ?? [],
    role: options.role ?? 'voter',
    name: options.name ?? hostname,
    secret: options.secret,
    readerThreads,
    timing,
    limits: checked({ ...DEFAULT_NODE_LIMITS, ...options.limits }),
    pipeline: options.pipeline ?? true,
  }
}

function invalid(option: string, why: string): QuorumliteError {
  return new QuorumliteError('INVALID_ARGUMENT', `option ${option} ${why}`)
}
