import type { CreateStore, DropStore, ForkStore, LimitSize } from '../sql/messages.ts'
import type { Catalogue } from './state/catalogue.ts'
import type { Effect } from './state/replicated-state.ts'

type CatalogueEffect = Extract<Effect, { kind: 'created' | 'copied' | 'dropped' }>

/** What the SQL half does about a database that came or went. `verify`: no recovery replays over pages that ran ahead. */
export function storeCommand(
  effect: CatalogueEffect,
  verify: boolean,
): CreateStore | ForkStore | DropStore {
  const { id: database, name, family, pageCount, checksum } = effect.database
  switch (effect.kind) {
    case 'created':
      return { kind: 'createStore', database, name, family, page1: ownCopy(effect.page1) }
    case 'copied': {
      const source = effect.source.id
      return { kind: 'forkStore', database, name, family, source, pageCount, checksum, verify }
    }
    case 'dropped':
      return { kind: 'dropStore', database }
  }
}

/** What size limits a state has: that of all which have none of their own, and those. */
export function sizeLimitCommands(catalogue: Catalogue): LimitSize[] {
  const own = [...catalogue.all()].filter(({ pagesMax }) => pagesMax > 0)
  return [
    { kind: 'limitSize', database: 0, pagesMax: catalogue.defaultPagesMax },
    ...own.map(({ id, pagesMax }) => ({ kind: 'limitSize', database: id, pagesMax }) as const),
  ]
}

/** What goes to another thread must not be a view into the log's memory. */
export function ownCopy(bytes: Uint8Array): Uint8Array {
  return bytes.slice()
}
