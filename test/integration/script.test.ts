import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Client } from '@quorumlite/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ShellOptions } from '../../packages/quorumlite/src/cli/shell/shell.ts'
import { FakeTerminal, startShell } from '../support/fake-terminal.ts'
import { InlineCluster } from '../support/inline-cluster.ts'
import { ProcessCluster } from '../support/process-cluster.ts'

// The shell without a person: scripts on standard input, and the command line as a process.

let cluster: InlineCluster
let setup: Client

beforeAll(async () => {
  cluster = await InlineCluster.start({ seed: 19, nodes: 1 })
  setup = await cluster.connect()
  await cluster.run(setup.execute('create table city (id integer primary key, area real)'))
  await cluster.run(setup.execute('insert into city (area) values (87.9), (2194), (1)'))
})

afterAll(async () => {
  await cluster.run(setup.close())
  await cluster.close()
  expect(cluster.failures).toEqual([])
})

async function script(text: string, options: Partial<ShellOptions> = {}) {
  const terminal = new FakeTerminal({ isTTY: false })
  const { exit } = startShell(cluster, terminal, options)
  terminal.input.end(text)
  return { code: await cluster.run(exit), out: terminal.text, err: terminal.errors.join('\n') }
}

describe('a script', () => {
  test('runs on standard input; the last semicolon may be missing', async () => {
    const { code, out, err } = await script("select 1 as a;\n.mode csv\nselect 'b' as b")
    expect({ code, out, err }).toEqual({ code: 0, out: 'a\n-\n1\nb\nb\n', err: '' })
  })

  test('makes lines of JSON', async () => {
    const { out } = await script('select 1 as a; select null as b where 0;', { mode: 'json' })
    expect(out).toBe('[{"a":1}]\n[]\n')
  })

  test('ends at its first error', async () => {
    const { code, out, err } = await script('select 1 as a; selec 2; select 3 as c;')
    expect(code).toBe(1)
    expect(out).toBe('a\n-\n1\n')
    expect(err).toContain('near "selec": syntax error (SQL_ERROR)')
  })

  test('may hold a transaction, and must end it', async () => {
    const whole = await script('begin;\nupdate city set area = 3 where id = 3;\ncommit;')
    expect(whole.code).toBe(0)
    const partial = await script('begin; delete from city;')
    expect(partial).toMatchObject({ code: 1, err: 'the open transaction was rolled back' })
    const [row] = await cluster.run(setup.query('select count(*) as n, max(area) as a from city'))
    expect(row).toEqual({ n: 3, a: 2194 })
  })

  test.each([
    "select 'a",
    'select 1 /* never',
    'create trigger x after insert on t begin select 1;',
  ])('that ends inside of %j is refused', async (text) => {
    const { code, err } = await script(text)
    expect(code).toBe(1)
    expect(err).toContain('the script ends inside of')
  })

  test('of very many rows stops when nobody reads them', async () => {
    const terminal = new FakeTerminal({ isTTY: false })
    const { exit } = startShell(cluster, terminal, { mode: 'csv' })
    terminal.input.end(
      'with recursive n(i) as (select 1 union all select i + 1 from n) select i from n; select 7;',
    )
    await cluster.until(() => terminal.text.length > 20_000, 'rows')
    terminal.output.destroy(new Error('EPIPE'))
    expect(await cluster.run(exit)).toBe(1)
    await cluster.until(
      () => cluster.running().every((i) => cluster.pins(i) === 0),
      'end of the statement',
    )
  })

  test('is ended by a signal', async () => {
    const ending = new AbortController()
    const terminal = new FakeTerminal({ isTTY: false })
    const { exit } = startShell(cluster, terminal, { signal: ending.signal })
    terminal.input.write('select 1 as a;\n')
    await cluster.until(() => terminal.text.includes('1'), 'a row')
    ending.abort()
    expect(await cluster.run(exit)).toBe(1)
  })
})

describe('the command line', () => {
  const CLI = fileURLToPath(new URL('../../packages/quorumlite/dist/cli/main.js', import.meta.url))

  test('runs scripts and exports, with exit codes that say how it went', async () => {
    await using processes = await ProcessCluster.start(1)
    const quorumlite = (verb: string, args: string[], input = '') => {
      const connection = ['--connect', processes.addresses[0]!, '--secret', processes.secretFile]
      const options = { input, encoding: 'utf8' as const }
      return spawnSync(process.execPath, [CLI, verb, ...connection, ...args], options)
    }
    const script = `create table t (id integer primary key, v text);
      begin; insert into t (v) values ('one'), ('two'); commit;
      select v from t order by id desc`
    expect(quorumlite('sql', ['--mode', 'csv'], script)).toMatchObject({
      status: 0,
      stdout: 'v\r\ntwo\r\none\r\n',
      stderr: '',
    })
    expect(quorumlite('sql', ['--json'], 'selec 1; select 2')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('syntax error (SQL_ERROR)'),
    })
    expect(quorumlite('sql', ["select count(*) as n from t where v = 'update; it'"])).toMatchObject(
      { status: 0, stdout: 'n\n-\n0\n' },
    )
    const databases = (...args: string[]) => quorumlite('databases', args)
    expect(databases('create', 'other')).toMatchObject({ status: 0, stdout: 'created other\n' })
    expect(databases('copy', 'main', 'copied')).toMatchObject({ status: 0, stderr: '' })
    expect(quorumlite('sql', ['--db', 'copied', 'select count(*) as n from t'])).toMatchObject({
      stdout: 'n\n-\n2\n',
    })
    expect(databases('drop', 'other', '--json').stdout).toBe('{"drop":["other"]}\n')
    const list =
      /copied +0 +2 +0\.0 +2048\.0 +cluster's +[0-9a-f]{16}\nmain +2 +2 +0\.0 +2048\.0 +cluster's +[0-9a-f]{16}/
    expect(databases('list').stdout).toMatch(list)
    expect(databases('copy', 'main')).toMatchObject({ status: 2 })
    expect(databases('drop', 'other')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('DATABASE_NOT_FOUND'),
    })
    const file = join(processes.directory, 'copy.db')
    expect(quorumlite('export', [file])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/copy\.db: 8192 bytes of 'main' from node 1 at index \d+\n$/),
      stderr: '',
    })
    expect(readFileSync(file).subarray(0, 15).toString()).toBe('SQLite format 3')
    expect(quorumlite('export', [file])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('is there already'),
    })
    expect(quorumlite('export', ['--db', 'nowhere', `${file}.2`])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('DATABASE_NOT_FOUND'),
    })
    expect(existsSync(`${file}.2.tmp`)).toBe(false)
    await processes.nodes[0]!.kill()
    expect(quorumlite('sql', ['--timeout-ms', '500'], 'select 1;')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('UNAVAILABLE'),
    })
  })
})
