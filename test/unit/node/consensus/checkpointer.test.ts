import { createVirtualClock } from '@quorumlite/transport'
import { expect, test } from 'vitest'
import { Checkpointer } from '../../../../packages/node/src/consensus/checkpointer.ts'
import { ReplicatedState } from '../../../../packages/node/src/consensus/state/replicated-state.ts'
import { DEFAULT_NODE_LIMITS } from '../../../../packages/node/src/limits.ts'

/** Databases 1 and 2, which a checkpoint has; `pin` is what the SQL half pins for the next one. */
async function setUp(): Promise<{
  state: ReplicatedState
  done: string[]
  failures: unknown[]
  pin: (databases: readonly number[]) => void
  checkpoint: () => Promise<void>
}> {
  const done: string[] = []
  const failures: unknown[] = []
  const note = (what: string) => (): Promise<void> => {
    done.push(what)
    return Promise.resolve()
  }
  const storage = {
    checkpoint: { index: 5 },
    beginCheckpoint: note('begin'),
    finishCheckpoint: note('finish'),
    dropDatabasePages: (database: number) => note(`delete ${database}`)(),
    lastIndex: () => 5,
    firstIndex: () => 1,
    indexBeforeBytes: () => 0,
    compact: note('compact'),
  }
  let pinned: readonly number[] = [1, 2]
  const sql = {
    send: () => undefined,
    request: () => {
      const content = { version: 7, pageCount: 1, checksum: '' }
      const stores = pinned.map((database) => ({ database, ...content }))
      return Promise.resolve({ stores })
    },
  }
  const state = ReplicatedState.empty(new Uint8Array(16), new Uint8Array(16))
  state.appliedIndex = 5
  state.confState = {
    voters: [1],
    learners: [],
    votersOutgoing: [],
    learnersNext: [],
    autoLeave: false,
  }
  for (const name of ['a', 'b']) state.catalogue.create(name, '0'.repeat(16), 3)
  const checkpointer = new Checkpointer({
    clock: createVirtualClock(),
    storage: storage as never,
    sql: sql as never,
    state: () => state,
    limits: DEFAULT_NODE_LIMITS,
    logNeededFrom: () => Infinity,
    onFailure: (cause) => failures.push(cause),
  })
  await checkpointer.adopt()
  return {
    state,
    done,
    failures,
    pin: (databases) => (pinned = databases),
    checkpoint: () => checkpointer.checkpoint(),
  }
}

test('a checkpoint deletes the pages of a database that was dropped', async () => {
  const { state, done, failures, pin, checkpoint } = await setUp()
  state.catalogue.drop('b')
  pin([1])
  await checkpoint()
  expect(failures).toEqual([])
  expect(done).toEqual(['begin', 'finish', 'delete 2'])
})

test('a checkpoint that lacks a database of its state ends the node, and deletes nothing', async () => {
  const { done, failures, pin, checkpoint } = await setUp()
  pin([1])
  await checkpoint()
  expect(failures).toMatchObject([{ message: /every database of its state/ }])
  expect(done).toEqual([])
})
