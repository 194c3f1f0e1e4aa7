import type { Engine, EngineSharing, PageStore, StoreAddress } from '@quorumlite/sqlite'
import type { Port } from '../port.ts'
import type { StoreListener } from './databases.ts'

/** What the service's own thread asks of the SQL worker, to read its pages itself. */
export type LocalCommand =
  | { readonly kind: 'attach' }
  /** The reader was disposed. */
  | { readonly kind: 'detach'; readonly reader: number }

export type LocalReport =
  | { readonly kind: 'attached'; readonly sharing: EngineSharing; readonly reader: number }
  | { readonly kind: 'notShared' }
  | { readonly kind: 'opened'; readonly name: string; readonly store: StoreAddress }
  | { readonly kind: 'closing'; readonly name: string; readonly id: number }

/** Tells the service's own thread where the databases are. */
export class LocalReaders implements StoreListener {
  readonly #port: Port<LocalReport, LocalCommand>
  readonly #engine: Engine

  constructor(port: Port<LocalReport, LocalCommand>, engine: Engine) {
    this.#port = port
    this.#engine = engine
    port.onBatch((batch) => {
      for (const command of batch) {
        if (command.kind === 'attach') this.#attach()
        else engine.detachReader(command.reader)
      }
    })
  }

  opened(name: string, store: PageStore): void {
    this.#port.post({ kind: 'opened', name, store: store.address })
  }

  closing(name: string, store: PageStore): void {
    this.#port.post({ kind: 'closing', name, id: store.address.id })
  }

  #attach(): void {
    const { sharing } = this.#engine
    if (!sharing) return this.#port.post({ kind: 'notShared' })
    this.#port.post({ kind: 'attached', sharing, reader: this.#engine.attachReader() })
  }
}
