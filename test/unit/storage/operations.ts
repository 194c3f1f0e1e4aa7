// Operations for crash tests: what a node does to its storage, each with what it must have changed.

import type { Entry } from '@quorumlite/raft'

import type { Model, Operation } from './model.ts'
import { entry, GROUP, lastIndexOf, lastTermOf, pageKey, pageWrite, termAt } from './model.ts'

/** Appends after `from - 1`, in place of what is there. */
export function append(model: Model, from: number, count: number, salt: number): Operation {
  const conflicts = from <= lastIndexOf(model)
  const term = conflicts ? lastTermOf(model) + 1 : Math.max(1, lastTermOf(model))
  const entries: Entry[] = []
  for (let i = 0; i < count; i++) entries.push(entry(from + i, term, salt))
  const known = model.hardState
  const hardState =
    term > known.term ? { term, vote: 1 + (salt % 3), commit: known.commit } : { ...known }
  const kept = model.entries.slice(0, from - model.compactedIndex - 1)
  return {
    name: `append ${from}..${from + count - 1} of term ${term}`,
    run: (storage) => storage.group(GROUP).append({ hardState, entries }),
    after: { ...model, hardState, durableCommit: hardState.commit, entries: [...kept, ...entries] },
    pagesMayMix: false,
  }
}

export function vote(model: Model, candidate: number): Operation {
  const hardState = {
    term: model.hardState.term + 1,
    vote: candidate,
    commit: model.hardState.commit,
  }
  return {
    name: `vote for ${candidate} in term ${hardState.term}`,
    run: (storage) => storage.group(GROUP).append({ hardState }),
    after: { ...model, hardState, durableCommit: hardState.commit },
    pagesMayMix: false,
  }
}

export function commit(model: Model, index: number): Operation {
  const hardState = { ...model.hardState, commit: index }
  return {
    name: `commit ${index}`,
    run: (storage) => storage.group(GROUP).append({ hardState }),
    after: { ...model, hardState },
    pagesMayMix: false,
  }
}

export function beginCheckpoint(model: Model, target: number): Operation {
  return {
    name: `begin a checkpoint at ${target}`,
    run: (storage) => storage.group(GROUP).beginCheckpoint(target),
    after: { ...model, target, durableCommit: model.hardState.commit },
    pagesMayMix: false,
  }
}

export function writePages(
  model: Model,
  changes: ReadonlyMap<string, number | undefined>,
): Operation {
  const pages = new Map(model.pages)
  for (const [key, fill] of changes) {
    if (fill === undefined) pages.delete(key)
    else pages.set(key, fill)
  }
  const writes = [...changes].map(([key, fill]) => pageWrite(key, fill))
  return {
    name: `write ${changes.size} pages`,
    run: (storage) => storage.group(GROUP).writePages(writes),
    after: { ...model, pages },
    pagesMayMix: true,
  }
}

export function dropDatabase(model: Model, database: number): Operation {
  const pages = new Map([...model.pages].filter(([key]) => !key.startsWith(`${database}/`)))
  return {
    name: `drop the pages of database ${database}`,
    run: (storage) => storage.group(GROUP).dropDatabasePages(database),
    after: { ...model, pages },
    pagesMayMix: true,
  }
}

export function finishCheckpoint(model: Model, salt: number): Operation {
  const index = model.target as number
  const checkpoint = { index, term: termAt(model, index), state: `state ${index} ${salt}` }
  return {
    name: `finish the checkpoint at ${index}`,
    run: (storage) => storage.group(GROUP).finishCheckpoint(encoded(checkpoint)),
    after: { ...model, checkpoint, target: undefined, durableCommit: model.hardState.commit },
    pagesMayMix: false,
  }
}

export function compact(model: Model, through: number): Operation {
  const after =
    through <= model.compactedIndex
      ? model
      : {
          ...model,
          compactedIndex: through,
          compactedTerm: termAt(model, through),
          entries: model.entries.slice(through - model.compactedIndex),
        }
  return {
    name: `compact through ${through}`,
    run: (storage) => storage.group(GROUP).compact(through),
    after,
    pagesMayMix: false,
  }
}

export function install(model: Model, index: number, term: number, salt: number): Operation {
  const pages = new Map([1, 2, 3, 4].map((pgno) => [pageKey(1 + (salt % 2), pgno), salt % 256]))
  const hardState = {
    term: Math.max(model.hardState.term, term),
    vote: term > model.hardState.term ? 0 : model.hardState.vote,
    commit: index,
  }
  const checkpoint = { index, term, state: `snapshot ${index}` }
  return {
    name: `install a snapshot at ${index}`,
    async run(storage) {
      const staging = await storage.group(GROUP).beginInstall()
      const writes = [...pages].map(([key, fill]) => pageWrite(key, fill))
      await staging.putPages(writes.slice(0, 2))
      await staging.putPages(writes.slice(2))
      await staging.finish(encoded(checkpoint), hardState)
    },
    after: {
      hardState,
      durableCommit: index,
      compactedIndex: index,
      compactedTerm: term,
      entries: [],
      checkpoint,
      target: undefined,
      pages,
    },
    pagesMayMix: false,
  }
}

/** A snapshot of what changed, in two steps of which the second could come from another node. */
export function installChanges(
  model: Model,
  index: number,
  term: number,
  changes: ReadonlyMap<string, number | undefined>,
): Operation {
  const whole = install(model, index, term, 0)
  const pages = new Map(model.pages)
  for (const [key, fill] of changes) {
    if (fill === undefined) pages.delete(key)
    else pages.set(key, fill)
  }
  const entries = model.entries.filter((entry) => entry.index > index)
  const keepsLog = index <= lastIndexOf(model) && termAt(model, index) === term
  return {
    name: `install the changes of a snapshot at ${index}`,
    async run(storage) {
      const group = storage.group(GROUP)
      const staging = await group.beginInstall({ merge: true })
      const writes = [...changes].map(([key, fill]) => pageWrite(key, fill))
      const half = Math.ceil(writes.length / 2)
      await staging.putPages(writes.slice(0, half), {
        through: writes[half - 1] as (typeof writes)[number],
        index: index - 1,
      })
      await staging.putPages(writes.slice(half), {
        through: writes.at(-1) as (typeof writes)[number],
        index,
      })
      const { checkpoint } = whole.after
      if (!checkpoint) throw new Error('an install has a checkpoint')
      await staging.finish(encoded(checkpoint), whole.after.hardState)
    },
    after: { ...whole.after, entries: keepsLog ? entries : [], pages },
    pagesMayMix: false,
  }
}

export function abandonInstall(model: Model, salt: number): Operation {
  return {
    name: 'stage a snapshot and abort it',
    async run(storage) {
      const staging = await storage.group(GROUP).beginInstall()
      await staging.putPages([pageWrite(pageKey(7, 1), salt % 256), pageWrite(pageKey(7, 2), 1)])
      await staging.abort()
    },
    after: model,
    pagesMayMix: false,
  }
}

function encoded(checkpoint: { index: number; term: number; state: string }): {
  index: number
  term: number
  confState: typeof CONF_STATE
  state: Uint8Array
} {
  return { ...checkpoint, confState: CONF_STATE, state: new TextEncoder().encode(checkpoint.state) }
}

const CONF_STATE = {
  voters: [1],
  learners: [],
  votersOutgoing: [],
  learnersNext: [],
  autoLeave: false,
}
