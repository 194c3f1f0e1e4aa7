import { readFileSync } from 'node:fs'
import { clusterOf } from '@quorumlite/cluster'
import type { Client } from '@quorumlite/client'
import { expect, test } from 'vitest'
import { ProcessCluster } from '../support/process-cluster.ts'

// A transaction far above what one entry holds. QUORUMLITE_LARGE_MIB=240 is as large as they come.

const MIB = 1024 * 1024
const SIZE_MIB = Number(process.env['QUORUMLITE_LARGE_MIB'] ?? 48)
const BLOB_BYTES = 4 * MIB - 4096

const anonymousMib = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) / 1024
}

async function terms(client: Client): Promise<(number | undefined)[]> {
  return (await clusterOf(client).status()).nodes.map(({ status }) => status?.term)
}

test.skipIf(process.platform !== 'linux')(
  'a transaction in parts is the same on every node, costs no election, and lets other databases write',
  { timeout: 240_000 },
  async () => {
    await using cluster = await ProcessCluster.start(3)
    const client = await cluster.connect()
    await client.execute('create table big (id integer primary key, data blob)')
    await client.createDatabase('other')
    const other = client.database('other')
    await other.execute('create table t (id integer primary key)')
    const before = await terms(client)
    const pids = cluster.nodes.map(({ ready }) => ready.pid)
    const memoryBefore = pids.map(anonymousMib)

    let committing = false
    let written = 0
    let over = false
    let peaks = memoryBefore
    const writer = (async () => {
      while (!over) {
        await other.execute('insert into t default values')
        if (committing) written++
        peaks = peaks.map((peak, i) => Math.max(peak, anonymousMib(pids[i]!)))
      }
    })()
    await client.transaction(async (tx) => {
      for (let mib = 0; mib < SIZE_MIB; mib += 4) {
        await tx.execute('insert into big (data) values (randomblob(?))', [BLOB_BYTES])
      }
      committing = true
    })
    over = true
    await writer

    expect(written, 'others write between the parts').toBeGreaterThan(1)
    expect(await terms(client)).toEqual(before)
    expect(new Set(await cluster.checksums(client)).size).toBe(1)
    const [row] = await client.query('select sum(length(data)) as bytes from big')
    expect(row!['bytes']).toBe((SIZE_MIB / 4) * BLOB_BYTES)
    // Its pages once, on the leader what SQLite needed to write them as well, and a share for everything else.
    for (const [i, peak] of peaks.entries()) {
      expect(peak - memoryBefore[i]!).toBeLessThan(2 * SIZE_MIB + 160)
    }
  },
)
