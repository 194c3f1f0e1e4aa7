// Messages that no correct node sends, at any time and in any state, under any options: from junk that is no message to
// lies that are perfectly well formed. What they say may be believed, but nothing that comes from the network makes an
// exception, or takes back a term or a commit index. A failure prints its seed; see fast-check's `seed` and `path`.

import {
  type ConfChange,
  ConfChangeType,
  type ConfState,
  decodeConfChange,
  encodeConfChange,
  type Entry,
  EntryType,
  MemoryStorage,
  type Message,
  MessageType,
  RaftError,
  RawNode,
  type Ready,
} from '@quorumlite/raft'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytes, voters } from './support/cluster.ts'
import { entries, message } from './support/messages.ts'

const id = fc.integer({ min: 1, max: 5 })
const small = fc.integer({ min: 0, max: 8 })
const number = fc.oneof(
  { weight: 30, arbitrary: small },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0.5, Number.NaN, 2 ** 53 - 1, 2 ** 53, Infinity) },
)
const ids = fc.uniqueArray(id, { maxLength: 4 })
const confState = fc.record({
  voters: ids,
  learners: ids,
  votersOutgoing: fc.oneof(fc.constant([]), ids),
  learnersNext: fc.oneof(fc.constant([]), ids),
  autoLeave: fc.boolean(),
})
const change: fc.Arbitrary<ConfChange> = fc.record({
  transition: fc.constantFrom(0 as const, 1 as const, 2 as const),
  changes: fc.array(
    fc.record({ type: fc.constantFrom(...Object.values(ConfChangeType)), nodeId: id }),
    { maxLength: 3 },
  ),
  context: fc.constant(new Uint8Array(0)),
})
const content = fc.oneof(
  fc.constant({ type: EntryType.normal, data: bytes('x') }),
  change.map((each) => ({ type: EntryType.confChange, data: encodeConfChange(each) })),
  fc.uint8Array({ maxLength: 5 }).map((data) => ({ type: EntryType.confChange, data })),
)

/** Terms that rise and indexes without a gap: what gets past the first look. */
const run = fc
  .tuple(small, fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), content), { maxLength: 4 }))
  .chain(([index, list]) =>
    fc.integer({ min: 1, max: 4 }).map((from) => {
      let term = from
      const made = list.map(([step, each], i): Entry => {
        term += step
        return { index: index + 1 + i, term, ...each }
      })
      return { index, logTerm: index === 0 ? 0 : from, entries: made, term: term + 1 }
    }),
  )
const fields = fc.record({
  logTerm: number,
  index: number,
  commit: number,
  reject: fc.boolean(),
  rejectHint: number,
  context: small,
  priority: small,
})
const from = fc.integer({ min: 2, max: 6 })
const type = fc.constantFrom(...Object.values(MessageType))
const lie = fc
  .tuple(type, from, small, fields)
  .map(([each, sender, term, rest]) => message(each, sender, term, rest))
const append = fc
  .tuple(from, run, small, small)
  .map(([sender, { term, ...rest }, more, commit]) =>
    message(MessageType.append, sender, term + more, { ...rest, commit }),
  )
const proposal = fc
  .tuple(from, fc.array(content, { minLength: 1, maxLength: 3 }))
  .map(([sender, list]) =>
    message(MessageType.propose, sender, 0, {
      entries: list.map((each) => ({ index: 0, term: 0, ...each })),
    }),
  )
const snapshot = fc
  .tuple(from, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 }), confState)
  .map(([sender, index, term, conf]) =>
    message(MessageType.snapshot, sender, term + 1, {
      snapshot: { metadata: { index, term, confState: conf } },
    }),
  )
/** A message with one field, or one of an entry, of the wrong kind, or without it. */
const broken = fc
  .tuple(
    fc.oneof(lie, append, snapshot, proposal),
    fc.nat(),
    fc.oneof(fc.anything(), fc.constant([undefined]), fc.constant(Array(2))),
  )
  .map(([each, at, junk]) => {
    const copy = structuredClone(each)
    const inside = at % 2 === 0 ? copy.entries[0] : copy.snapshot?.metadata.confState
    const target = (inside ?? copy) as unknown as Record<string, unknown>
    const keys = Object.keys(target)
    target[keys[at % keys.length]!] = junk
    return copy
  })
const junk = fc.anything().map((each) => each as Message)

const CALLS = ['tick', 'take', 'write', 'apply', 'propose', 'read', 'campaign'] as const
const CALLS_OF_PEERS = ['forget', 'unreachable', 'sent', 'failed', 'transfer'] as const
type Act =
  | { readonly message: Message }
  | { readonly change: ConfChange }
  | { readonly call: (typeof CALLS)[number] | (typeof CALLS_OF_PEERS)[number]; readonly id: number }
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc
      .oneof(lie, append, append, snapshot, proposal, broken, junk)
      .map((each) => ({ message: each })),
  },
  { weight: 1, arbitrary: change.map((each) => ({ change: each })) },
  { weight: 10, arbitrary: fc.record({ call: fc.constantFrom(...CALLS, 'take' as const), id }) },
  { weight: 2, arbitrary: fc.record({ call: fc.constantFrom(...CALLS_OF_PEERS), id }) },
)
const loyalty = fc.constantFrom(
  { preVote: true, checkQuorum: true, quiesceTicks: 1 },
  { preVote: true, checkQuorum: true, readOnly: 'lease' as const },
  { preVote: false, checkQuorum: true },
  { preVote: true, checkQuorum: false },
  { preVote: false, checkQuorum: false },
)
const options = fc.record({
  electionTicks: fc.constantFrom(3, 10),
  maxBytesPerMessage: fc.constantFrom(0, 60, 1 << 20),
  maxInflightMessages: fc.constantFrom(1, 256),
  maxCommittedBytesPerReady: fc.constantFrom(0, 60, 1 << 20),
  maxAppendsInFlight: fc.constantFrom(1, 2, 9),
  maxUncommittedBytes: fc.constantFrom(1, 1 << 20),
  applyUnstableEntries: fc.boolean(),
  disableProposalForwarding: fc.boolean(),
  stepDownOnRemoval: fc.boolean(),
  deferCommits: fc.boolean(),
  priority: small,
})

