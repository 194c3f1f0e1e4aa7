// Checking every table of a directory reads all of it, and takes a second for some hundred megabytes. A thread of its own
// does that, so that whoever opens the directory can get other things ready meanwhile.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'

import { findTableDamage } from './leveldb-table.ts'

/** Less is checked sooner than a thread has started. */
const THREAD_BYTES_MIN = 8 * 1024 * 1024

export interface TableCheck {
  readonly file: string
  /** Undefined if every block is as it was written. */
  readonly damage: string | undefined
}

/** Checks these files in order. Rejects if one cannot be read. */
export async function* checkTables(files: readonly string[]): AsyncGenerator<TableCheck> {
  if ((await totalBytes(files)) < THREAD_BYTES_MIN) {
    for (const file of files) yield checkTable(file)
    return
  }
  yield* checkInThread(files)
}

/** Synchronous, and into one buffer for all: this is most of what a start does, and nothing else has the thread then. */
export function checkTable(file: string): TableCheck {
  const descriptor = openSync(file, 'r')
  try {
    const length = fstatSync(descriptor).size
    if (buffer.length < length) buffer = Buffer.allocUnsafeSlow(length)
    let read = 0
    for (let count = -1; count !== 0 && read < length; read += count) {
      count = readSync(descriptor, buffer, read, length - read, read)
    }
    return { file, damage: findTableDamage(buffer.subarray(0, read)) }
  } finally {
    closeSync(descriptor)
  }
}

let buffer = Buffer.alloc(0)

/** The thread sends what it found, in order. Where it ends early, in an error or for want of memory, this thread goes on. */
async function* checkInThread(files: readonly string[]): AsyncGenerator<TableCheck> {
  const entry = import.meta.url.endsWith('.ts')
    ? '../dist/table-check-entry.js'
    : './table-check-entry.js'
  const worker = new Worker(new URL(entry, import.meta.url), { workerData: files })
  const arrived: TableCheck[] = []
  let ended = false
  let wake: () => void = () => undefined
  const end = (): void => {
    ended = true
    wake()
  }
  worker.on('message', (check: TableCheck) => {
    arrived.push(check)
    wake()
  })
  worker.on('error', end)
  worker.on('exit', end)
  try {
    for (const file of files) {
      if (arrived.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve))
      yield arrived.shift() ?? checkTable(file)
    }
  } finally {
    await worker.terminate()
  }
}

async function totalBytes(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}
