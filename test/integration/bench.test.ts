import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

// The benchmark as its user runs it, for as short as it goes: that it measures, not what.

const MAIN = fileURLToPath(new URL('../../bench/dist/main.js', import.meta.url))
const SHORT = ['--seconds', '0.1', '--warm-up', '0', '--repeats', '1']
const SUITES =
  'writes reads failover mixed sqlite peers raft disk checkpoint memory restart databases fork many join rejoin'

function bench(...args: readonly string[]): { status: number | null; out: string; err: string } {
  const env = { ...process.env, QUORUMLITE_BENCH_ETCD: '', QUORUMLITE_BENCH_DQLITE: '' }
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: 'utf8',
    env,
  })
  return { status, out: stdout, err: stderr }
}

test('help lists every suite', () => {
  const { status, out } = bench('--help')
  expect(status).toBe(0)
  const listed = [...out.matchAll(/^ {2}(\w+) {2,}/gm)].map(([, name]) => name)
  expect(listed).toEqual(SUITES.split(' '))
})

test('what does not exist ends with 2 and a sentence', () => {
  const { status, err } = bench('write')
  expect(status).toBe(2)
  expect(err).toContain("there is no suite 'write'")
  const none = bench('raft', '--only', 'nothing', ...SHORT)
  expect(none.status).toBe(2)
  expect(none.err).toContain("no measurement contains 'nothing'; there are: propose batch=1")
})

test('a suite prints a table and writes its report', () => {
  const directory = mkdtempSync(join(tmpdir(), 'quorumlite-bench-test-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'raft.json')
  const { status, out } = bench('raft', '--only', 'propose', ...SHORT, '--json', file)
  expect(status).toBe(0)
  expect(out).toMatch(/^what +ops\/s +cpuMicrosPerEntry$/m)
  const report = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  const positive = expect.toSatisfy((value: number) => value > 0)
  const result = { opsPerSecond: positive, cpuMicrosPerEntry: positive }
  expect(report).toMatchObject({
    suite: 'raft',
    seconds: 0.1,
    repeats: 1,
    machine: { node: process.version, cores: positive },
    versions: { node: process.versions.node, sqlite: expect.stringMatching(/^3\./) },
    floor: { fdatasyncP50Ms: positive },
    results: [
      { name: 'propose batch=1', ...result },
      { name: 'propose batch=64', ...result },
    ],
  })
})

test('reads in an embedding service are measured', () => {
  const { status, out } = bench('reads', '--only', 'db.local', ...SHORT)
  expect(status).toBe(0)
  expect(out).toMatch(/^db\.local +1 +[\d,]+ /m)
})

test('inserts are measured in three processes, with what each follower is sent', () => {
  const { status, out } = bench('writes', '--only', 'callers=1 connections=1', ...SHORT)
  expect(status).toBe(0)
  expect(out).toContain('followerBytesPerOp')
  expect(out).toMatch(/^insert +1 .* dqlite 455 another day, etcd 568 another day$/m)
})

test('a node that joins, and one that comes back, are measured', () => {
  const joins = bench('join', '--mib', '8', ...SHORT)
  expect(joins.err).toContain('join: repeat 1 of 1')
  expect(joins.status).toBe(0)
  expect(joins.out).toMatch(/^join 8 MiB .* no election/m)
  const rejoins = bench('rejoin', '--mib', '8', ...SHORT)
  expect(rejoins.status).toBe(0)
  expect(rejoins.out).toMatch(/^rejoin 8 MiB +\d/m)
}, 240_000)

test('without peers there is nothing to compare with, and that is said', () => {
  const { status, out } = bench('peers', ...SHORT)
  expect(status).toBe(0)
  expect(out).toContain('No peer was given (--etcd, --dqlite): nothing was measured.')
})
