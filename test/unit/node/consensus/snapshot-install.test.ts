import { createVirtualClock } from '@quorumlite/transport'
import type { ConfState } from '@quorumlite/raft'
import { expect, test } from 'vitest'
// Internal to the package: its exports are for services and simulators.
import { Checkpointer } from '../../../../packages/node/src/consensus/checkpointer.ts'
import { SnapshotInstall } from '../../../../packages/node/src/consensus/snapshot/snapshot-install.ts'
import { StoreFeed } from '../../../../packages/node/src/consensus/store-feed.ts'
import { StoreLoader } from '../../../../packages/node/src/consensus/store-loader.ts'
import { ReplicatedState } from '../../../../packages/node/src/consensus/state/replicated-state.ts'
import { DEFAULT_NODE_LIMITS } from '../../../../packages/node/src/limits.ts'

const CONF: ConfState = {
  voters: [1],
  learners: [],
  votersOutgoing: [],
  learnersNext: [],
  autoLeave: false,
}

/** A checkpointer and an installer over a disk and an SQL half that note what they are asked, and answer when told to. */
function setUp(): {
  done: string[]
  failures: unknown[]
  checkpointer: Checkpointer
  loader: StoreLoader
  install: SnapshotInstall
  releasePages: () => void
} {
  const done: string[] = []
  const failures: unknown[] = []
  let releasePages = (): void => undefined
  const note = (what: string) => (): Promise<void> => {
    done.push(what)
    return Promise.resolve()
  }
  /** The pages of an evicted database, when `releasePages` is called. */
  async function* readLater(): AsyncGenerator<never[]> {
    done.push('reads')
    await new Promise<void>((resolve) => (releasePages = resolve))
    done.push('read')
    yield []
  }
  const storage = {
    beginCheckpoint: note('begin'),
    writePages: note('pages'),
    finishCheckpoint: note('finish'),
    databasesWithPages: () => Promise.resolve([]),
    lastIndex: () => 5,
    firstIndex: () => 1,
    compact: note('compact'),
    readPages: async function* () {},
  }
  const sql = {
    send: ({ kind }: { kind: string }) => done.push(kind),
    request: ({ kind }: { kind: string }) => {
      if (kind === 'pinStores') {
        return Promise.resolve({
          stores: [{ database: 1, version: 1, pageCount: 1, checksum: '' }],
        })
      }
      return new Promise((resolve) => {
        releasePages = () => resolve({ pages: [], next: 2 })
      })
    },
  }
  const state = ReplicatedState.empty(new Uint8Array(16), new Uint8Array(16))
  state.appliedIndex = 5
  state.confState = CONF
  const checkpointer = new Checkpointer({
    clock: createVirtualClock(),
    storage: storage as never,
    sql: sql as never,
    state: () => state,
    limits: DEFAULT_NODE_LIMITS,
    logNeededFrom: () => Infinity,
    onFailure: (cause) => failures.push(cause),
  })
  const staged = {
    metadata: { index: 9, term: 1, confState: CONF },
    state: state.encode(),
    staging: { finish: note('switch') },
    settle: () => done.push('settled'),
  }
  const loader = new StoreLoader({
    storage: { readPages: () => readLater() },
    sql: sql as never,
    onFailure: (cause) => failures.push(cause),
  })
  const install = new SnapshotInstall({
    storage: storage as never,
    sql: sql as never,
    receiver: { take: () => staged } as never,
    checkpointer,
    repair: { giveWay: note('repair gives way'), onInstalled: () => undefined },
    feed: new StoreFeed(sql as never, () => new Uint8Array(0)),
    leaderId: () => 1,
    loader,
    replaceState: () => done.push('state'),
  })
  return { done, failures, checkpointer, loader, install, releasePages: () => releasePages() }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('a snapshot waits for the checkpoint that runs, which ends without a trace in the new pages', async () => {
  const { done, failures, checkpointer, install, releasePages } = setUp()
  const checkpoint = checkpointer.checkpoint()
  await turn()
  expect(done).toEqual(['begin'])
  const metadata = { index: 9, term: 1, confState: CONF }
  const installed = install.install({ metadata } as never, { term: 1, vote: 0, commit: 9 })
  await turn()
  expect(done).toEqual(['begin'])
  releasePages()
  await checkpoint
  await installed
  expect(done).not.toContain('pages')
  expect(done).not.toContain('finish')
  expect(done.indexOf('switch')).toBeLessThan(done.indexOf('state'))
  expect(done.at(-1)).toBe('settled')
  expect(failures).toEqual([])
})

test('no checkpoint begins while a snapshot is installed, and reads wait until its pages are loaded', async () => {
  const { done, checkpointer, install } = setUp()
  const metadata = { index: 9, term: 1, confState: CONF }
  const installed = install.install({ metadata } as never, { term: 1, vote: 0, commit: 9 })
  await checkpointer.checkpoint()
  expect(done).not.toContain('begin')
  while (!done.includes('state')) await Promise.resolve()
  install.whenLoaded(() => done.push('read'))
  expect(done).not.toContain('read')
  await installed
  expect(done).toContain('read')
})

test('an evicted database is not loaded out of pages that a snapshot replaces', async () => {
  const { done, failures, loader, install, releasePages } = setUp()
  loader.onReport({ kind: 'pagesWanted', database: 1, load: 1 })
  await turn()
  expect(done).toEqual(['reads'])
  const metadata = { index: 9, term: 1, confState: CONF }
  const installed = install.install({ metadata } as never, { term: 1, vote: 0, commit: 9 })
  await turn()
  // Wanted of the stores that go: it is read when they are gone, and the SQL half refuses it then.
  loader.onReport({ kind: 'pagesWanted', database: 2, load: 2 })
  await turn()
  expect(done).toEqual(['reads', 'repair gives way'])
  releasePages()
  await installed
  expect(done.indexOf('read')).toBeLessThan(done.indexOf('switch'))
  expect(done.lastIndexOf('reads')).toBeGreaterThan(done.indexOf('resetStores'))
  expect(done).not.toContain('loadPages')
  expect(failures).toEqual([])
})
