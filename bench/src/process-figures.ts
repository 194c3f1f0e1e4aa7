// What Linux says of a process. Elsewhere there is no /proc, and the suites that need it fail.

import { readFileSync } from 'node:fs'

/** Bytes that the process had written to storage: pages of the page cache that it dirtied, in whole 4 KiB. */
export function diskBytesWritten(pid: number): number {
  return fieldOf(`/proc/${pid}/io`, 'write_bytes')
}

/** Anonymous resident memory in bytes: heaps, stacks and WASM memory of all threads, without mapped files. */
export function anonymousBytes(pid: number): number {
  return fieldOf(`/proc/${pid}/status`, 'RssAnon') * 1024
}

const TICKS_PER_SECOND = 100

/** Of all its threads so far, in the kernel too; NaN where there is no /proc, so that the rest can be measured. */
export function cpuSeconds(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN
  // proc(5): fields 14 and 15; the second, the name, may hold blanks.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
}

function fieldOf(file: string, name: string): number {
  const value = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1]
  if (value === undefined) throw new Error(`${file} does not tell ${name}`)
  return Number(value)
}
