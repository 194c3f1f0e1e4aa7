// What the consensus core costs by itself: three RawNodes in one thread, logs in memory, messages handed over as they
// are. No disk, no network, no encoding: the rest of the product comes on top of this. Beside it, in turns, the one other
// core for Node with the same features.

import { MemoryStorage, type Message, RawNode } from '@quorumlite/raft'
import { COATY, CoatyGroup, loadCoaty } from '../coaty-raft.ts'
import { settle } from '../settle.ts'
import { inTurns, type Result, type Suite, type SuiteOptions } from '../suite.ts'

const BATCHES = [1, 64]
const PAYLOAD_BYTES = 100
/** Batches between two looks at the clock. */
const BATCHES_PER_ROUND = 100
/** The log is compacted when it is this long. */
const LOG_ENTRIES = 20_000

/** Three cores, of which the first leads. */
interface Cores {
  /** Proposes these entries in one batch, and returns when all members have applied them. */
  commit(proposals: readonly Uint8Array[]): void
}

export const raft: Suite = {
  name: 'raft',
  summary: 'proposals of 100 bytes through three consensus cores in memory, on one CPU',
  async run(options) {
    const theirs = await other(options)
    const measurements = BATCHES.flatMap((batch) =>
      [
        { name: nameOf(batch), open: (): Cores => new Group() },
        ...(theirs ? [{ name: otherNameOf(batch), open: theirs }] : []),
      ].map(({ name, open }) => ({
        label: name,
        once: async () => measure(name, open(), batch, options),
      })),
    )
    const results = await inTurns(options, measurements)
    options.remark(
      'Each batch is written, committed and applied by all three before the next is proposed.',
    )
    return results
  },
}

const nameOf = (batch: number): string => `propose batch=${batch}`
const otherNameOf = (batch: number): string => `${COATY} batch=${batch}`

/** What ours is compared with, if that is asked for and can be had. */
async function other(options: SuiteOptions): Promise<(() => Cores) | undefined> {
  const names = BATCHES.flatMap((batch) => [nameOf(batch), otherNameOf(batch)])
  const selected = names.filter((name) => options.selects(name))
  if (!selected.some((name) => name.startsWith(COATY))) return undefined
  try {
    const ported = await loadCoaty(options.progress)
    return () => new CoatyGroup(ported, LOG_ENTRIES)
  } catch (error) {
    options.remark(
      `${COATY} is left out: ${error instanceof Error ? error.message : String(error)}`,
    )
    return undefined
  }
}

function measure(
  name: string,
  group: Cores,
  batch: number,
  { seconds, warmUpSeconds }: SuiteOptions,
): Result {
  const proposals = Array.from({ length: batch }, () => new Uint8Array(PAYLOAD_BYTES))
  run(group, proposals, warmUpSeconds * 1000)
  const before = process.cpuUsage()
  const { entries, ms } = run(group, proposals, seconds * 1000)
  const { user, system } = process.cpuUsage(before)
  return {
    name,
    opsPerSecond: (entries / ms) * 1000,
    extra: { cpuMicrosPerEntry: (user + system) / entries },
  }
}

function run(
  group: Cores,
  proposals: readonly Uint8Array[],
  atLeastMs: number,
): { entries: number; ms: number } {
  const start = performance.now()
  let entries = 0
  let ms = 0
  do {
    for (let i = 0; i < BATCHES_PER_ROUND; i++) {
      group.commit(proposals)
    }
    entries += BATCHES_PER_ROUND * proposals.length
    ms = performance.now() - start
  } while (ms < atLeastMs)
  return { entries, ms }
}

interface Member {
  readonly raw: RawNode
  readonly storage: MemoryStorage
}

class Group implements Cores {
  readonly #members: readonly Member[]
  readonly #leader: Member

  constructor() {
    const ids = [1, 2, 3]
    const confState = {
      voters: ids,
      learners: [],
      votersOutgoing: [],
      learnersNext: [],
      autoLeave: false,
    }
    this.#members = ids.map((id) => {
      const storage = new MemoryStorage(confState)
      return { storage, raw: new RawNode({ id, storage, random: () => 0 }) }
    })
    this.#leader = this.#members[0]!
    this.#leader.raw.campaign()
    settle(this.#members, (member) => this.#work(member))
    if (this.#leader.raw.role !== 'leader') throw new Error('the first node was not elected')
  }

  /** Until all members have applied it. */
  commit(proposals: readonly Uint8Array[]): void {
    this.#leader.raw.propose(proposals)
    settle(this.#members, (member) => this.#work(member))
    const { raw } = this.#leader
    if (raw.applied !== raw.lastIndex) throw new Error('a proposal was not committed')
    this.#compact()
  }

  #work({ raw, storage }: Member): void {
    const ready = raw.ready()
    this.#send(ready.messages)
    storage.append(ready.entries)
    if (ready.hardState !== undefined) storage.setHardState(ready.hardState)
    raw.advance()
    this.#send(ready.messagesAfterAppend)
  }

  #send(messages: readonly Message[]): void {
    for (const message of messages) {
      this.#members[message.to - 1]!.raw.step(message)
    }
  }

  #compact(): void {
    for (const { raw, storage } of this.#members) {
      if (storage.lastIndex() - storage.firstIndex() < LOG_ENTRIES) continue
      storage.createSnapshot(raw.applied, raw.status().confState)
      storage.compact(raw.applied)
    }
  }
}
