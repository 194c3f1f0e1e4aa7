import { join as joinPath } from 'node:path'
import { createEngine, PageStoreError, type Engine } from '@quorumlite/sqlite'
import {
  inspectStorage,
  type GroupStorage,
  type InspectionProgress,
  type StorageInspection,
} from '@quorumlite/storage'
import { QuorumliteError, decodeEntryPayload } from '@quorumlite/wire'
import { decodeConfChange, EntryType } from '@quorumlite/raft'
import { FIRST_GROUP } from './consensus/consensus-service.ts'
import { readCommitHeader } from './consensus/state/commit-header.ts'
import { ReplicatedState } from './consensus/state/replicated-state.ts'
import { STORAGE_DIRECTORY } from './node-directory.ts'

export interface VerifyOptions {
  readonly onProgress?: (progress: InspectionProgress) => void
}

/** What was looked at in the directory of a node, and what is wrong there. */
export interface DirectoryVerification extends StorageInspection {
  readonly databases: readonly VerifiedDatabase[]
  readonly pages: number
  /** Entries of the log. */
  readonly entries: number
  readonly sound: boolean
}

export interface VerifiedDatabase {
  readonly name: string
  readonly pages: number
  /** What the checkpoint says it is. */
  readonly checksum: string
  /**
   * `matches` its pages; `differs`; `replay`: a checkpoint was being written when the node ended, so some pages are newer than
   * it, and only a start, which replays the log, can tell.
   */
  readonly content: 'matches' | 'differs' | 'replay'
}

/**
 * Checks the directory of a node that does not run: every file of LevelDB, every row, every page against its hash, the log
 * from its first entry to its last, and each database against its checksum. Changes nothing. Needs memory for the largest
 * database, and room on the disk for a copy of LevelDB's log.
 *
 * @throws QuorumliteError STORAGE_LOCKED (a process has it open), INVALID_ARGUMENT (there is no node)
 * @example
 * const { sound, findings } = await verifyDirectory('data/node-1')
 * for (const { message, hint } of findings) console.error(message, hint)
 */
export async function verifyDirectory(
  dataDir: string,
  options: VerifyOptions = {},
): Promise<DirectoryVerification> {
  const { onProgress } = options
  const content = { databases: [] as VerifiedDatabase[], pages: 0, entries: 0 }
  const inspection = await inspectStorage(joinPath(dataDir, STORAGE_DIRECTORY), {
    ...(onProgress && { onProgress }),
    within: async (storage, report) => {
      const group = storage.group(FIRST_GROUP)
      content.entries = readEntries(group, report)
      await verifyDatabases(group, content, report, onProgress)
    },
  })
  return { ...inspection, ...content, sound: inspection.findingsTotal === 0 }
}

const ENTRIES_BYTES = 8 << 20

function readEntries(group: GroupStorage, report: (error: unknown) => void): number {
  const end = group.lastIndex() + 1
  let entries = 0
  for (let next = group.firstIndex(); next < end;) {
    const read = group.entries(next, end, ENTRIES_BYTES)
    for (const { index, type, data } of read) {
      entries += 1
      if (data.length === 0) continue
      try {
        readEntry(type, data)
      } catch (cause) {
        report(damagedEntry(index, cause))
      }
    }
    next += read.length
  }
  return entries
}

/** As far as it can be read without being applied. */
function readEntry(type: EntryType, data: Uint8Array): void {
  if (type === EntryType.confChange) {
    const change = decodeConfChange(data)
    if (!change) throw new QuorumliteError('FORMAT_VERSION', 'it changes the configuration')
    return
  }
  const { body } = decodeEntryPayload(data)
  if (body.kind === 'commit') readCommitHeader(body.value.pages)
}

async function verifyDatabases(
  group: GroupStorage,
  content: { databases: VerifiedDatabase[]; pages: number },
  report: (error: unknown) => void,
  onProgress?: (progress: InspectionProgress) => void,
): Promise<void> {
  const { checkpoint, checkpointTarget } = group
  if (!checkpoint) return
  const all = [...ReplicatedState.decode(checkpoint.state).catalogue.all()]
  const total = all.reduce((pages, { pageCount }) => pages + pageCount, 0)
  using engine = await createEngine()
  for (const database of all) {
    const { name, checksum } = database
    const exact = checkpointTarget === undefined
    const { pages, isSound } = await verifyPages(engine, group, database, exact, report, (read) =>
      onProgress?.({ phase: 'databases', done: content.pages + read, total }),
    )
    content.pages += pages
    const found = exact ? 'matches' : 'replay'
    content.databases.push({ name, pages, checksum, content: isSound ? found : 'differs' })
  }
}

async function verifyPages(
  engine: Engine,
  group: GroupStorage,
  {
    id,
    name,
    pageCount,
    checksum,
  }: { id: number; name: string; pageCount: number; checksum: string },
  exact: boolean,
  report: (error: unknown) => void,
  onRead: (pages: number) => void,
): Promise<{ pages: number; isSound: boolean }> {
  const store = engine.createStore(`verify-${id}`)
  const writer = store.restore()
  let pages = 0
  let isSound = true
  const find = (why: string, cause: unknown): void => {
    isSound = false
    report(damagedDatabase(name, why, cause))
  }
  try {
    for await (const batch of group.readPages(id)) {
      for (const { pgno, data, hash } of batch) {
        try {
          writer.put(pgno, data, hash)
        } catch (cause) {
          if (!(cause instanceof PageStoreError) || cause.code !== 'PAGE_DAMAGED') throw cause
          find(`page ${pgno} does not match its hash`, cause)
        }
      }
      pages += batch.length
      onRead(pages)
    }
    if (!exact || !isSound) return { pages, isSound }
    try {
      writer.finish(pageCount, checksum)
    } catch (cause) {
      if (!(cause instanceof PageStoreError)) throw cause
      find(
        `its ${pages} pages do not make up its checksum ${checksum}: one is missing, or is another`,
        cause,
      )
    }
    return { pages, isSound }
  } finally {
    if (!store.closed) store[Symbol.dispose]()
  }
}

function damagedDatabase(name: string, why: string, cause: unknown): QuorumliteError {
  return new QuorumliteError('STORAGE_DAMAGED', `database '${name}' is damaged: ${why}`, { cause })
}

function damagedEntry(index: number, cause: unknown): QuorumliteError {
  if (cause instanceof QuorumliteError && cause.code === 'FORMAT_VERSION') {
    return new QuorumliteError(cause.code, `entry ${index}: ${cause.message}`, { cause })
  }
  const why = cause instanceof Error ? cause.message : String(cause)
  return new QuorumliteError('STORAGE_DAMAGED', `entry ${index} of the log is damaged: ${why}`, {
    cause,
  })
}
