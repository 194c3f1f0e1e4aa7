// The byte tables of docs/formats.md against the rows that a storage writes: a table that leaves a byte out, or has one
// twice, is wrong; one whose end is not that of the row is, too.

import { createVolatileDisk, openStorage } from '@quorumlite/storage'
import { describe, expect, test } from 'vitest'
import { read } from '../architecture/sources.ts'
import { liveThrough } from '../unit/storage/life.ts'

interface Field {
  readonly offset: number
  /** Undefined: what is left. */
  readonly bytes: number | undefined
}

const HEADER = 'Every value begins with'
const ROWS: Record<string, readonly number[]> = {
  Directory: [0x01],
  'Write numbers': [0x02],
  'Head of a group': [0x10, 0, 0, 0, 1, 0],
  'Log record': [0x10, 0, 0, 0, 1, 2],
  Checkpoint: [0x10, 0, 0, 0, 1, 1],
  Page: [0x10, 0, 0, 0, 1, 3],
}

function tableUnder(heading: string): Field[] {
  const section = read('docs/formats.md').split(`### ${heading}\n`)[1]!.split('\n### ')[0]!
  const cells = [...section.matchAll(/^\| (\d*) ?\| (u\d+|\d+|rest)? ?\|/gm)]
  // What has no offset follows something of a length that varies.
  return cells.flatMap(([, offset, type]) =>
    offset === '' ? [] : [{ offset: Number(offset), bytes: sizeOf(type) }],
  )
}

function sizeOf(type: string | undefined): number | undefined {
  if (type === undefined || type === 'rest') return undefined
  const bits = /^u(8|16|32|64)$/.exec(type)?.[1]
  return bits === undefined ? Number(type) : Number(bits) / 8
}

function isContiguous(fields: readonly Field[], from: number): boolean {
  let end: number | undefined = from
  for (const { offset, bytes } of fields) {
    if (offset !== end) return false
    end = bytes === undefined ? undefined : offset + bytes
  }
  return true
}

describe('docs/formats.md', () => {
  test('has a whole table for what every value begins with', () => {
    const fields = tableUnder(HEADER)
    expect(isContiguous(fields, 0)).toBe(true)
    expect(fields.at(-1)).toEqual({ offset: 8, bytes: 8 })
  })

  test('has a whole table for every kind of row, as long as the row', async () => {
    const disk = createVolatileDisk({ random: { next: () => 0.5 } })
    const storage = await openStorage({ level: disk.openLevel() })
    await liveThrough(storage)
    await storage.close()
    const level = disk.openLevel()
    await level.open()
    const rows = await level.iterator().all()
    await level.close()
    for (const [heading, prefix] of Object.entries(ROWS)) {
      const fields = tableUnder(heading)
      expect(fields.length, heading).toBeGreaterThan(0)
      // The number of the write stands in the header, and in the table of write numbers again.
      const own = fields.filter(({ offset }) => offset >= 16)
      expect(isContiguous(own, 16), heading).toBe(true)
      const found = rows.filter(([key]) => prefix.every((byte, i) => key[i] === byte))
      expect(found.length, heading).toBeGreaterThan(0)
      const { offset, bytes } = own.at(-1)!
      const isFixed = bytes !== undefined
      for (const [, value] of found) {
        if (isFixed) expect(value.length, heading).toBe(offset + bytes)
        else expect(value.length, heading).toBeGreaterThan(offset)
      }
    }
  })
})
