// Where every row lives. Integers in keys are big-endian, so that LevelDB's bytewise order is the order of numbers.
// Group and generation stand in every key of a group: a snapshot is staged under the next generation, and one write to
// the group's head makes it the present one.

import assert from 'node:assert/strict'

const PREFIX = { directory: 0x01, write: 0x02, group: 0x10 } as const
const KIND = { head: 0, checkpoint: 1, log: 2, page: 3, staging: 4 } as const

/** Rows that belong to one generation of a group. */
export type GenerationKind = 'checkpoint' | 'log' | 'page'
export const GENERATION_KINDS: readonly GenerationKind[] = ['checkpoint', 'log', 'page']

export const GROUP_ID_MAX = 0xffff_fffe
export const GENERATION_MAX = 0xffff_ffff

/** At or above `gte` and below `lt`. */
export interface KeyRange {
  readonly gte: Uint8Array
  readonly lt: Uint8Array
}

export type RowName =
  | { readonly kind: 'directory' }
  | { readonly kind: 'write'; readonly slot: number }
  | { readonly kind: 'head'; readonly group: number }
  | { readonly kind: 'staging'; readonly group: number }
  | { readonly kind: 'checkpoint'; readonly group: number; readonly generation: number }
  | {
      readonly kind: 'log'
      readonly group: number
      readonly generation: number
      readonly firstIndex: number
    }
  | {
      readonly kind: 'page'
      readonly group: number
      readonly generation: number
      readonly database: number
      readonly pgno: number
    }

export function directoryKey(): Uint8Array {
  return Uint8Array.of(PREFIX.directory)
}

export function writeKey(slot: number): Uint8Array {
  return key([PREFIX.write], [slot])
}

export const WRITE_ROWS: KeyRange = {
  gte: Uint8Array.of(PREFIX.write),
  lt: Uint8Array.of(PREFIX.write + 1),
}

export const GROUP_ROWS: KeyRange = {
  gte: Uint8Array.of(PREFIX.group),
  lt: Uint8Array.of(PREFIX.group + 1),
}

export function headKey(group: number): Uint8Array {
  return groupKey(group, KIND.head)
}

/** What is staged of a snapshot, so that it can be gone on with. */
export function stagingKey(group: number): Uint8Array {
  return groupKey(group, KIND.staging)
}

export function checkpointKey(group: number, generation: number): Uint8Array {
  return groupKey(group, KIND.checkpoint, generation)
}

export function logKey(group: number, generation: number, firstIndex: number): Uint8Array {
  return groupKey(group, KIND.log, generation, high(firstIndex), low(firstIndex))
}

export function pageKey(
  group: number,
  generation: number,
  database: number,
  pgno: number,
): Uint8Array {
  return groupKey(group, KIND.page, generation, high(database), low(database), pgno)
}

export function generationRange(
  group: number,
  kind: GenerationKind,
  generation: number,
  end: number = generation + 1,
): KeyRange {
  const lt =
    end <= GENERATION_MAX ? groupKey(group, KIND[kind], end) : groupKey(group, KIND[kind] + 1)
  return { gte: groupKey(group, KIND[kind], generation), lt }
}

/** The pages of one database, or of all from `database` on if `end` is larger. */
export function pageRange(
  group: number,
  generation: number,
  database: number,
  end: number = database + 1,
): KeyRange {
  return {
    gte: pageKey(group, generation, database, 0),
    lt: pageKey(group, generation, end, 0),
  }
}

/** Undefined if the key is none of ours. */
export function parseKey(bytes: Uint8Array): RowName | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length === 1 && bytes[0] === PREFIX.directory) return { kind: 'directory' }
  if (bytes.length === 5 && bytes[0] === PREFIX.write) {
    return { kind: 'write', slot: view.getUint32(1) }
  }
  if (bytes.length < 6 || bytes[0] !== PREFIX.group) return undefined
  const group = view.getUint32(1)
  const kind = bytes[5]
  if (kind === KIND.head && bytes.length === 6) return { kind: 'head', group }
  if (kind === KIND.staging && bytes.length === 6) return { kind: 'staging', group }
  if (bytes.length < 10) return undefined
  const generation = view.getUint32(6)
  if (kind === KIND.checkpoint && bytes.length === 10) {
    return { kind: 'checkpoint', group, generation }
  }
  if (kind === KIND.log && bytes.length === 18) {
    return { kind: 'log', group, generation, firstIndex: readU64(view, 10) }
  }
  if (kind === KIND.page && bytes.length === 22) {
    const database = readU64(view, 10)
    return { kind: 'page', group, generation, database, pgno: view.getUint32(18) }
  }
  return undefined
}

/** The row in words, for an error that somebody reads at night. */
export function describeKey(bytes: Uint8Array): string {
  const name = parseKey(bytes)
  switch (name?.kind) {
    case 'directory':
      return 'the directory row'
    case 'write':
      return `write number row ${name.slot}`
    case 'head':
      return `the head of group ${name.group}`
    case 'staging':
      return `the staging row of group ${name.group}`
    case 'checkpoint':
      return `the checkpoint of group ${name.group}, generation ${name.generation}`
    case 'log':
      return `the log record of group ${name.group}, generation ${name.generation}, first index ${name.firstIndex}`
    case 'page':
      return `page ${name.pgno} of database ${name.database}, group ${name.group}, generation ${name.generation}`
    case undefined:
      return `the unknown key ${Buffer.from(bytes).toString('hex')}`
  }
}

function groupKey(group: number, kind: number, ...rest: number[]): Uint8Array {
  return key([PREFIX.group], [group], [kind], rest)
}

/** Alternating runs of single bytes (odd arguments) and 32-bit numbers (even arguments). */
function key(...runs: readonly (readonly number[])[]): Uint8Array {
  let length = 0
  for (let i = 0; i < runs.length; i++)
    length += (runs[i] as number[]).length * (i % 2 === 0 ? 1 : 4)
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  let offset = 0
  for (let i = 0; i < runs.length; i++) {
    for (const number of runs[i] as number[]) {
      assert(Number.isSafeInteger(number) && number >= 0 && number <= 0xffff_ffff, 'key field')
      if (i % 2 === 0) {
        bytes[offset] = number
        offset += 1
      } else {
        view.setUint32(offset, number)
        offset += 4
      }
    }
  }
  return bytes
}

function high(number: number): number {
  assert(Number.isSafeInteger(number) && number >= 0, 'key field of 64 bits')
  return Math.floor(number / 2 ** 32)
}

function low(number: number): number {
  return number % 2 ** 32
}

function readU64(view: DataView, offset: number): number {
  return view.getUint32(offset) * 2 ** 32 + view.getUint32(offset + 4)
}
