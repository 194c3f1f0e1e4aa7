// What must not outlive the benchmark, however it ends: processes that it started, directories that it made.

import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'

const children = new Set<ChildProcess>()
const directories = new Set<string>()

/** The process is killed when this one ends before it. */
export function endWithUs(child: ChildProcess): void {
  children.add(child)
  child.once('exit', () => children.delete(child))
}

/** Removed by `removeDirectory`, or when this process ends. */
export function makeDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `quorumlite-${name}-`))
  directories.add(directory)
  return directory
}

export function removeDirectory(directory: string): void {
  // A process that was killed a moment ago may still have made a file.
  rmSync(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 })
  directories.delete(directory)
}

function removeAll(): void {
  for (const child of children) child.kill('SIGKILL')
  for (const directory of directories) removeDirectory(directory)
}

/** For the process that the user started, once: also Ctrl-C leaves nothing behind. */
export function removeLeftoversAtExit(): void {
  process.once('exit', removeAll)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // By convention, a process that a signal ended has this status. 'exit' does the rest.
    process.once(signal, () => process.exit(128 + constants.signals[signal]))
  }
}