class Fuzzed {
  readonly raw: RawNode
  readonly #storage = new MemoryStorage(voters(1, 2, 3))
  readonly #writes: Ready[] = []
  readonly #applies: Entry[] = []
  #conf: ConfState = voters(1, 2, 3)
  #reads = 0

  constructor(config: Partial<ConstructorParameters<typeof RawNode>[0]>, leads: boolean) {
    this.#storage.append(entries(1, 1, 1, 2))
    this.#storage.setHardState({ term: 2, vote: 0, commit: 2 })
    this.raw = new RawNode({ id: 1, storage: this.#storage, random: () => 0, ...config })
    if (leads) {
      // It campaigns by itself; voters of a lease wait for as long.
      for (let i = 0; i < config.electionTicks!; i++) this.raw.tick()
      for (let round = 0; round < 2; round++) {
        this.#settle()
        this.raw.step(message(MessageType.preVoteResponse, 2, 3))
        this.#settle()
        this.raw.step(message(MessageType.voteResponse, 2, 3))
      }
      expect(this.raw.role).toBe('leader')
    }
  }

  do(each: Act): void {
    const { raw } = this
    if ('message' in each) {
      expect(typeof raw.step(each.message)).toBe('string')
    } else if ('change' in each) {
      refusable(() => raw.proposeConfChange(each.change))
    } else if (each.call === 'tick') {
      raw.tick()
    } else if (each.call === 'take') {
      this.#take()
    } else if (each.call === 'write') {
      this.#write()
    } else if (each.call === 'apply') {
      this.#apply()
    } else if (each.call === 'propose') {
      refusable(() => raw.propose([bytes('a'), bytes('b')]))
    } else if (each.call === 'read') {
      raw.readIndex(++this.#reads)
    } else if (each.call === 'campaign') {
      raw.campaign()
    } else if (each.call === 'forget') {
      raw.forgetLeader()
    } else if (each.call === 'unreachable') {
      raw.reportUnreachable(each.id)
    } else if (each.call === 'transfer') {
      raw.transferLeader(each.id)
    } else {
      raw.reportSnapshot(each.id, each.call === 'sent' ? 'finished' : 'failed')
    }
  }

  #settle(): void {
    while (this.raw.hasReady()) {
      this.#take()
      while (this.#writes.length > 0) this.#write()
      while (this.#applies.length > 0) this.#apply()
    }
  }

  #take(): void {
    if (!this.raw.hasReady()) return
    const ready = this.raw.ready()
    if (ready.appendSequence > 0) this.#writes.push(ready)
    this.#applies.push(...ready.committedEntries)
  }

  #write(): void {
    const ready = this.#writes.shift()
    if (ready === undefined) return
    if (ready.snapshot !== undefined) {
      this.#storage.applySnapshot(ready.snapshot)
      this.#conf = ready.snapshot.metadata.confState
      this.#applies.length = 0
    }
    this.#storage.append(ready.entries)
    if (ready.hardState !== undefined) this.#storage.setHardState(ready.hardState)
    this.raw.acknowledgeAppend(ready.appendSequence)
  }

  #apply(): void {
    const entry = this.#applies.shift()
    if (entry === undefined) return
    if (entry.type === EntryType.confChange) {
      this.#conf = this.raw.applyConfChange(decodeConfChange(entry.data))
    }
    this.raw.acknowledgeApply(entry.index)
    if (entry.index % 3 === 0 && entry.index <= this.#storage.lastIndex()) {
      this.#storage.createSnapshot(entry.index, this.#conf)
      this.#storage.compact(entry.index - 1)
    }
  }
}

/** What callers have to expect; anything else is a mistake. */
function refusable(call: () => unknown): void {
  try {
    call()
  } catch (error) {
    if (!(error instanceof RaftError)) throw error
  }
}

test('no message makes an exception, or takes anything back, whatever state it meets', () => {
  fc.assert(
    fc.property(
      fc.tuple(options, loyalty).map(([each, rest]) => ({ ...each, ...rest })),
      fc.boolean(),
      fc.array(act, { minLength: 1, maxLength: 60, size: 'max' }),
      (config, leads, list) => {
        const node = new Fuzzed(config, leads)
        let { term, commit } = node.raw
        for (const each of list) {
          node.do(each)
          expect(node.raw.term).toBeGreaterThanOrEqual(term)
          expect(node.raw.commit).toBeGreaterThanOrEqual(commit)
          ;({ term, commit } = node.raw)
        }
      },
    ),
    { numRuns: 3000, ...replayed() },
  )
})

/** `RAFT_FUZZ_SEED` and `RAFT_FUZZ_PATH`, as a failure prints them, run it again. */
function replayed(): { seed?: number; path?: string } {
  const seed = process.env['RAFT_FUZZ_SEED']
  const path = process.env['RAFT_FUZZ_PATH']
  return { ...(seed && { seed: Number(seed) }), ...(path && { path }) }
}
