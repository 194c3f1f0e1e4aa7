// A node's directory with everything that can go wrong in it, and what `verify` says of it.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32 } from 'node:zlib'
import { verifyDirectory, type DirectoryVerification } from '@quorumlite/node'
import { ClassicLevel } from 'classic-level'
import { open } from 'quorumlite'
import { verifyCommand } from '../../packages/quorumlite/src/cli/verify.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const CLI = fileURLToPath(new URL('../../packages/quorumlite/dist/cli/main.js', import.meta.url))

let root: string
/** Stopped in order. */
let image: string
let copies = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorumlite-verify-'))
  image = join(root, 'image')
  const limits = { checkpointLogBytes: 64 << 10, trailingEntries: 16 }
  const node = await open({ dataDir: image, bootstrap: true, threads: 'inline', limits })
  await node.db.execute('create table t (k integer primary key, v blob)')
  for (let i = 0; i < 60; i++) {
    await node.db.execute('insert into t(v) values (randomblob(6000))')
  }
  await node.close()
})

afterAll(() => rm(root, { recursive: true, force: true }))

async function copyOf(source: string): Promise<string> {
  const copy = join(root, `copy-${++copies}`)
  await cp(source, copy, { recursive: true })
  return copy
}

type Rows = ClassicLevel<Uint8Array, Uint8Array>

async function withRows(dataDir: string, work: (rows: Rows) => Promise<void>): Promise<void> {
  const options = { keyEncoding: 'view', valueEncoding: 'view' } as const
  const rows = new ClassicLevel<Uint8Array, Uint8Array>(join(dataDir, 'storage'), options)
  await rows.open()
  await work(rows)
  await rows.close()
}

const GROUP = [0x10, 0, 0, 0, 1]
const KINDS = {
  directory: [0x01],
  'write number': [0x02],
  head: [...GROUP, 0],
  checkpoint: [...GROUP, 1],
  'log record': [...GROUP, 2],
  page: [...GROUP, 3],
}
type Kind = keyof typeof KINDS

async function keysOf(rows: Rows, kind: Kind): Promise<Uint8Array[]> {
  const gte = Uint8Array.from(KINDS[kind])
  const lt = gte.slice()
  lt[lt.length - 1]! += 1
  return await rows.keys({ gte, lt }).all()
}

function middle<T>(items: readonly T[]): T {
  return items[Math.floor(items.length / 2)]!
}

/** The row as the node would have written it with this content. */
function seal(key: Uint8Array, row: Uint8Array): Uint8Array {
  new DataView(row.buffer, row.byteOffset).setUint32(0, crc32(row.subarray(4), crc32(key)), true)
  return row
}

function messages({ findings }: DirectoryVerification): string {
  return findings.map(({ message }) => message).join('\n')
}

/** Names, sizes, times and content of every file. */
async function shotOf(dataDir: string): Promise<unknown> {
  const names = (await readdir(dataDir, { recursive: true })).toSorted()
  return await Promise.all(
    names.map(async (name) => {
      const path = join(dataDir, name)
      const { size, mtimeMs, ino } = await stat(path)
      const isFile = (await stat(path)).isFile()
      return [name, isFile && [size, mtimeMs, ino, crc32(await readFile(path))]]
    }),
  )
}

async function run(
  args: Record<string, string | boolean>,
): Promise<{ code: number; text: string }> {
  const lines: string[] = []
  const write = (line: string): void => void lines.push(line)
  const io = { out: write, err: write, signal: new AbortController().signal }
  const code = await verifyCommand.run({ options: args, positionals: [], io })
  return { code, text: lines.join('\n') }
}

