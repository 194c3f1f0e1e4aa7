import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { cpus, release, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'

export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly os: string
  readonly node: string
}

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: `${process.platform} ${release()}`,
    node: process.version,
  }
}

const SAMPLES = 300
const APPEND_BYTES = 300

/** What no database that syncs can beat here: the median of small appends, each with fdatasync. */
export function measureSyncFloor(): number {
  const directory = mkdtempSync(join(tmpdir(), 'quorumlite-floor-'))
  const file = openSync(join(directory, 'append'), 'w')
  const times: number[] = []
  try {
    for (let i = 0; i < SAMPLES; i++) {
      const began = performance.now()
      writeSync(file, Buffer.alloc(APPEND_BYTES, i))
      fdatasyncSync(file)
      times.push(performance.now() - began)
    }
  } finally {
    closeSync(file)
    rmSync(directory, { recursive: true, force: true })
  }
  return times.toSorted((a, b) => a - b)[SAMPLES / 2]!
}
