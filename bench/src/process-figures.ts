// What Linux says of a process. Elsewhere there is no /proc, and these suites say so.

import { readFileSync } from 'node:fs'

/** Bytes that the process had written to storage: pages of the page cache that it dirtied, in whole 4 KiB. */
export function diskBytesWritten(pid: number): number {
  return fieldOf(`/proc/${pid}/io`, 'write_bytes')
}

/** Anonymous resident memory in bytes: heaps, stacks and WASM memory of all threads, without mapped files. */
export function anonymousBytes(pid: number): number {
  return fieldOf(`/proc/${pid}/status`, 'RssAnon') * 1024
}

function fieldOf(file: string, name: string): number {
  const value = new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(file, 'utf8'))?.[1]
  if (value === undefined) throw new Error(`${file} does not tell ${name}`)
  return Number(value)
}
