// A load on a peer in a process of its own, as load-process.ts is for us.

import { randomBytes } from 'node:crypto'
import { serveFork } from '../load.ts'
import { measureCalls } from '../measure-calls.ts'
import { DqliteClient } from './dqlite.ts'
import { EtcdClient } from './etcd.ts'
import type { PeerClient, PeerSettings } from './peer.ts'

const BLOBS = Array.from({ length: 1024 }, () => new Uint8Array(randomBytes(100)))

await serveFork<PeerSettings>(async (settings, began) => {
  using client = clientOf(settings)
  // Keys that no earlier run has used, in ascending order.
  let next = Date.now() * 1000
  const put = (): Promise<void> => client.put(`key-${next++}`, BLOBS[next % BLOBS.length]!)
  const calls = Array.from({ length: settings.callers }, () => put)
  await measureCalls(calls, settings.warmUpSeconds)
  began()
  return await measureCalls(calls, settings.seconds)
})

function clientOf({ kind, origin, callers }: PeerSettings): PeerClient {
  switch (kind) {
    case 'etcd':
      return new EtcdClient(origin)
    case 'dqlite':
      return new DqliteClient(origin, callers)
  }
}
