import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const LINES_MAX = 1_000
const PRIVATE_MODE = 0o600

/** Lines that were typed in earlier sessions, in a file of their owner's alone. */
export class History {
  readonly #file: string | undefined
  #failure: Error | undefined

  /** Without a file nothing is kept. */
  constructor(file: string | undefined) {
    this.#file = file
  }

  /** Why lines are not kept, if they cannot be. */
  get failure(): Error | undefined {
    return this.#failure
  }

  /** The latest first, as readline wants them. */
  load(): string[] {
    const file = this.#file
    if (file === undefined || !existsSync(file)) return []
    try {
      const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
      const kept = lines.slice(-LINES_MAX)
      // It grows by appending, so that two shells lose nothing of each other.
      if (lines.length > 2 * LINES_MAX) {
        writeFileSync(file, `${kept.join('\n')}\n`, { mode: PRIVATE_MODE })
      }
      return kept.toReversed()
    } catch (cause) {
      this.#failure = cause as Error
      return []
    }
  }

  add(line: string): void {
    if (this.#file === undefined || this.#failure || line.trim() === '') return
    try {
      appendFileSync(this.#file, `${line}\n`, { mode: PRIVATE_MODE })
    } catch (cause) {
      this.#failure = cause as Error
    }
  }
}

/** `$QUORUMLITE_HISTORY`, which switches it off if it is empty; else a file in the home directory. */
export function historyFile(env: NodeJS.ProcessEnv): string | undefined {
  const chosen = env['QUORUMLITE_HISTORY']
  if (chosen === '') return undefined
  return chosen ?? join(homedir(), '.quorumlite_history')
}
