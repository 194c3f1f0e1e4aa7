// What a group must hold, kept beside it in memory, and how to tell after a crash whether it does.

import assert from 'node:assert/strict'

import type { Entry, HardState } from '@quorumlite/raft'
import type { GroupStorage, NodeStorage, PageWrite } from '@quorumlite/storage'

export interface Model {
  readonly hardState: HardState
  /** What the last synced write knew of it. */
  readonly durableCommit: number
  readonly compactedIndex: number
  readonly compactedTerm: number
  /** After compactedIndex. */
  readonly entries: readonly Entry[]
  readonly checkpoint:
    | { readonly index: number; readonly term: number; readonly state: string }
    | undefined
  readonly target: number | undefined
  /** "database/page number" to the byte that fills the page. */
  readonly pages: ReadonlyMap<string, number>
}

export const EMPTY_MODEL: Model = {
  hardState: { term: 0, vote: 0, commit: 0 },
  durableCommit: 0,
  compactedIndex: 0,
  compactedTerm: 0,
  entries: [],
  checkpoint: undefined,
  target: undefined,
  pages: new Map(),
}

/** One call, or a few that belong together, and what they change. */
export interface Operation {
  readonly name: string
  run(storage: NodeStorage): Promise<void>
  readonly after: Model
  /** A crash within may leave some pages old and some new. */
  readonly pagesMayMix: boolean
}

export const GROUP = 1

export function lastIndexOf(model: Model): number {
  return model.compactedIndex + model.entries.length
}

export function termAt(model: Model, index: number): number {
  if (index === model.compactedIndex) return model.compactedTerm
  return (model.entries[index - model.compactedIndex - 1] as Entry).term
}

export function lastTermOf(model: Model): number {
  return termAt(model, lastIndexOf(model))
}

export function entry(index: number, term: number, salt: number): Entry {
  return { index, term, type: 0, data: Uint8Array.from([index % 256, term % 256, salt % 256]) }
}

export function pageKey(database: number, pgno: number): string {
  return `${database}/${pgno}`
}

export function pageWrite(key: string, fill: number | undefined): PageWrite {
  const [database, pgno] = key.split('/').map(Number) as [number, number]
  if (fill === undefined) return { database, pgno, data: undefined, hash: undefined }
  return {
    database,
    pgno,
    data: new Uint8Array(64).fill(fill),
    hash: new Uint8Array(8).fill(fill),
  }
}

export async function pagesOf(group: GroupStorage): Promise<Map<string, number>> {
  const pages = new Map<string, number>()
  for (const database of await group.databasesWithPages()) {
    for await (const batch of group.readPages(database)) {
      for (const { pgno, data, hash } of batch) {
        assert.equal(hash[0], data[0])
        pages.set(pageKey(database, pgno), data[0] as number)
      }
    }
  }
  return pages
}

/**
 * Throws unless the group holds what was acknowledged (`before`) or, all at once, what the call that a crash
 * interrupted would have made of it. Returns what it holds.
 */
export async function verifyGroup(
  group: GroupStorage,
  before: Model,
  interrupted?: Operation,
): Promise<Model> {
  const pages = await pagesOf(group)
  const candidates = interrupted === undefined ? [before] : [before, interrupted.after]
  const failures: string[] = []
  for (const candidate of candidates) {
    try {
      verifyPosition(group, candidate)
      const mixed = interrupted?.pagesMayMix === true
      verifyPages(pages, mixed ? [before, interrupted.after] : [candidate])
      const { commit } = group.initialState().hardState
      verifyCommit(commit, before, interrupted?.after ?? before)
      return {
        ...candidate,
        hardState: { ...candidate.hardState, commit },
        durableCommit: commit,
        pages,
      }
    } catch (error) {
      failures.push((error as Error).message)
    }
  }
  throw new Error(
    `neither before nor after ${interrupted?.name ?? 'the crash'}:\n${failures.join('\n')}`,
  )
}

function verifyPosition(group: GroupStorage, model: Model): void {
  const { term, vote } = group.initialState().hardState
  const { checkpoint } = group
  const found = {
    term,
    vote,
    firstIndex: group.firstIndex(),
    lastIndex: group.lastIndex(),
    compactedTerm: group.term(group.firstIndex() - 1),
    checkpoint: checkpoint && {
      index: checkpoint.index,
      term: checkpoint.term,
      state: new TextDecoder().decode(checkpoint.state),
    },
    target: group.checkpointTarget,
    entries: group
      .entries(group.firstIndex(), group.lastIndex() + 1, Number.MAX_SAFE_INTEGER)
      .map((found) => [found.index, found.term, group.term(found.index), [...found.data]]),
  }
  assert.deepEqual(found, {
    term: model.hardState.term,
    vote: model.hardState.vote,
    firstIndex: model.compactedIndex + 1,
    lastIndex: lastIndexOf(model),
    compactedTerm: model.compactedTerm,
    checkpoint: model.checkpoint,
    target: model.target,
    entries: model.entries.map(({ index, term, data }) => [index, term, term, [...data]]),
  })
}

function verifyPages(found: ReadonlyMap<string, number>, allowed: readonly Model[]): void {
  const keys = new Set([...found.keys(), ...allowed.flatMap(({ pages }) => [...pages.keys()])])
  for (const key of keys) {
    const values = allowed.map(({ pages }) => pages.get(key))
    assert.ok(
      values.includes(found.get(key)),
      `page ${key}: ${found.get(key)} instead of ${values.join(' or ')}`,
    )
  }
}

/** A commit index alone may be lost, but never what a synced write knew, nor may it run ahead. */
function verifyCommit(commit: number, before: Model, after: Model): void {
  const floor = Math.max(before.durableCommit, before.checkpoint?.index ?? 0)
  const ceiling = Math.max(
    before.hardState.commit,
    after.hardState.commit,
    after.checkpoint?.index ?? 0,
  )
  assert.ok(commit >= floor && commit <= ceiling, `commit ${commit} not in ${floor}..${ceiling}`)
}
