import type { Clock, Timer } from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import type { NodeLimits } from '../limits.ts'
import type { WriteOperation } from './write-operation.ts'

/** Bytes that the node may still write to the disk of its directory; undefined where nobody can tell. */
export type ReadFreeBytes = () => Promise<number | undefined>

export interface DiskSpaceEnvironment {
  readonly clock: Clock
  readonly read: ReadFreeBytes | undefined
  readonly limits: Pick<NodeLimits, 'diskReserveBytes' | 'diskCheckMs'>
  /** The reserve is broken, or whole again. */
  readonly onChange: () => void
}

/** So much more than the reserve has to be free before it counts as whole again, or it would go to and fro. */
const RECOVERED_AT = 1.1

const ENDING: ReadonlySet<string> = new Set(['outcome', 'commit', 'dropDatabase'])

/**
 * Watches the space of the node's disk. A write that finds no room ends the node, so writes are refused while there is
 * still room for what is under way: entries in flight, a checkpoint, a compaction.
 */
export class DiskSpace {
  readonly #env: DiskSpaceEnvironment
  #freeBytes: number | undefined
  #low = false
  #timer: Timer | undefined
  #stopped = false

  constructor(env: DiskSpaceEnvironment) {
    this.#env = env
  }

  get freeBytes(): number | undefined {
    return this.#freeBytes
  }

  get reserveBytes(): number {
    return this.#env.limits.diskReserveBytes
  }

  /** Less than the reserve is left. */
  get isLow(): boolean {
    return this.#low
  }

  /** DISK_LOW while the reserve is broken, but for what ends something or gives space back. */
  refusal(kind: WriteOperation['kind'] | 'begin'): QuorumliteError | undefined {
    if (!this.#low || ENDING.has(kind)) return undefined
    return new QuorumliteError(
      'DISK_LOW',
      `the leader's disk has ${this.#freeBytes} bytes left, and keeps ${this.reserveBytes} in reserve`,
    )
  }

  /** Resolves after the first look. */
  async start(): Promise<void> {
    const { read } = this.#env
    if (read && this.reserveBytes > 0) await this.#look(read)
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
  }

  async #look(read: ReadFreeBytes): Promise<void> {
    // A file system that does not answer is no reason to refuse writes; the next write will tell.
    const freeBytes = await read().catch(() => undefined)
    if (this.#stopped) return
    const { clock, limits, onChange } = this.#env
    this.#freeBytes = freeBytes
    this.#timer = clock.setTimer(limits.diskCheckMs, () => void this.#look(read))
    const limit = this.reserveBytes * (this.#low ? RECOVERED_AT : 1)
    const low = freeBytes !== undefined && freeBytes < limit
    if (low === this.#low) return
    this.#low = low
    onChange()
  }
}
