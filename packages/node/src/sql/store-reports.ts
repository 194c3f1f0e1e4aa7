import type { PageStore } from '@quorumlite/sqlite'
import type { AttachReader, DetachReader } from './store-messages.ts'
import { failure } from './sql-failure.ts'
import type { SqlEnvironment } from './sql-environment.ts'

/** Tells the consensus half where the pages of databases are, once it has asked. */
export class StoreReports {
  readonly #env: Pick<SqlEnvironment, 'engine' | 'report'>
  #isWanted = false

  constructor(env: Pick<SqlEnvironment, 'engine' | 'report'>) {
    this.#env = env
  }

  handle(
    command: AttachReader | DetachReader,
    stores: Iterable<readonly [number, PageStore]>,
  ): void {
    if (command.kind === 'attachReader') this.#attach(command, stores)
    else this.#env.engine.detachReader(command.reader)
  }

  opened(database: number, store: PageStore): void {
    if (!this.#isWanted) return
    this.#env.report({ kind: 'storeOpened', database, store: store.address })
  }

  closing(database: number): void {
    if (this.#isWanted) this.#env.report({ kind: 'storeClosing', database })
  }

  #attach({ ticket }: AttachReader, stores: Iterable<readonly [number, PageStore]>): void {
    const { engine } = this.#env
    const { sharing } = engine
    if (!sharing) {
      const why = failure('UNAVAILABLE', 'the memory of the SQL half is not shared')
      return this.#env.report({ kind: 'refused', ticket, failure: why })
    }
    this.#isWanted = true
    for (const [database, store] of stores) this.opened(database, store)
    const reader = engine.attachReader()
    this.#env.report({ kind: 'readerAttached', ticket, sharing, reader })
  }
}
