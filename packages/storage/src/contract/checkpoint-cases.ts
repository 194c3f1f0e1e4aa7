import assert from 'node:assert/strict'

import type { StorageContractCase } from '../contract.ts'
import {
  checkpointAt,
  CONF_STATE,
  entriesOf,
  gonePage,
  page,
  pagesOf,
  session,
} from './fixtures.ts'

export const checkpointCases: readonly StorageContractCase[] = [
  {
    name: 'a completed checkpoint is state, position and pages',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        await group.append({ entries: entriesOf(2, 1, 8) })
        await group.beginCheckpoint(6)
        assert.equal(group.checkpointTarget, 6)
        await group.writePages([page(1, 1, 10), page(1, 3, 30), page(2, 1, 40)])
        await group.finishCheckpoint(checkpointAt(6, 2))
        assert.equal(group.checkpointTarget, undefined)
      })
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        assert.equal(group.checkpointTarget, undefined)
        const { state, ...rest } = group.checkpoint ?? checkpointAt(0, 0)
        assert.deepEqual(rest, { index: 6, term: 2, confState: CONF_STATE })
        assert.equal(new TextDecoder().decode(state), 'state 6')
        assert.deepEqual(group.initialState().confState, CONF_STATE)
        assert.equal(group.initialState().hardState.commit, 6)
        assert.deepEqual(group.snapshot().metadata, { index: 6, term: 2, confState: CONF_STATE })
        assert.deepEqual(await group.databasesWithPages(), [1, 2])
        assert.deepEqual(await pagesOf(group, 1), [
          [1, 10],
          [3, 30],
        ])
        assert.deepEqual(await pagesOf(group, 2), [[1, 40]])
        assert.deepEqual(await pagesOf(group, 3), [])
        for await (const [first] of group.readPages(1)) {
          assert.deepEqual([...(first?.hash ?? [])], Array(8).fill(10 ^ 0xff))
          assert.equal(first?.data.length, 4096)
        }
      })
    },
  },
  {
    name: 'an unfinished checkpoint keeps the old state, newer pages and the marker',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        await group.append({ entries: entriesOf(1, 1, 9) })
        await group.beginCheckpoint(3)
        await group.writePages([page(1, 1, 1), page(1, 2, 1)])
        await group.finishCheckpoint(checkpointAt(3, 1))
        await group.beginCheckpoint(7)
        await group.writePages([page(1, 1, 2), gonePage(1, 2)])
      })
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        assert.equal(group.checkpoint?.index, 3)
        assert.equal(group.checkpointTarget, 7)
        assert.deepEqual(await pagesOf(group, 1), [[1, 2]])
        await group.beginCheckpoint(9)
        await group.writePages([page(1, 2, 3)])
        await group.finishCheckpoint(checkpointAt(9, 1))
      })
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        assert.equal(group.checkpoint?.index, 9)
        assert.equal(group.checkpointTarget, undefined)
        assert.deepEqual(await pagesOf(group, 1), [
          [1, 2],
          [2, 3],
        ])
      })
    },
  },
  {
    name: 'new databases are written before the marker, and kept when the checkpoint is never finished',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        await group.append({ entries: entriesOf(1, 1, 9) })
        await group.writeNewPages(7, [page(5, 1, 1), page(5, 2, 2)])
        await group.writeNewPages(7, [gonePage(5, 2)])
      })
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        assert.equal(group.checkpointTarget, undefined)
        assert.equal(group.checkpoint, undefined)
        assert.deepEqual(await group.databasesWithPages(), [5])
        assert.deepEqual(await pagesOf(group, 5), [[1, 1]])
        await group.dropDatabasePages(5)
        assert.deepEqual(await group.databasesWithPages(), [])
      })
    },
  },
  {
    name: 'more pages than one batch holds are all written, and read in order',
    async run(create) {
      await using fixture = await create()
      const count = 300
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        await group.append({ entries: entriesOf(1, 1, 1) })
        await group.beginCheckpoint(1)
        const pages = Array.from({ length: count }, (_, i) => page(1, count - i, (count - i) % 256))
        const write = group.writePages(pages)
        // The pages may be views of memory that changes as soon as the call returns.
        for (const { data } of pages) data?.fill(0xee)
        await write
        await group.finishCheckpoint(checkpointAt(1, 1))
        assert.equal(storage.counters.writtenPages, count)
      })
      await session(fixture, async (storage) => {
        const expected = Array.from({ length: count }, (_, i) => [i + 1, (i + 1) % 256])
        assert.deepEqual(await pagesOf(storage.group(1), 1), expected)
      })
    },
  },
  {
    name: 'appends go on between the batches of a checkpoint',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        await group.append({ entries: entriesOf(1, 1, 1) })
        await group.beginCheckpoint(1)
        const order: string[] = []
        const pages = Array.from({ length: 500 }, (_, i) => page(1, i + 1, 1))
        const checkpoint = group.writePages(pages).then(() => order.push('pages'))
        await group.append({ entries: entriesOf(1, 2, 2) })
        order.push('append')
        await checkpoint
        assert.deepEqual(order, ['append', 'pages'])
      })
    },
  },
  {
    name: 'the pages of a dropped database are deleted, and of no other',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        await group.append({ entries: entriesOf(1, 1, 1) })
        await group.beginCheckpoint(1)
        const many = Array.from({ length: 600 }, (_, i) => page(2, i + 1, 1))
        await group.writePages([page(1, 1, 1), ...many, page(3, 1, 3)])
        await group.dropDatabasePages(2)
        assert.deepEqual(await group.databasesWithPages(), [1, 3])
        await group.finishCheckpoint(checkpointAt(1, 1))
      })
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        assert.deepEqual(await pagesOf(group, 2), [])
        assert.deepEqual(await pagesOf(group, 1), [[1, 1]])
        assert.deepEqual(await pagesOf(group, 3), [[1, 3]])
      })
    },
  },
]
