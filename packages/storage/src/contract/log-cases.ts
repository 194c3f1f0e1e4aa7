import assert from 'node:assert/strict'

import { CompactedError, UnavailableError } from '@quorumlite/raft'

import type { StorageContractCase } from '../contract.ts'
import type { GroupStorage } from '../storage.ts'
import { allEntries, checkpointAt, entriesOf, plain, session, UNLIMITED } from './fixtures.ts'

async function completeCheckpoint(group: GroupStorage, index: number): Promise<void> {
  await group.beginCheckpoint(index)
  await group.finishCheckpoint(checkpointAt(index, group.term(index)))
}

export const logCases: readonly StorageContractCase[] = [
  {
    name: 'entries and hard state are read back as they were appended',
    async run(create) {
      await using fixture = await create()
      const hardState = { term: 3, vote: 2, commit: 4 }
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        await group.append({ entries: entriesOf(1, 1, 4, 0) })
        await group.append({ hardState, entries: entriesOf(3, 5, 9, 300) })
        assert.equal(group.lastIndex(), 9)
      })
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        assert.deepEqual(group.initialState().hardState, hardState)
        const expected = [...entriesOf(1, 1, 4, 0), ...entriesOf(3, 5, 9, 300)]
        assert.deepEqual(plain(allEntries(group)), plain(expected))
        assert.deepEqual(
          [0, 1, 4, 5, 9].map((index) => group.term(index)),
          [0, 1, 1, 3, 3],
        )
      })
    },
  },
  {
    name: 'ranges are cut by index and by bytes, but never to nothing',
    async run(create) {
      await using fixture = await create()
      // Without a cache, everything but the last record is read from the disk.
      await session(
        fixture,
        async (storage) => {
          const group = storage.group(1)
          await group.append({ entries: entriesOf(1, 1, 5, 100) })
          await group.append({ entries: entriesOf(1, 6, 7, 100) })
          await group.append({ entries: entriesOf(2, 8, 12, 100) })
          const indexes = (lo: number, hi: number, maxBytes = UNLIMITED): number[] =>
            group.entries(lo, hi, maxBytes).map(({ index }) => index)
          assert.deepEqual(indexes(1, 1), [])
          assert.deepEqual(indexes(3, 5), [3, 4])
          assert.deepEqual(indexes(4, 10), [4, 5, 6, 7, 8, 9])
          assert.deepEqual(indexes(4, 13, 350), [4, 5, 6])
          assert.deepEqual(indexes(4, 13, 400), [4, 5, 6, 7])
          assert.deepEqual(indexes(4, 13, 0), [4])
          assert.throws(() => indexes(12, 14), UnavailableError)
          assert.throws(() => indexes(0, 2), CompactedError)
          assert.throws(() => group.term(13), UnavailableError)
        },
        { logCacheBytes: 0 },
      )
    },
  },
  {
    name: 'entries are copies: the caller may use its buffers again',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        const entries = entriesOf(1, 1, 3)
        const write = group.append({ entries })
        await write
        for (const { data } of entries) data.fill(0xee)
        assert.deepEqual(plain(allEntries(group)), plain(entriesOf(1, 1, 3)))
      })
    },
  },
  ...[0, UNLIMITED].map((logCacheBytes) => ({
    name: `a conflict replaces the tail, inside of records and at their bounds (cache of ${logCacheBytes} bytes)`,
    async run(create: Parameters<StorageContractCase['run']>[0]): Promise<void> {
      for (let conflict = 1; conflict <= 11; conflict++) {
        await using fixture = await create()
        const expected = [
          ...entriesOf(1, 1, Math.min(4, conflict - 1)),
          ...(conflict > 5 ? entriesOf(2, 5, Math.min(6, conflict - 1)) : []),
          ...(conflict > 7 ? entriesOf(3, 7, Math.min(10, conflict - 1)) : []),
          ...entriesOf(4, conflict, conflict + 1),
          ...entriesOf(5, conflict + 2, conflict + 2),
        ]
        const check = (group: GroupStorage): void => {
          assert.deepEqual(plain(allEntries(group)), plain(expected))
          for (const { index, term } of expected) assert.equal(group.term(index), term)
          assert.throws(() => group.term(conflict + 3), UnavailableError)
        }
        await session(
          fixture,
          async (storage) => {
            const group = storage.group(1)
            await group.append({ entries: entriesOf(1, 1, 4) })
            await group.append({ entries: entriesOf(2, 5, 6) })
            await group.append({ entries: entriesOf(3, 7, 10) })
            await group.append({ entries: entriesOf(4, conflict, conflict + 1) })
            await group.append({ entries: entriesOf(5, conflict + 2, conflict + 2) })
            check(group)
          },
          { logCacheBytes },
        )
        await session(fixture, async (storage) => check(storage.group(1)), { logCacheBytes })
      }
    },
  })),
  {
    name: 'a large append is read back in whole and in part',
    async run(create) {
      await using fixture = await create()
      const entries = entriesOf(1, 1, 40, 100_000)
      const check = (group: GroupStorage): void => {
        assert.equal(group.lastIndex(), 40)
        assert.deepEqual(plain(group.entries(17, 18, 1)), plain(entries.slice(16, 17)))
        assert.equal(group.entries(1, 41, UNLIMITED).length, 40)
      }
      await session(fixture, async (storage) => {
        await storage.group(1).append({ entries })
        check(storage.group(1))
      })
      await session(fixture, async (storage) => check(storage.group(1)), { logCacheBytes: 0 })
    },
  },
  {
    name: 'a commit index alone waits for the next write, or for the close',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        await group.append({
          hardState: { term: 1, vote: 1, commit: 0 },
          entries: entriesOf(1, 1, 3),
        })
        const before = storage.counters.syncedWrites
        await group.append({ hardState: { term: 1, vote: 1, commit: 3 } })
        assert.equal(storage.counters.syncedWrites, before)
        assert.equal(group.initialState().hardState.commit, 3)
        await group.append({ hardState: { term: 2, vote: 0, commit: 3 } })
        assert.equal(storage.counters.syncedWrites, before + 1)
      })
      await session(fixture, async (storage) => {
        const group = storage.group(1)
        assert.deepEqual(group.initialState().hardState, { term: 2, vote: 0, commit: 3 })
        await group.append({ entries: entriesOf(2, 4, 4) })
        await group.append({ hardState: { term: 2, vote: 0, commit: 4 } })
      })
      await session(fixture, async (storage) => {
        assert.equal(storage.group(1).initialState().hardState.commit, 4)
      })
    },
  },
  {
    name: 'compaction drops the beginning of the log and keeps the term before it',
    async run(create) {
      // At the bound of a record, inside of one, and everything.
      for (const through of [4, 5, 10]) {
        await using fixture = await create()
        const check = (group: GroupStorage): void => {
          assert.equal(group.firstIndex(), through + 1)
          assert.equal(group.lastIndex(), 10)
          assert.equal(group.term(through), through <= 4 ? 1 : 2)
          assert.throws(() => group.term(through - 1), CompactedError)
          assert.throws(() => group.entries(through, 11, 1), CompactedError)
          const rest = entriesOf(2, through + 1, 10)
          assert.deepEqual(plain(group.entries(through + 1, 11, UNLIMITED)), plain(rest))
        }
        await session(fixture, async (storage) => {
          const group = storage.group(1)
          await group.append({ entries: entriesOf(1, 1, 4) })
          await group.append({ entries: entriesOf(2, 5, 6) })
          await group.append({ entries: entriesOf(2, 7, 10) })
          await completeCheckpoint(group, 10)
          await group.compact(through)
          await group.compact(2)
          check(group)
        })
        await session(fixture, async (storage) => check(storage.group(1)))
      }
    },
  },
  {
    name: 'the log goes on after a compaction, also over a conflict at its first entry',
    async run(create) {
      for (const compacted of [4, 5, 6]) {
        await using fixture = await create()
        await session(fixture, async (storage) => {
          const group = storage.group(1)
          await group.append({ entries: entriesOf(1, 1, 4) })
          await group.append({ entries: entriesOf(1, 5, 9) })
          await completeCheckpoint(group, compacted)
          await group.compact(compacted)
          await group.append({ entries: entriesOf(2, compacted + 1, compacted + 1) })
          await group.append({ entries: entriesOf(2, compacted + 2, compacted + 4) })
        })
        await session(fixture, async (storage) => {
          const group = storage.group(1)
          const expected = entriesOf(2, compacted + 1, compacted + 4)
          assert.deepEqual(plain(allEntries(group)), plain(expected))
          assert.equal(group.term(compacted), 1)
        })
      }
    },
  },
]
