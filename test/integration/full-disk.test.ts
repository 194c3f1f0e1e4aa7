// A node whose data directory is on a small file system that fills up: Linux, and only where a tmpfs may be mounted.

import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  mkdtempSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clusterOf } from '@quorumlite/cluster'
import { verifyDirectory } from '@quorumlite/node'
import { QuorumliteError } from '@quorumlite/wire'
import { open, type Quorumlite } from 'quorumlite'
import { afterEach, beforeEach, expect, test } from 'vitest'

const MIB = 1 << 20
const MOUNTED_MIB = 64
/** Room for what is under way, a checkpoint and a compaction of LevelDB: that is what a reserve is for. */
const RESERVE_BYTES = 64 * MIB
const LEFT_BYTES = 56 * MIB

/** What this system does not let us do. */
const cannotMount = ((): string | undefined => {
  if (process.platform !== 'linux') return 'only Linux has tmpfs'
  const probe = mkdtempSync(join(tmpdir(), 'quorumlite-mount-'))
  const { status, stderr, error } = mount(probe, 1)
  if (status === 0) spawnSync('umount', [probe])
  rmSync(probe, { recursive: true })
  return status === 0
    ? undefined
    : `no tmpfs can be mounted: ${error?.message ?? stderr.toString().trim()}`
})()

function mount(location: string, mib: number): ReturnType<typeof spawnSync> {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m`, 'tmpfs', location])
}

let directory: string
let dataDir: string
let ballast: string

beforeEach((context) => {
  if (cannotMount !== undefined) return context.skip(cannotMount)
  directory = mkdtempSync(join(tmpdir(), 'quorumlite-full-'))
  expect(mount(directory, MOUNTED_MIB).status).toBe(0)
  dataDir = join(directory, 'node')
  ballast = join(directory, 'ballast')
})

afterEach(() => {
  if (cannotMount !== undefined) return
  spawnSync('umount', ['-l', directory])
  rmSync(directory, { recursive: true, force: true })
})

function resize(mib: number): void {
  expect(spawnSync('mount', ['-o', `remount,size=${mib}m`, directory]).status).toBe(0)
}

interface Written {
  readonly acknowledged: number
  readonly refusal: QuorumliteError
}

/** Writes until something refuses. */
async function writeUntilRefused(node: Quorumlite, from: number): Promise<Written> {
  for (let k = from; ; k++) {
    try {
      await node.db.execute('insert into t values (?, randomblob(40000))', [k], {
        timeoutMs: 5_000,
      })
    } catch (error) {
      expect(error).toBeInstanceOf(QuorumliteError)
      return { acknowledged: k, refusal: error as QuorumliteError }
    }
  }
}

async function keys(node: Quorumlite): Promise<number[]> {
  const rows = await node.db.query('select k from t order by k', [], { values: true })
  return rows.map(([k]) => Number(k))
}

/** LevelDB gives space back when it likes: what it frees is taken until the node has seen how little is left. */
async function statusWhileLow(node: Quorumlite): Promise<{ readonly diskReserveBytes: number }> {
  for (;;) {
    const { bavail, bsize } = statfsSync(directory)
    const surplus = bavail * bsize - LEFT_BYTES
    if (surplus > 0) appendFileSync(`${ballast}-more`, new Uint8Array(surplus))
    const { nodes } = await clusterOf(node.client).status()
    const { storage } = nodes[0]!.status!
    if (storage.diskFreeBytes !== undefined && storage.diskFreeBytes < RESERVE_BYTES) return storage
  }
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, k) => k)

test('a node that has a reserve refuses writes early, serves reads, says so, and goes on once there is room', async () => {
  resize(256)
  writeFileSync(ballast, new Uint8Array(128 * MIB))
  const limits = { diskReserveBytes: RESERVE_BYTES, diskCheckMs: 20, checkpointLogBytes: 2 * MIB }
  const node = await open({ dataDir, bootstrap: true, threads: 'inline', limits })
  await node.db.execute('create table t (k integer primary key, v blob)')
  const { acknowledged, refusal } = await writeUntilRefused(node, 0)
  expect(refusal).toMatchObject({ code: 'DISK_LOW', retryable: true })
  expect(acknowledged).toBeGreaterThan(20)
  expect((await statusWhileLow(node)).diskReserveBytes).toBe(RESERVE_BYTES)
  expect(await keys(node)).toEqual(upTo(acknowledged))
  rmSync(`${ballast}-more`, { force: true })
  truncateSync(ballast, 0)
  let k = acknowledged
  while (k < acknowledged + 20) {
    const insert = node.db.execute('insert into t values (?, 1)', [k])
    const error = await insert.then(
      () => undefined,
      (cause: unknown) => cause,
    )
    if (error === undefined) k += 1
    // Until the node has looked again.
    else expect(error).toMatchObject({ code: 'DISK_LOW' })
  }
  expect(await keys(node)).toEqual(upTo(k))
  await node.close()
  expect((await verifyDirectory(dataDir)).findings).toEqual([])
})

test('a node without one stops as failed when the disk is full, and comes back with all that it acknowledged', async () => {
  const limits = { diskReserveBytes: 0, checkpointLogBytes: 4 * MIB }
  const node = await open({ dataDir, bootstrap: true, threads: 'inline', limits })
  await node.db.execute('create table t (k integer primary key, v blob)')
  const { acknowledged, refusal } = await writeUntilRefused(node, 0)
  expect(['OUTCOME_UNKNOWN', 'UNAVAILABLE', 'NODE_FAILED']).toContain(refusal.code)
  expect(acknowledged).toBeGreaterThan(100)
  const failure = (await node.failed) as QuorumliteError
  expect(failure).toMatchObject({ code: 'DISK_FULL' })
  expect(failure.hint).toMatch(/restart/)
  await node.close()

  // On the full disk: a start either serves or says what it lacks. What there is stays sound.
  const cramped = await open({ dataDir, threads: 'inline', limits }).catch(
    (error: unknown) => error,
  )
  if (cramped instanceof Error) expect(cramped).toMatchObject({ code: 'DISK_FULL' })
  else await (cramped as Quorumlite).close()

  resize(3 * MOUNTED_MIB)
  expect((await verifyDirectory(dataDir)).findings).toEqual([])
  const again = await open({ dataDir, threads: 'inline', limits })
  const found = await keys(again)
  // The one that was refused may have reached the disk.
  expect(found.slice(0, acknowledged)).toEqual(upTo(acknowledged))
  expect(found.length - acknowledged).toBeLessThanOrEqual(1)
  expect(await again.db.query('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  await again.db.execute('insert into t values (100000, 1)')
  await again.close()
})

test('verify on a full disk says that it lacks room, and that nothing is known to be damaged', async () => {
  const node = await open({
    dataDir,
    bootstrap: true,
    threads: 'inline',
    limits: { diskReserveBytes: 0 },
  })
  await node.db.execute('create table t (k integer primary key, v blob)')
  for (let k = 0; k < 40; k++)
    await node.db.execute('insert into t values (?, randomblob(40000))', [k])
  await node.close()
  const filled = writeBallast()
  const error = await verifyDirectory(dataDir).catch((cause: unknown) => cause)
  expect(error).toMatchObject({ code: 'DISK_FULL' })
  rmSync(filled)
  expect((await verifyDirectory(dataDir)).findings).toEqual([])
})

/** Takes what is left. */
function writeBallast(): string {
  spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=4096'])
  return ballast
}
