import assert from 'node:assert/strict'

import type { StorageContractCase } from '../contract.ts'
import type { GroupStorage, NodeStorage, SnapshotStaging } from '../storage.ts'
import {
  allEntries,
  checkpointAt,
  entriesOf,
  gonePage,
  page,
  pagesOf,
  plain,
  session,
} from './fixtures.ts'

/** Entries 1 to 5 of term 1, a checkpoint at 3 with pages 1 and 2. */
async function prepare(storage: NodeStorage): Promise<GroupStorage> {
  const group = storage.group(1)
  await group.append({ hardState: { term: 1, vote: 1, commit: 3 }, entries: entriesOf(1, 1, 5) })
  await group.beginCheckpoint(3)
  await group.writePages([page(1, 1, 1), page(1, 2, 1)])
  await group.finishCheckpoint(checkpointAt(3, 1))
  return group
}

export const installCases: readonly StorageContractCase[] = [
  {
    name: 'an installed snapshot replaces pages, checkpoint, log and hard state',
    async run(create) {
      await using fixture = await create()
      const check = async (group: GroupStorage): Promise<void> => {
        assert.equal(group.checkpoint?.index, 20)
        assert.equal(group.firstIndex(), 21)
        assert.equal(group.term(20), 4)
        assert.deepEqual(group.initialState().hardState, { term: 4, vote: 0, commit: 20 })
        assert.deepEqual(await group.databasesWithPages(), [1, 9])
        assert.deepEqual(await pagesOf(group, 1), [[2, 7]])
      }
      await session(fixture, async (storage) => {
        const group = await prepare(storage)
        const staging = await group.beginInstall()
        await staging.putPages([page(1, 2, 7), page(9, 1, 9)])
        assert.deepEqual(await pagesOf(group, 9), [])
        assert.equal(group.checkpoint?.index, 3)
        await staging.finish(checkpointAt(20, 4), { term: 4, vote: 0, commit: 20 })
        await staging.abort()
        assert.equal(group.lastIndex(), 20)
        await check(group)
        await storage.settled()
        await group.append({ entries: entriesOf(4, 21, 22) })
      })
      await session(fixture, async (storage) => {
        await check(storage.group(1))
        assert.deepEqual(plain(allEntries(storage.group(1))), plain(entriesOf(4, 21, 22)))
      })
    },
  },
  {
    name: 'pages alone are replaced while appends go on, and log and hard state stay',
    async run(create) {
      await using fixture = await create()
      const check = async (group: GroupStorage, commit: number): Promise<void> => {
        assert.equal(group.checkpoint?.index, 4)
        assert.equal(group.checkpointTarget, undefined)
        assert.equal(group.firstIndex(), 1)
        assert.equal(group.lastIndex(), 7)
        assert.deepEqual(group.initialState().hardState, { term: 2, vote: 2, commit })
        assert.deepEqual(await pagesOf(group, 1), [
          [1, 1],
          [2, 7],
        ])
      }
      await session(fixture, async (storage) => {
        const group = await prepare(storage)
        // A checkpoint that was given up, since the stores that it was of turned out to be wrong.
        await group.beginCheckpoint(4)
        const staging = await group.beginInstall({ merge: true })
        await staging.putPages([page(1, 2, 7)])
        const hardState = { term: 2, vote: 2, commit: 5 }
        const appended = group.append({ hardState, entries: entriesOf(2, 6, 7) })
        await staging.finish(checkpointAt(4, 1))
        await appended
        await check(group, 5)
        await group.beginCheckpoint(6)
      })
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        assert.equal(group.checkpoint?.index, 4)
        assert.deepEqual(plain(allEntries(group)).length, 7)
      })
    },
  },
  {
    name: 'pages are inspected some at a time, in order',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = await prepare(storage)
        const first = await group.inspectPages(undefined, 1)
        assert.deepEqual(
          first.pages.map(({ database, pgno }) => [database, pgno]),
          [[1, 1]],
        )
        assert.deepEqual(first.next, { database: 1, pgno: 1 })
        const rest = await group.inspectPages(first.next, 5)
        assert.deepEqual(
          rest.pages.map(({ pgno }) => pgno),
          [2],
        )
        assert.deepEqual([rest.damaged, rest.next], [[], undefined])
      })
    },
  },
  {
    name: 'a staging that was never finished, or was aborted, leaves nothing behind',
    async run(create) {
      for (const abort of [true, false]) {
        await using fixture = await create()
        await session(fixture, async (storage) => {
          const group = await prepare(storage)
          const staging = await group.beginInstall()
          await staging.putPages([page(1, 2, 7), page(9, 1, 9)])
          if (abort) await staging.abort()
        })
        await session(fixture, async (storage) => {
          const group = storage.group(1)
          assert.equal(group.checkpoint?.index, 3)
          assert.deepEqual(await group.databasesWithPages(), [1])
          // Its rows must not turn up in the next snapshot either.
          const staging = await group.beginInstall()
          await staging.putPages([page(2, 1, 2)])
          await staging.finish(checkpointAt(30, 5), { term: 5, vote: 0, commit: 30 })
          await storage.settled()
          assert.deepEqual(await group.databasesWithPages(), [2])
        })
        await session(fixture, async (storage) => {
          assert.deepEqual(await storage.group(1).databasesWithPages(), [2])
        })
      }
    },
  },
  {
    name: 'an aborted staging rejects what is still being put',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = await prepare(storage)
        const staging = await group.beginInstall()
        const put = staging.putPages(Array.from({ length: 500 }, (_, i) => page(1, i + 1, 5)))
        const rejected = assert.rejects(put, { code: 'ABORTED' })
        await staging.abort()
        await rejected
        await storage.settled()
        assert.deepEqual(await pagesOf(group, 1), [
          [1, 1],
          [2, 1],
        ])
      })
    },
  },
  {
    name: 'a snapshot of an entry that the log holds leaves what follows it',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = await prepare(storage)
        const staging = await group.beginInstall()
        await staging.putPages([page(1, 1, 8)])
        await staging.finish(checkpointAt(4, 1), { term: 1, vote: 1, commit: 3 })
        assert.deepEqual(plain(allEntries(group)), plain(entriesOf(1, 5, 5)))
        await group.append({ entries: entriesOf(1, 6, 6) })
        await storage.settled()
      })
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        assert.equal(group.checkpoint?.index, 4)
        assert.equal(group.initialState().hardState.commit, 4)
        assert.deepEqual(plain(allEntries(group)), plain(entriesOf(1, 5, 6)))
        assert.deepEqual(await pagesOf(group, 1), [[1, 8]])
      })
    },
  },
  {
    name: 'a snapshot into an empty group begins its log',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const staging = await storage.group(1).beginInstall()
        await staging.finish(checkpointAt(1, 1), { term: 1, vote: 0, commit: 1 })
      })
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        assert.equal(group.firstIndex(), 2)
        assert.equal(group.lastIndex(), 1)
        assert.equal(group.term(1), 1)
        assert.deepEqual(group.initialState().confState.voters, [1, 2, 3])
      })
    },
  },
  {
    name: 'a checkpoint that a snapshot overtook is refused with ABORTED',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = await prepare(storage)
        await group.beginCheckpoint(5)
        const staging = await group.beginInstall()
        const pages = group.writePages(Array.from({ length: 500 }, (_, i) => page(1, i + 1, 6)))
        const rejected = assert.rejects(pages, { code: 'ABORTED' })
        await staging.finish(checkpointAt(9, 2), { term: 2, vote: 0, commit: 9 })
        await rejected
        assert.equal(group.checkpointTarget, undefined)
        assert.deepEqual(await pagesOf(group, 1), [])
      })
    },
  },
  {
    name: 'a snapshot of what changed goes over the pages that are there',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = await prepare(storage)
        const staging = await group.beginInstall({ merge: true })
        assert.equal(staging.merges, true)
        assert.deepEqual(staging.coverage, { ranges: [], rest: 3 })
        await staging.putPages([gonePage(1, 1), { ...page(1, 3, 7), changedIndex: 15 }], {
          through: { database: 1, pgno: 3 },
          index: 20,
        })
        assert.deepEqual(await stagedPages(staging, 1), [
          [2, 1, 3],
          [3, 7, 15],
        ])
        assert.deepEqual(await pagesOf(group, 1), [
          [1, 1],
          [2, 1],
        ])
        await staging.finish(checkpointAt(20, 4), { term: 4, vote: 0, commit: 20 })
        assert.deepEqual(await pagesOf(group, 1), [
          [2, 1],
          [3, 7],
        ])
        assert.equal(group.firstIndex(), 21)
        await storage.settled()
      })
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        assert.equal(group.checkpoint?.index, 20)
        assert.deepEqual(await pagesOf(group, 1), [
          [2, 1],
          [3, 7],
        ])
        assert.equal(await group.resumeInstall(), undefined)
      })
    },
  },
  {
    name: 'what was staged and covered outlives a restart, and goes on from another snapshot',
    async run(create) {
      for (const merge of [true, false]) {
        await using fixture = await create()
        await session(fixture, async (storage) => {
          const group = await prepare(storage)
          const staging = await group.beginInstall({ merge })
          await staging.putPages([page(1, 1, 5)], { through: { database: 1, pgno: 9 }, index: 10 })
          await staging.putPages([page(1, 12, 5)])
          await staging.suspend()
          const resumed = await group.resumeInstall()
          assert.deepEqual(resumed?.coverage, staging.coverage)
        })
        await session(fixture, async (storage) => {
          const group = storage.group(1)
          const staging = await group.resumeInstall()
          assert(staging, 'it was kept')
          assert.equal(staging.merges, merge)
          const rest = merge ? 3 : 0
          const ranges = [{ through: { database: 1, pgno: 9 }, index: 10 }]
          assert.deepEqual(staging.coverage, { ranges, rest })
          const through = { database: 1, pgno: 4 }
          await staging.putPages([page(1, 4, 6)], { through, index: 11 })
          assert.deepEqual(staging.coverage, {
            ranges: [{ through, index: 11 }, ...ranges],
            rest,
          })
          await staging.finish(checkpointAt(11, 1), { term: 1, vote: 1, commit: 11 })
          const below: [number, number][] = merge ? [[2, 1]] : []
          assert.deepEqual(await pagesOf(group, 1), [[1, 5], ...below, [4, 6], [12, 5]])
          await storage.settled()
        })
        await session(fixture, async (storage) => {
          assert.equal(await storage.group(1).resumeInstall(), undefined)
        })
      }
    },
  },
  {
    name: 'what was staged is of no use once the node has gone past it by itself',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = await prepare(storage)
        const staging = await group.beginInstall({ merge: true })
        await staging.putPages([page(1, 1, 5)], { through: { database: 1, pgno: 1 }, index: 4 })
        await staging.suspend()
        await group.beginCheckpoint(5)
        await group.writePages([page(1, 1, 6)])
        await group.finishCheckpoint(checkpointAt(5, 1))
        assert.equal(await group.resumeInstall(), undefined)
        const other = await group.beginInstall({ merge: true })
        assert.deepEqual(await stagedPages(other, 1), [
          [1, 6, 5],
          [2, 1, 3],
        ])
        await other.abort()
      })
    },
  },
  {
    name: 'a pinned checkpoint shows the pages of its moment, and there is none while one is being written',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        assert.equal(storage.group(1).pinCheckpoint(), undefined)
        const group = await prepare(storage)
        const pinned = group.pinCheckpoint()
        assert(pinned, 'there is a checkpoint')
        assert.equal(pinned.checkpoint.index, 3)
        await group.beginCheckpoint(5)
        assert.equal(group.pinCheckpoint(), undefined)
        await group.writePages([page(1, 1, 9), page(2, 1, 9)])
        await group.finishCheckpoint(checkpointAt(5, 1))
        const seen: number[][] = []
        for (let pages = await pinned.next(1); pages.length > 0; pages = await pinned.next(1)) {
          for (const { database, pgno, data, changedIndex } of pages) {
            seen.push([database, pgno, data[0] as number, changedIndex])
          }
        }
        assert.deepEqual(seen, [
          [1, 1, 1, 3],
          [1, 2, 1, 3],
        ])
        await pinned.close()
      })
    },
  },
]

/** Page number, first byte and index of the last change. */
async function stagedPages(staging: SnapshotStaging, database: number): Promise<number[][]> {
  const found: number[][] = []
  for await (const batch of staging.readPages(database)) {
    for (const { pgno, data, changedIndex } of batch) {
      found.push([pgno, data[0] as number, changedIndex])
    }
  }
  return found
}
