import assert from 'node:assert/strict'

import type { StorageContractCase } from '../contract.ts'
import type { NodeIdentity } from '../storage.ts'
import { allEntries, entriesOf, plain, session } from './fixtures.ts'

const IDENTITY: NodeIdentity = {
  nodeId: 7,
  clusterId: 'c0ffee',
  peerId: '12D3KooW',
  members: [
    {
      nodeId: 7,
      peerId: '12D3KooW',
      storageId: 'ab',
      addresses: ['/ip4/127.0.0.1/tcp/1'],
      name: 'ü',
    },
  ],
  removedNodes: [3, 5],
}

export const nodeCases: readonly StorageContractCase[] = [
  {
    name: 'a new storage is empty, and has a storage id that stays',
    async run(create) {
      await using fixture = await create()
      const first = await session(fixture, async (storage) => {
        assert.equal(storage.identity, undefined)
        assert.deepEqual(storage.groups(), [])
        assert.equal(storage.failed, undefined)
        const group = storage.group(1)
        assert.deepEqual(group.initialState().hardState, { term: 0, vote: 0, commit: 0 })
        assert.equal(group.firstIndex(), 1)
        assert.equal(group.lastIndex(), 0)
        assert.equal(group.term(0), 0)
        assert.equal(group.checkpoint, undefined)
        assert.equal(group.checkpointTarget, undefined)
        return storage.storageId
      })
      assert.match(first, /^[0-9a-f]{32}$/)
      assert.equal(await session(fixture, async (storage) => storage.storageId), first)
    },
  },
  {
    name: 'the identity is kept, and is replaced as a whole',
    async run(create) {
      await using fixture = await create()
      const storageId = await session(fixture, async (storage) => {
        await storage.writeIdentity({ ...IDENTITY, nodeId: 1 })
        await storage.writeIdentity(IDENTITY)
        assert.deepEqual(storage.identity, IDENTITY)
        return storage.storageId
      })
      await session(fixture, async (storage) => {
        assert.deepEqual(storage.identity, IDENTITY)
        assert.equal(storage.storageId, storageId)
      })
    },
  },
  {
    name: 'groups are separate, and the same id is the same object',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        assert.equal(storage.group(1), storage.group(1))
        await storage.group(1).append({ entries: entriesOf(1, 1, 3) })
        await storage.group(2).append({ hardState: { term: 9, vote: 2, commit: 0 } })
        await storage.group(256).append({ entries: entriesOf(5, 1, 1) })
      })
      await session(fixture, async (storage) => {
        assert.deepEqual(storage.groups(), [1, 2, 256])
        assert.deepEqual(plain(allEntries(storage.group(1))), plain(entriesOf(1, 1, 3)))
        assert.equal(storage.group(2).lastIndex(), 0)
        assert.equal(storage.group(2).initialState().hardState.term, 9)
        assert.equal(storage.group(256).term(1), 5)
      })
    },
  },
  {
    name: 'a closed storage rejects writes with CLOSED, and closes again without harm',
    async run(create) {
      await using fixture = await create()
      const storage = await fixture.open()
      await storage.close()
      await storage.close()
      const closed = { code: 'CLOSED' }
      await assert.rejects(storage.group(1).append({ entries: entriesOf(1, 1, 1) }), closed)
      await assert.rejects(storage.writeIdentity(IDENTITY), closed)
    },
  },
  {
    name: 'every acknowledged write was one synced write',
    async run(create) {
      await using fixture = await create()
      await session(fixture, async (storage) => {
        const before = storage.counters.syncedWrites
        const group = storage.group(1)
        for (let index = 1; index <= 20; index += 2) {
          await group.append({
            hardState: { term: 1, vote: 1, commit: index - 1 },
            entries: entriesOf(1, index, index + 1),
          })
        }
        assert.equal(storage.counters.syncedWrites, before + 10)
        assert.equal(storage.counters.appends, 10)
        assert.equal(storage.counters.appendedEntries, 20)
      })
    },
  },
]
