// The directory of a stopped node, changed row by row behind its back. Keys and values are as docs/formats.md has them.

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { ClassicLevel } from 'classic-level'

export type Rows = ClassicLevel<Uint8Array, Uint8Array>

const GROUP = [0x10, 0, 0, 0, 1]
export const KINDS = {
  directory: [0x01],
  'write number': [0x02],
  head: [...GROUP, 0],
  checkpoint: [...GROUP, 1],
  'log record': [...GROUP, 2],
  page: [...GROUP, 3],
  staging: [...GROUP, 4],
}
export type Kind = keyof typeof KINDS

/** Where the directories of a test are. */
export class Scratch {
  readonly path: string
  #copies = 0

  private constructor(path: string) {
    this.path = path
  }

  static async create(name: string): Promise<Scratch> {
    return new Scratch(await mkdtemp(join(tmpdir(), `quorumlite-${name}-`)))
  }

  async copyOf(directory: string): Promise<string> {
    const copy = join(this.path, `copy-${++this.#copies}`)
    await cp(directory, copy, { recursive: true })
    return copy
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}

export async function withRows(
  dataDir: string,
  work: (rows: Rows) => Promise<unknown>,
): Promise<void> {
  const options = { keyEncoding: 'view', valueEncoding: 'view' } as const
  const rows = new ClassicLevel<Uint8Array, Uint8Array>(join(dataDir, 'storage'), options)
  await rows.open()
  try {
    await work(rows)
  } finally {
    await rows.close()
  }
}

export async function keysOf(rows: Rows, kind: Kind): Promise<Uint8Array[]> {
  const gte = Uint8Array.from(KINDS[kind])
  const lt = gte.slice()
  lt[lt.length - 1]! += 1
  return await rows.keys({ gte, lt }).all()
}

export function middle<T>(items: readonly T[]): T {
  return items[Math.floor(items.length / 2)]!
}

/** The row as the node would have written it with this content. */
export function seal(key: Uint8Array, row: Uint8Array): Uint8Array {
  viewOf(row).setUint32(0, crc32(row.subarray(4), crc32(key)), true)
  return row
}

const HEAD_COMMIT = 40
const HEAD_LAST_INDEX = 64
const HEAD_LOG_CHECKSUM = 88
const FIRST_ENTRY = 32
const ENTRY_HEADER_BYTES = 16

/** Makes the last record of the log one of a single entry, as if it had been written so. */
export async function replaceLastEntry(rows: Rows, type: number, data: Uint8Array): Promise<void> {
  const key = (await keysOf(rows, 'log record')).at(-1)!
  const found = (await rows.get(key))!
  const row = new Uint8Array(FIRST_ENTRY + ENTRY_HEADER_BYTES + data.length)
  row.set(found.subarray(0, FIRST_ENTRY + ENTRY_HEADER_BYTES))
  row.set(data, FIRST_ENTRY + ENTRY_HEADER_BYTES)
  row[FIRST_ENTRY + 8] = type
  viewOf(row).setUint32(FIRST_ENTRY + 12, data.length, true)
  await rows.put(key, seal(key, row))
  await changeHead(rows, (head) => {
    head.setUint32(HEAD_LOG_CHECKSUM, viewOf(row).getUint32(0, true), true)
  })
}

/** As if the node had ended before it appended the last record. */
export async function dropLastRecord(rows: Rows): Promise<void> {
  const [before, last] = (await keysOf(rows, 'log record')).slice(-2) as [Uint8Array, Uint8Array]
  const checksum = viewOf((await rows.get(before))!).getUint32(0, true)
  const lastIndex = Number(viewOf(last).getBigUint64(10)) - 1
  await rows.del(last)
  await changeHead(rows, (head) => {
    head.setBigUint64(HEAD_COMMIT, BigInt(lastIndex), true)
    head.setBigUint64(HEAD_LAST_INDEX, BigInt(lastIndex), true)
    head.setUint32(HEAD_LOG_CHECKSUM, checksum, true)
  })
}

async function changeHead(rows: Rows, change: (head: DataView) => void): Promise<void> {
  const key = (await keysOf(rows, 'head'))[0]!
  const head = (await rows.get(key))!
  change(viewOf(head))
  await rows.put(key, seal(key, head))
}

export async function lastEntry(rows: Rows): Promise<Uint8Array> {
  const key = (await keysOf(rows, 'log record')).at(-1)!
  return (await rows.get(key))!.slice(FIRST_ENTRY + ENTRY_HEADER_BYTES)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
