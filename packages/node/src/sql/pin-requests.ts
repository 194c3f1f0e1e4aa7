import type { Failure } from '@quorumlite/wire'
import type { Databases } from './databases.ts'
import type { EvictedDatabases } from './evicted-databases.ts'
import type { PinStores, ReadPinned } from './pin-messages.ts'
import { failure } from './sql-failure.ts'
import type { SqlEnvironment } from './sql-environment.ts'

/** What checkpoints ask for: versions that stay while they are read. */
export class PinRequests {
  readonly #env: SqlEnvironment
  readonly #databases: Databases
  readonly #evicted: EvictedDatabases

  constructor(env: SqlEnvironment, databases: Databases, evicted: EvictedDatabases) {
    this.#env = env
    this.#databases = databases
    this.#evicted = evicted
  }

  /** Answered when databases that are being loaded have come to this place in the order of commands. */
  pin({ ticket, pin }: PinStores): void {
    const { pins } = this.#databases
    const resident = this.#env.withMemory(() => pins.pin(pin, this.#databases.entries()))
    const evicted = this.#evicted.pin(pin)
    pins.whenComplete(pin, evicted.awaited, (later) => {
      if (!later) return this.#env.report({ kind: 'refused', ticket, failure: replaced() })
      const stores = [...resident, ...evicted.stores, ...later]
      this.#env.report({ kind: 'pinned', ticket, pin, stores })
    })
  }

  read(command: ReadPinned): void {
    const { ticket, pin, database } = command
    const found = this.#databases.pins.read(pin, database, command)
    if (!found) return this.#env.report({ kind: 'refused', ticket, failure: replaced() })
    const { pages, next, buffer } = found
    this.#env.report({ kind: 'pinnedPages', ticket, pages, next }, [buffer])
  }
}

function replaced(): Failure {
  return failure('ABORTED', 'the pinned versions were replaced by a snapshot')
}
