// Bugs of node, storage and driver: rules of docs/architecture.md undone, one by one.

import { type Mutant, mutantsOf } from './mutant.ts'

const WRITES = 'node/src/consensus/write-coordinator.ts'
const STATE = 'node/src/consensus/state/replicated-state.ts'

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
  'a settled request runs again at apply': [
    STATE,
    'const unsettled = this.#whyNotNew(commit.request)\n    if (unsettled) return refuse(unsettled)\n    if (!pages)',
    'if (!pages)',
  ],
  'a read does not wait for what it must see': [
    'node/src/consensus/read-coordinator.ts',
    'this.#published.whenPublished(index, () => run(index), { deadlineMs, expire })',
    'if (deadlineMs > 0 && expire) run(index)',
  ],
  'a write is answered before it is published': [
    WRITES,
    "this.#env.published.whenPublished(index, () => respond({ kind: 'recorded', index, result }))",
    "respond({ kind: 'recorded', index, result })",
  ],
  'speculation outlives the leadership': [
    WRITES,
    'if (led) {\n      for',
    'if (led && this.#term > 0) {\n      for',
  ],
  'proposals outlive the term': [WRITES, '    this.#env.proposer.clear()\n', ''],
  'a foreign commit is applied under speculation': [
    WRITES,
    'if (this.#term > 0) this.#abort(database)\n',
    '',
  ],
  'an entry on another base is applied': [
    STATE,
    "if (commit.baseSequence !== database.sequence) return refuse('baseMismatch')",
    'if (commit.baseSequence < 0) return refuse("baseMismatch")',
  ],
  'that a request is not executed is not recorded': [
    STATE,
    '    this.#settle(entry, key, NOT_EXECUTED_RESULT)\n',
    '',
  ],
  'a checkpoint leaves its pages out': [
    'node/src/consensus/checkpointer.ts',
    'for (const store of stores) await this.#writeStore(pin, store)',
    'for (const store of stores.slice(1)) await this.#writeStore(pin, store)',
  ],
  'a checkpoint forgets what is unfinished': [
    'node/src/consensus/checkpointer.ts',
    'if (state.checkpointLimit < state.appliedIndex) return\n',
    '',
  ],
  'a snapshot leaves the state as it was': [
    'node/src/consensus/snapshot-install.ts',
    '    replaceState(state)\n',
    '',
  ],
  'a committed removal is forgotten in a power failure': [
    'node/src/consensus/ready-loop.ts',
    'const append = { entries, hardState, mustSync }',
    'const append = { entries, hardState, mustSync: mustSync && false }',
  ],
  'a read-only BEGIN waits for ever': [
    'client/src/transactions.ts',
    'if (readOnly) return await reads.anywhere(',
    'if (readOnly) return reads.anywhere(',
  ],
  'a silent machine holds up a read from any node': [
    'client/src/router.ts',
    'return await deadline.race(this.#within(this.#connect(target)))\n        } catch (error) {\n          deadline',
    'return await deadline.race(this.#connect(target))\n        } catch (error) {\n          deadline',
  ],
})
