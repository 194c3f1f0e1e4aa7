import { loadSecret, openLibp2pTransport, systemClock, systemRandom } from '@quorumlite/transport'
import { checkDatabaseName, QuorumliteError } from '@quorumlite/wire'
import { checkOptions } from './check-options.ts'
import type { Client } from './client.ts'
import { ClusterView } from './cluster-view.ts'
import { Deadline } from './deadline.ts'
import { DIALS_MAX, OPERATION_TIMEOUT_MS, OUTCOME_GRACE_MS, ROWS_BYTES_MAX } from './limits.ts'
import { LinkPool } from './link-pool.ts'
import { NumberedRequests } from './numbered-requests.ts'
import type { ConnectOptions } from './options.ts'
import { Outcomes } from './outcomes.ts'
import { PositionTracker } from './position-tracker.ts'
import { Reads } from './reads.ts'
import { RemoteClient } from './remote-client.ts'
import { RequestSequence } from './request-sequence.ts'
import { Router } from './router.ts'
import { Transactions } from './transactions.ts'
import { Turns } from './turns.ts'

const DEFAULT_DATABASE = 'main'
const turnsOfProcess = new Turns(DIALS_MAX)

/**
 * Connects to a cluster: resolves once one node has proven that it belongs to it, and has told who the others are.
 *
 * @throws QuorumliteError UNAVAILABLE, naming each address and what stood in its way, when none answers in time;
 *   AUTHENTICATION_FAILED, WRONG_CLUSTER or PROTOCOL_VERSION at once; INVALID_ARGUMENT, ABORTED.
 * @example
 * const client = await connect({
 *   addresses: ['/dns4/db-1/tcp/4100', '/dns4/db-2/tcp/4100'],
 *   secret: { file: '/etc/service/cluster.secret' },
 * })
 * const rows = await client.query('select 1 + 1 as two')
 * await client.close()
 */
export async function connect(options: ConnectOptions): Promise<Client> {
  const { addresses, database = DEFAULT_DATABASE, timeoutMs = OPERATION_TIMEOUT_MS } = options
  checkDatabaseName(database)
  checkOptions(options)
  if (addresses.length === 0) {
    throw new QuorumliteError('INVALID_ARGUMENT', 'no addresses were given to connect to')
  }
  const key = await loadSecret(options.secret)
  const transport = options.transport ?? (await openLibp2pTransport())
  const { clock = systemClock, random = systemRandom } = options
  const life = new Deadline({ clock })
  const view = new ClusterView(addresses, clock)
  const pool = new LinkPool({ transport, key, view, clock, random })
  const turns = options.transport ? new Turns(DIALS_MAX) : turnsOfProcess
  const router = new Router({ view, pool, clock, random, life, turns })
  const positions = new PositionTracker()
  const reads = new Reads(router, positions)
  const { outcomeGraceMs: graceMs = OUTCOME_GRACE_MS } = options
  const createSequence = (): Sequence => {
    const sequence = new RequestSequence({ router, clock, life, timeoutMs })
    const outcomes = new Outcomes({ router, sequence, positions, clock, life, graceMs })
    const requests = new NumberedRequests({ router, sequence, outcomes, positions })
    return { sequence, outcomes, requests }
  }
  const writes = createSequence()
  const commits = createSequence()
  const client = new RemoteClient({
    core: {
      clock,
      reads,
      writes: writes.requests,
      transactions: new Transactions({
        router,
        reads,
        commitSequence: commits.sequence,
        commits: commits.requests,
        clock,
      }),
      operations: new Deadline({ clock, parent: life }),
      timeoutMs,
      integers: options.integers ?? 'number',
      rowsBytesMax: options.rowsBytesMax ?? ROWS_BYTES_MAX,
    },
    view,
    pool,
    router,
    positions,
    outcomes: writes.outcomes,
    commits: commits.requests,
    sequences: [writes.sequence, commits.sequence],
    life,
    ownTransport: options.transport ? undefined : transport,
    database,
  })
  using deadline = new Deadline({ clock, timeoutMs, signal: options.signal, parent: life })
  try {
    await reads.anywhere(undefined, deadline, (link) => router.status(link, deadline))
  } catch (error) {
    const trouble = router.trouble
    await client.close()
    throw deadline.reason?.code === 'TIMEOUT' ? noAnswer(timeoutMs, trouble ?? error) : error
  }
  void router.keepFresh()
  return client
}

interface Sequence {
  readonly sequence: RequestSequence
  readonly outcomes: Outcomes
  readonly requests: NumberedRequests
}

function noAnswer(timeoutMs: number, trouble: unknown): QuorumliteError {
  const why = trouble instanceof Error ? trouble.message : String(trouble)
  const message = `no node of the cluster has answered within ${timeoutMs} ms: ${why}`
  return new QuorumliteError('UNAVAILABLE', message, { cause: trouble })
}