describe('verify', () => {
  test('finds a stopped node sound, looks at everything, and changes nothing', async () => {
    const before = await shotOf(image)
    const phases = new Set<string>()
    const found = await verifyDirectory(image, { onProgress: ({ phase }) => phases.add(phase) })
    expect(messages(found)).toBe('')
    expect(found).toMatchObject({ sound: true, findingsTotal: 0 })
    expect(found.databases).toMatchObject([{ name: 'main', content: 'matches' }])
    expect(found.pages).toBeGreaterThan(60)
    expect(found.entries).toBeGreaterThan(10)
    expect(found.rows).toBeGreaterThan(found.pages)
    expect([...phases]).toEqual(expect.arrayContaining(['rows', 'databases']))
    expect(await shotOf(image)).toEqual(before)
    const { code, text } = await run({ data: image })
    expect(code).toBe(0)
    expect(text).toContain('sound')
  })

  test.each(Object.keys(KINDS) as Kind[])('names a %s with a flipped bit', async (kind) => {
    const copy = await copyOf(image)
    await withRows(copy, async (rows) => {
      const key = middle(await keysOf(rows, kind))
      const row = (await rows.get(key))!
      row[Math.floor(row.length * 0.6)]! ^= 0x10
      await rows.put(key, row)
    })
    const found = await verifyDirectory(copy)
    expect(found.sound).toBe(false)
    expect(messages(found)).toMatch(new RegExp(`${kind}.* is damaged`))
    const { code, text } = await run({ data: copy, json: true })
    expect(code).toBe(1)
    expect(JSON.parse(text)).toMatchObject({
      sound: false,
      findings: [{ code: 'STORAGE_DAMAGED' }],
    })
  })

  test.each(['directory', 'write number', 'head', 'checkpoint', 'log record', 'page'] as const)(
    'notices a %s that is gone',
    async (kind) => {
      const copy = await copyOf(image)
      await withRows(copy, async (rows) => rows.del(middle(await keysOf(rows, kind))))
      const found = await verifyDirectory(copy)
      expect(found.sound).toBe(false)
      if (kind === 'page') expect(found.databases).toMatchObject([{ content: 'differs' }])
    },
  )

  test('computes the hash of a page anew: its own record may say that all is well', async () => {
    const copy = await copyOf(image)
    await withRows(copy, async (rows) => {
      const key = middle(await keysOf(rows, 'page'))
      const row = (await rows.get(key))!
      row[row.length - 1]! ^= 1
      await rows.put(key, seal(key, row))
    })
    expect(messages(await verifyDirectory(copy))).toMatch(
      /^database 'main' is damaged: page \d+ does not match its hash$/,
    )
  })

  test('notices an entry that is none, in a record whose checksum is right', async () => {
    const copy = await copyOf(image)
    await withRows(copy, async (rows) => {
      const key = (await keysOf(rows, 'log record')).at(-1)!
      const row = (await rows.get(key))!
      row.fill(0xff, 48)
      await rows.put(key, seal(key, row))
    })
    expect((await verifyDirectory(copy)).sound).toBe(false)
  })

  test('lists every damaged row, not the first one alone', async () => {
    const copy = await copyOf(image)
    await withRows(copy, async (rows) => {
      for (const key of await keysOf(rows, 'page')) {
        const row = (await rows.get(key))!
        row[40]! ^= 1
        await rows.put(key, row)
      }
    })
    const { findings, findingsTotal } = await verifyDirectory(copy)
    expect(findingsTotal).toBeGreaterThan(60)
    expect(findings.length).toBe(Math.min(100, findingsTotal))
  })

  test('names a key that is none of ours', async () => {
    const copy = await copyOf(image)
    await withRows(copy, (rows) => rows.put(Uint8Array.of(0x77, 1), Uint8Array.of(1)))
    expect(messages(await verifyDirectory(copy))).toMatch(/^the unknown key 7701 is damaged/)
  })

  test.each([
    ['a table with a flipped bit', 'ldb', 'flip'],
    ['a table that is gone', 'ldb', 'remove'],
    ['the file CURRENT that is gone', 'CURRENT', 'remove'],
    ['the MANIFEST that is gone', 'MANIFEST', 'remove'],
  ] as const)('names %s', async (_what, file, damage) => {
    const copy = await copyOf(image)
    await withRows(copy, (rows) => rows.compactRange(Uint8Array.of(0), Uint8Array.of(0xff)))
    const storage = join(copy, 'storage')
    const name = (await readdir(storage)).find((each) => each.includes(file))!
    if (damage === 'remove') await unlink(join(storage, name))
    else {
      const bytes = await readFile(join(storage, name))
      bytes[Math.floor(bytes.length / 2)]! ^= 1
      await writeFile(join(storage, name), bytes)
    }
    const found = await verifyDirectory(copy)
    expect(found.sound).toBe(false)
    expect(messages(found)).toContain('is damaged')
    expect(found.findings[0]?.hint).toContain('rejoin from a peer')
  })

  test('refuses a directory that another process uses', async () => {
    const copy = await copyOf(image)
    const node = spawn(process.execPath, [CLI, 'start', '--data', copy], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(node, 'exit')
    try {
      await once(node.stdout, 'data')
      await expect(verifyDirectory(copy)).rejects.toMatchObject({ code: 'STORAGE_LOCKED' })
    } finally {
      node.kill('SIGKILL')
      await ended
    }
    // Killed, not stopped: what it leaves is sound as well, and the lock went with it.
    expect(messages(await verifyDirectory(copy))).toBe('')
  })

  test('refuses a directory that this process uses, and does not disturb it', async () => {
    const copy = await copyOf(image)
    const node = await open({ dataDir: copy, threads: 'inline' })
    await expect(verifyDirectory(copy)).rejects.toMatchObject({ code: 'STORAGE_LOCKED' })
    await node.db.execute('insert into t(v) values (1)')
    await node.close()
    expect((await verifyDirectory(copy)).sound).toBe(true)
  })

  test('refuses a directory that holds no node', async () => {
    await expect(verifyDirectory(root)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })
})
