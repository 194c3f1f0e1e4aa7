// A load on etcd in a process of its own, as load-process.ts is for us.

import { randomBytes } from 'node:crypto'
import { EtcdClient } from './etcd.ts'
import { serveFork } from './load.ts'
import { measureCalls } from './measure-calls.ts'

export interface EtcdSettings {
  readonly origin: string
  readonly callers: number
  readonly seconds: number
  readonly warmUpSeconds: number
}

const BLOBS = Array.from({ length: 1024 }, () => new Uint8Array(randomBytes(100)))

await serveFork<EtcdSettings>(async ({ origin, callers, seconds, warmUpSeconds }, began) => {
  using client = new EtcdClient(origin)
  let next = Date.now() * 1000
  const put = (): Promise<void> => client.put(`key-${next++}`, BLOBS[next % BLOBS.length]!)
  const calls = Array.from({ length: callers }, () => put)
  await measureCalls(calls, warmUpSeconds)
  began()
  return await measureCalls(calls, seconds)
})
