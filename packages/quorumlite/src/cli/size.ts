// Sizes as people write and read them.

import { PAGE_BYTES, QuorumliteError } from '@quorumlite/wire'

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
}

/**
 * Bytes: `512MiB`, `2GiB`, `1.5 GiB`, `1048576`. Null of `none`.
 *
 * @throws QuorumliteError INVALID_ARGUMENT
 */
export function parseSize(text: string): number | null {
  if (text === 'none') return null
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?) ?([KMG]iB)?$/i.exec(text) ?? []
  const factor = UNITS[unit.toUpperCase()]
  if (digits !== undefined && factor !== undefined) return Math.floor(Number(digits) * factor)
  const message = `a size is like 512MiB, 2GiB or 1048576 (bytes), or none, not '${text}'`
  throw new QuorumliteError('INVALID_ARGUMENT', message)
}

export function toMib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1)
}

export function pagesToMib(pages: number): string {
  return toMib(pages * PAGE_BYTES)
}
