// Writes and transactions through a cluster that loses, delays, repeats and misleads, by chance. Whatever the client says
// of a write must be what the log says. A failure prints its seed: QUORUMLITE_SEED=<seed> runs that one alone.

import { type Client, OutcomeUnknownError, WriteError } from '@quorumlite/client'
import { randomInteger, type SeededRandom, createSeededRandom } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import { describe, expect, it } from 'vitest'
import { FakeCluster } from './support/fake-cluster.ts'
import type { FakeNode, FakeStream } from './support/fake-node.ts'
import type { ClientRequest } from '@quorumlite/wire'

const SEED = process.env['QUORUMLITE_SEED']
const SEEDS = SEED === undefined ? Array.from({ length: 12 }, (_, i) => `${i}`) : [SEED]

type Verdict = 'executed' | 'not-executed' | { readonly ask: OutcomeUnknownError }

interface Operation {
  readonly name: string
  readonly verdict: Promise<Verdict>
}

describe('what a client says of a write is true', () => {
  it.each(SEEDS)('with seed %s', async (seed) => {
    const random = createSeededRandom(`chaos ${seed}`)
    const cluster = await FakeCluster.start()
    const clients = [await cluster.connect(), await cluster.connect({ outcomeGraceMs: 200 })]
    const faults = new Faults(cluster, random.fork('faults'))
    faults.begin()
    const operations = await operate(cluster, clients, random.fork('operations'))
    const verdicts = await cluster.settle(Promise.all(operations.map(({ verdict }) => verdict)))
    await faults.end()
    for (const [i, { name }] of operations.entries()) {
      let verdict = verdicts[i]!
      if (typeof verdict === 'object') verdict = await askLater(cluster, verdict.ask)
      const count = cluster.log.count(name)
      expect({ name, count }).toEqual({ name, count: verdict === 'executed' ? 1 : 0 })
    }
    expect(cluster.log.widestWindow).toBeLessThanOrEqual(256)
    await cluster.stop()
    await cluster.clock.advance(20_000)
    expect(cluster.clock.timerCount).toBe(0)
  })
})

async function askLater(
  cluster: FakeCluster,
  error: OutcomeUnknownError,
): Promise<'executed' | 'not-executed'> {
  const outcome = await cluster.settle(error.ask())
  return outcome.kind === 'executed' ? 'executed' : 'not-executed'
}

/** Starts operations over a while, at most some of them at the same time. */
async function operate(
  cluster: FakeCluster,
  clients: readonly Client[],
  random: SeededRandom,
): Promise<Operation[]> {
  const operations: Operation[] = []
  for (let i = 0; i < 120; i++) {
    const client = clients[randomInteger(random, 0, clients.length - 1)]!
    const name = `operation ${i}`
    const timeoutMs = randomInteger(random, 50, 5000)
    const aborting = new AbortController()
    if (random.next() < 0.1) {
      cluster.clock.setTimer(randomInteger(random, 0, 500), () => aborting.abort())
    }
    const options = { timeoutMs, signal: aborting.signal }
    const work =
      random.next() < 0.7
        ? client.execute(name, [], options)
        : client.transaction((tx) => tx.execute(name), { ...options, retries: 2 })
    operations.push({ name, verdict: judge(work) })
    if (random.next() < 0.3) await cluster.clock.advance(randomInteger(random, 1, 300))
  }
  return operations
}

async function judge(work: Promise<unknown>): Promise<Verdict> {
  try {
    await work
    return 'executed'
  } catch (error) {
    if (error instanceof OutcomeUnknownError) return { ask: error }
    if (error instanceof WriteError && error.outcome !== 'unknown') return error.outcome
    // Any other error is one of the request itself, which then has changed nothing.
    if (error instanceof QuorumliteError) return 'not-executed'
    throw error
  }
}

/** Everything that may go wrong between a driver and a cluster whose log is sound. */
class Faults {
  readonly #cluster: FakeCluster
  readonly #random: SeededRandom
  #active = false
  #late = 0

  constructor(cluster: FakeCluster, random: SeededRandom) {
    this.#cluster = cluster
    this.#random = random
  }

  begin(): void {
    this.#active = true
    for (const node of this.#cluster.nodes.values()) {
      node.script = (request, stream) => this.#active && this.#meddle(request, stream, node)
    }
    this.#moveLeader()
  }

  /** Lets everything that is still on its way arrive. */
  async end(): Promise<void> {
    this.#active = false
    this.#cluster.network.heal()
    this.#cluster.lead(1)
    await this.#cluster.until(() => this.#late === 0)
    await this.#cluster.clock.advance(3000)
  }

  #moveLeader(): void {
    if (!this.#active) return
    const { clock } = this.#cluster
    const nodeId = randomInteger(this.#random, 0, 3)
    this.#cluster.lead(nodeId === 0 ? undefined : nodeId)
    if (this.#chance(0.3)) this.#cluster.node(randomInteger(this.#random, 1, 3)).dropStreams()
    clock.setTimer(randomInteger(this.#random, 50, 1500), () => this.#moveLeader())
  }

  #meddle(request: ClientRequest, stream: FakeStream, node: FakeNode): boolean {
    const { kind } = request.body
    if (kind === 'status' || kind === 'cancel') return false
    if (this.#chance(0.7)) return false
    const faults: (() => void)[] = [
      // Lost before it was executed; lost after; never answered.
      () => stream.drop(),
      () => {
        stream.serve(request)
        stream.drop()
      },
      () => undefined,
      // Answered late, or twice.
      () => this.#later(() => stream.serve(request)),
      () => {
        stream.serve(request)
        // A statement of a transaction has no number: on a stream that is whole it never arrives twice.
        if (kind !== 'step') this.#later(() => stream.serve(request))
      },
      // A leader steps down, and what it had proposed is committed all the same.
      () => {
        const mine = node.isLeader
        stream.fail(request.id, new QuorumliteError('NO_LEADER', 'stepped down'))
        if (mine) this.#later(() => this.#execute(request))
      },
      () => stream.fail(request.id, new QuorumliteError('UNAVAILABLE', 'not now')),
      () => stream.fail(request.id, new QuorumliteError('TOO_MANY_REQUESTS', 'not now')),
    ]
    faults[randomInteger(this.#random, 0, faults.length - 1)]!()
    return true
  }

  /** As an entry that was proposed by a leader of the past. */
  #execute({ body }: ClientRequest): void {
    if (body.kind !== 'write' || body.value.operation.kind !== 'execute') return
    const statements = body.value.operation.value.statements.map(({ sql }) => sql)
    try {
      this.#cluster.log.execute(body.value.request, statements)
    } catch (error) {
      // Its number is settled, and forgotten: nothing is what has to happen then.
      if ((error as QuorumliteError).code !== 'NUMBER_TOO_OLD') throw error
    }
  }

  #later(act: () => void): void {
    this.#late++
    this.#cluster.clock.setTimer(randomInteger(this.#random, 1, 4000), () => {
      this.#late--
      act()
    })
  }

  #chance(probability: number): boolean {
    return this.#random.next() < probability
  }
}
