import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const SERVICE = fileURLToPath(new URL('../support/local-reads.js', import.meta.url))
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'quorumlite-local-'))
})

afterAll(() => rm(directory, { recursive: true }))

// In a process of its own: a node's threads run what is built. The rest is in test/unit/quorumlite/local-database.test.ts.
test('a service reads its own copy while it writes', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [SERVICE, directory])
  const seen = JSON.parse(stdout) as { queried: number }
  expect(seen.queried).toBeGreaterThan(0)
  expect(seen).toEqual({
    afterWaiting: { n: 1_000 },
    wrong: 0,
    hasRead: true,
    latest: { total: 0, most: seen.queried },
    queried: seen.queried,
    tables: [{ name: 't' }],
    closed: 'CLOSED',
  })
})

const POINTS = fileURLToPath(new URL('../support/point-reads.js', import.meta.url))

test('reads by key see what was acknowledged, and do not wait for the SQL worker', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    POINTS,
    join(directory, 'points'),
  ])
  const { beside, ...seen } = JSON.parse(stdout) as { beside: number }
  expect(seen).toEqual({ wrong: 0, uncovered: 0, hasSeen: true })
  // Behind the five statements there would be one each, or none.
  expect(beside).toBeGreaterThan(10)
})

const RARE = fileURLToPath(new URL('../support/evicted-local-reads.js', import.meta.url))

test('a service reads a database at once that was idle and left the memory', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [RARE, join(directory, 'rare')])
  expect(JSON.parse(stdout)).toEqual({
    first: { v: 'here' },
    evictedInUse: false,
    again: { v: 'here' },
    loads: 1,
    inSnapshot: [{ v: 'here' }],
    rows: [{ v: 'here' }],
    dropped: 'UNAVAILABLE',
  })
})
