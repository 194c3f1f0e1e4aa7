import type { Engine, EngineSharing, PageStore, StoreAddress } from '@quorumlite/sqlite'
import type { Port } from '../port.ts'
import type { StoreListener } from './databases.ts'

/** What the service's own thread asks of the SQL worker, to read its pages itself. */
export type LocalCommand =
  | { readonly kind: 'attach' }
  /** The reader was disposed. */
  | { readonly kind: 'detach'; readonly reader: number }
  /** Of an evicted database. */
  | { readonly kind: 'want'; readonly name: string }

export type LocalReport =
  | { readonly kind: 'attached'; readonly sharing: EngineSharing; readonly reader: number }
  | { readonly kind: 'notShared' }
  | { readonly kind: 'opened'; readonly name: string; readonly store: StoreAddress }
  | { readonly kind: 'closing'; readonly name: string; readonly id: number }
  /** It has no store now, and gets one again when somebody wants it. */
  | { readonly kind: 'evicting'; readonly name: string; readonly id: number }
  | { readonly kind: 'evictedClosed'; readonly name: string }

/** Tells the service's own thread where the databases are. */
export class LocalReaders implements StoreListener {
  readonly #port: Port<LocalReport, LocalCommand>
  readonly #engine: Engine
  #want: (name: string) => void = () => undefined

  constructor(port: Port<LocalReport, LocalCommand>, engine: Engine) {
    this.#port = port
    this.#engine = engine
    port.onBatch((batch) => {
      for (const command of batch) {
        if (command.kind === 'attach') this.#attach()
        else if (command.kind === 'want') this.#want(command.name)
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

  evicting(name: string, store: PageStore): void {
    this.#port.post({ kind: 'evicting', name, id: store.address.id })
  }

  evictedClosed(name: string): void {
    this.#port.post({ kind: 'evictedClosed', name })
  }

  onWanted(want: (name: string) => void): void {
    this.#want = want
  }

  #attach(): void {
    const { sharing } = this.#engine
    if (!sharing) return this.#port.post({ kind: 'notShared' })
    this.#port.post({ kind: 'attached', sharing, reader: this.#engine.attachReader() })
  }
}
