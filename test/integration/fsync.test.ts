import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ProcessCluster } from '../support/process-cluster.ts'

const traceable = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0
const why = traceable ? '' : ' (skipped: needs Linux and strace)'
const WRITES = 40
const QUORUM = 2

// Writes one after the other: each is a batch of its own, which a quorum must have synced before it is acknowledged.
test.skipIf(!traceable)(
  `every acknowledged batch was synced by a quorum${why}`,
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'quorumlite-fsync-'))
    const file = (i: number): string => join(directory, `trace-${i}`)
    const syncs = (): number => {
      let count = 0
      for (let i = 0; i < 3; i++) {
        if (!existsSync(file(i))) continue
        count +=
          readFileSync(file(i), 'utf8').match(/f(data)?sync(\(\d+\)| resumed>\)) += 0/g)?.length ??
          0
      }
      return count
    }
    try {
      await using cluster = await ProcessCluster.start(3, (i) => ({
        wrapper: ['strace', '-f', '-qq', '-e', 'trace=fdatasync,fsync', '-o', file(i)],
      }))
      const client = await cluster.connect()
      await client.execute('create table t (a)')
      for (let i = 0; i < WRITES; i++) {
        const before = syncs()
        await client.execute('insert into t values (1)')
        // strace writes its line before the call returns to the node, so what was acknowledged is in the files.
        expect(syncs() - before).toBeGreaterThanOrEqual(QUORUM)
      }
    } finally {
      rmSync(directory, { recursive: true, force: true })
    }
  },
  240_000,
)
