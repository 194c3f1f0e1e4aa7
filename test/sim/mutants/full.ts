// Bugs of node, storage and driver: rules of docs/architecture.md undone, one by one.

import { type Mutant, mutantsOf } from './mutant.ts'

const WRITES = 'node/src/consensus/write-coordinator.ts'
const STATE = 'node/src/consensus/state/replicated-state.ts'
const SPECULATION = 'node/src/sql/speculation.ts'
const EXECUTOR = 'node/src/sql/database-executor.ts'
const CHECKPOINTER = 'node/src/consensus/checkpointer.ts'

/** The last of the places at which a number is looked up. */
const APPLY_UNSETTLED =
  'const unsettled = this.#whyNotNew(commit.request)\n    if (unsettled) return refuse(unsettled)\n    const { commitId } = commit'

export const FULL_MUTANTS: readonly Mutant[] = mutantsOf('full', {
  'promises leave before the write is durable': [
    'node/src/consensus/ready-loop.ts',
    'if (ready.appendSequence > 0) this.#persist(ready)',
    'this.#send(ready.messagesAfterAppend)\n    if (ready.appendSequence > 0) this.#persist(ready)',
  ],
  'nothing is synced': [
    'storage/src/write-sequencer.ts',
    'const SYNCED = { sync: true }',
    'const SYNCED = { sync: false }',
  ],
  'a duplicate in flight runs twice': [
    WRITES,
    'const duplicate = this.#pending.get(key.session, key.number)\n    if (duplicate) {',
    'const duplicate = this.#pending.get(key.session, key.number)\n    if (duplicate && key.number < 0) {',
  ],
  'checkpoints and snapshots forget the sessions': [
    STATE,
    'sessions: this.sessions.encode(),',
    'sessions: [],',
  ],
  'a settled request runs again': [
    [WRITES, 'if (this.#answerSettled(key, respond)) return false\n', ''],
    [WRITES, "if (lookup.kind === 'settled') this.#settle(write)\n    else if", 'if'],
    [STATE, APPLY_UNSETTLED, 'const { commitId } = commit'],
  ],
  'a read does not wait for what it must see': [
    'node/src/consensus/read-coordinator.ts',
    'this.#published.whenPublished(index, () => run(index), { deadlineMs, expire })',
    'this.#published.whenPublished(0, () => run(index), { deadlineMs, expire })',
  ],
  'a read asks nobody': [
    'node/src/consensus/read-coordinator.ts',
    "if (this.#core.readIndex(context) !== 'accepted') return",
    "if (this.#core.role === 'leader') {\n      for (const { run } of this.#waiting.splice(0)) run(this.#published.index)\n      return\n    }\n    if (this.#core.readIndex(context) !== 'accepted') return",
  ],
  "a follower's read asks nobody": [
    'node/src/consensus/read-coordinator.ts',
    "if (this.#core.readIndex(context) !== 'accepted') return",
    "if (this.#core.role === 'follower') {\n      for (const { run } of this.#waiting.splice(0)) run(this.#published.index)\n      return\n    }\n    if (this.#core.readIndex(context) !== 'accepted') return",
  ],
  'a session read does not wait for its position': [
    'node/src/consensus/gateway/when-readable.ts',
    'published.whenPublished(index, run, {',
    'published.whenPublished(0, run, {',
  ],
  'a write is answered before it is published': [
    WRITES,
    'this.#env.published.whenPublished(index, answer, lost)',
    'this.#env.published.whenPublished(0, answer, lost)',
  ],
  'a write is answered when it has run': [
    WRITES,
    'const { database, speculation } = report\n',
    `const { database, speculation } = report
    const { appliedIndex } = this.#env.state()
    for (const respond of write.waiters.splice(0))
      respond({ kind: 'recorded', index: appliedIndex, result: report.result })
`,
  ],
  'what failed is answered before its base is published': [
    WRITES,
    'const { database, speculation } = report\n',
    `const { database, speculation } = report
    const { appliedIndex } = this.#env.state()
    if (speculation === 0)
      for (const respond of write.waiters.splice(0))
        respond({ kind: 'recorded', index: appliedIndex, result: report.result })
`,
  ],
  'a leader begins before it knows what its predecessors did': [
    [
      'node/src/consensus/consensus-service.ts',
      "const leads = this.#core.role === 'leader' && this.#state.appliedTerm === this.#core.term",
      "const leads = this.#core.role === 'leader'",
    ],
    [
      'node/src/consensus/consensus-service.ts',
      '    this.#endLostTerm()\n    let membersChanged = false\n',
      '    this.#endLostTerm()\n    this.#openTerm()\n    let membersChanged = false\n',
    ],
    [
      WRITES,
      "    assert(this.#env.state().appliedTerm === term, 'an entry of the term is applied')\n",
      '',
    ],
    [STATE, APPLY_UNSETTLED, 'const { commitId } = commit'],
  ],
  'speculation outlives the leadership': [WRITES, 'if (led) {', 'if (led && this.#term > 0) {'],
  'proposals outlive the term, and nobody looks at their base': [
    [WRITES, '    this.#env.proposer.clear()\n', ''],
    [STATE, "if (commit.term !== entry.term) return refuse('termMismatch')\n", ''],
    [STATE, "if (commit.baseSequence !== database.sequence) return refuse('baseMismatch')\n", ''],
  ],
  'a request that waited for the leader to begin is not looked up again': [
    [
      WRITES,
      "if (lookup.kind === 'settled') this.#settle(write)",
      "if (lookup.kind === 'belowFloor') this.#settle(write)",
    ],
    [STATE, APPLY_UNSETTLED, 'const { commitId } = commit'],
  ],
  'that a request is not executed is not recorded': [
    [WRITES, '  encodeEntryPayload,\n', '  encodeEntryPayload,\n  encodeRecordedResult,\n'],
    [
      WRITES,
      '      default:\n        return this.#whenRoom(',
      `      case 'outcome': {
        this.#pending.remove(key.session, key.number)
        const { appliedIndex } = this.#env.state()
        const result = encodeRecordedResult({ kind: 'notExecuted' })
        for (const respond of write.waiters) respond({ kind: 'recorded', index: appliedIndex, result })
        return
      }
      default:
        return this.#whenRoom(`,
    ],
  ],
  'a checkpoint leaves its pages out': [
    CHECKPOINTER,
    'if (!isAdded(store))\n          await this.#writeStore(pin, store, (pages) => storage.writePages(pages))',
    'if (!isAdded(store) && store.database > 2)\n          await this.#writeStore(pin, store, (pages) => storage.writePages(pages))',
  ],
  'a checkpoint forgets what is unfinished': [
    'node/src/consensus/checkpointer.ts',
    'if (state.checkpointLimit < state.appliedIndex) return\n',
    '',
  ],
  'a snapshot leaves the state as it was': [
    'node/src/consensus/snapshot/snapshot-install.ts',
    '    replaceState(state)\n',
    '',
  ],
  'what is speculative is published at once': [
    [
      SPECULATION,
      '    this.#bytes += bytes\n',
      '    this.#bytes += bytes\n    this.#store.publish(1)\n',
    ],
    [
      SPECULATION,
      '    this.#bytes -= lowest.bytes\n    this.#store.publish(1)\n',
      '    this.#bytes -= lowest.bytes\n',
    ],
  ],
  'one commit publishes all that are on their way': [
    [
      SPECULATION,
      '    this.#bytes -= lowest.bytes\n    this.#store.publish(1)\n',
      '    this.#bytes -= lowest.bytes\n    const { speculativeCount } = this.#store.info()\n    if (speculativeCount > 0) this.#store.publish(speculativeCount)\n',
    ],
  ],
  'readers see what is speculative': [
    'node/src/sql/reader-pool.ts',
    "this.store.connect({ view: 'committed', profile: 'reader' })",
    "this.store.connect({ view: 'speculative', profile: 'reader' })",
  ],
  'speculation is not aborted': [EXECUTOR, '    this.store.abort()\n', ''],
  'a transaction begins before its base is published': [
    EXECUTOR,
    "if (task.kind !== 'execute' || !this.env.pipeline) return this.#speculation.isEmpty",
    "if (task.kind === 'import' || !this.env.pipeline) return this.#speculation.isEmpty",
  ],
  'a stale connection outlives an abort': [
    'sqlite/src/page-store.ts',
    "for (const connection of this.#connections) if (connection.doomed) connection.close('aborted')",
    "for (const connection of this.#connections) if (connection.closed) connection.close('aborted')",
  ],
  'a write outlives the epoch in which it ran': [
    WRITES,
    'if (report.epoch !== writer.epoch) return this.#runAgain(write)\n',
    '',
  ],
  'a number below the floor may run again': [
    'node/src/consensus/state/sessions.ts',
    'if (number < session.floor) return BELOW_FLOOR\n',
    '',
  ],
  'sessions expire by the clock on the wall': [
    'node/src/consensus/log-clock.ts',
    'return this.#baseMs + Math.max(0, Math.floor(this.#clock.nowMs() - this.#electedAtMs))',
    'return this.#baseMs + Math.max(0, Math.floor(this.#clock.wallMs() - this.#electedAtMs))',
  ],
  'the driver acknowledges outcomes that it has not heard': [
    'client/src/request-sequence.ts',
    'for (const lowest of this.#unsettled) return lowest\n',
    '',
  ],
  'the driver asks again under a new number': [
    'client/src/request-sequence.ts',
    'key: () => ({ session: session.id, number, acknowledgedFloor: session.floor }),',
    'key: () => ({ session: session.id, number: session.take(), acknowledgedFloor: 0 }),',
  ],
  'a checkpoint stands ahead of its pages': [
    CHECKPOINTER,
    '      await storage.beginCheckpoint(checkpoint.index)\n',
    '      await storage.beginCheckpoint(checkpoint.index)\n      await storage.finishCheckpoint(checkpoint)\n      await storage.beginCheckpoint(checkpoint.index)\n',
  ],
  'a checkpoint takes its pages from later than its state': [
    [
      CHECKPOINTER,
      "const pinned = sql.request({ kind: 'pinStores', pin }, 'pinned')\n",
      'const pinned = storage\n      .beginCheckpoint(checkpoint.index)\n      .then(() => sql.request({ kind: "pinStores", pin }, "pinned"))\n',
    ],
    [CHECKPOINTER, '      await storage.beginCheckpoint(checkpoint.index)\n      for', '      for'],
  ],
  'a record that a conflict cuts is left as it was': [
    'storage/src/group-log.ts',
    'if (kept) put(this.#read(place).filter((entry) => entry.index < first))\n      else batch',
    'if (!kept) batch',
  ],
  'records behind a conflict are left': [
    'storage/src/group-log.ts',
    'else batch.del(this.#key(place.firstIndex))',
    'else if (place.firstIndex === first) batch.del(this.#key(place.firstIndex))',
  ],
  'a vote is not stored': [
    'storage/src/group-storage.ts',
    'const change: HeadChange = hardState === undefined ? {} : { hardState }',
    'const change: HeadChange =\n          hardState === undefined ? {} : { hardState: { ...hardState, vote: 0 } }',
  ],
  'a failed sync counts as done': [
    'storage/src/write-sequencer.ts',
    'Never retried.\n      job.reject(this.fail(error))\n      return\n',
    'Never retried.\n',
  ],
  'a snapshot keeps a log that contradicts it': [
    'storage/src/group-storage.ts',
    'const keepsLog = index <= this.lastIndex() && this.term(index) === term\n',
    'const keepsLog = index <= this.lastIndex()\n',
  ],
  'ids of dropped databases are given again': [
    'node/src/consensus/state/catalogue.ts',
    'const database = { ...content, id: this.#nextId++, sequence: 0 }',
    'const id = Math.max(0, ...this.#byId.keys()) + 1\n    this.#nextId = Math.max(this.#nextId, id + 1)\n    const database = { ...content, id, sequence: 0 }',
  ],
  'a committed removal is forgotten in a power failure': [
    'node/src/consensus/ready-loop.ts',
    'const append = { entries, hardState, mustSync }',
    'const append = { entries, hardState, mustSync: mustSync && false }',
  ],
  'damage of a row goes unnoticed': [
    'storage/src/sealed-row.ts',
    'if (crc32(bytes.subarray(FORMAT_OFFSET), crc32(key)) !== checksum) {',
    'if (crc32(bytes.subarray(FORMAT_OFFSET), crc32(key)) < 0) {',
  ],
  'only members that a node knows of may come in': [
    'node/src/runtime.ts',
    'if (remote.nodeId > 0 && state.membership.isRemoved(remote.nodeId)) {',
    'if (remote.nodeId > 0 && !state.membership.get(remote.nodeId)) {',
  ],
  'a copy is of another moment than its entry': [
    WRITES,
    "} else if (effect.kind === 'created' || effect.kind === 'copied') {\n      feed.follow(effect, verify)",
    "} else if (effect.kind === 'created' || effect.kind === 'copied') {\n      this.#env.clock.setTimer(0.5, () => feed.follow(effect, verify))",
  ],
  'a snapshot never goes out while a commit is half in the log': [
    'node/src/consensus/snapshot/snapshot-exchange.ts',
    '        isPatient = false\n        resolve()\n',
    '        isPatient = true\n',
  ],
  'a read-only BEGIN waits for ever': [
    'client/src/transactions.ts',
    'if (readOnly) return await reads.anywhere(',
    'if (readOnly) return reads.anywhere(',
  ],
  'a silent machine holds up a read from any node': [
    'client/src/router.ts',
    'this.#turns.run(() => this.#within(this.#connect(target)), deadline)',
    'this.#turns.run(() => this.#connect(target), deadline)',
  ],
})
