import { encodeEntryPayload, type RequestKey } from '@quorumlite/wire'

/** What makes a commit, but for its pages. */
export interface CommitEntry {
  readonly logClockMs: number
  readonly database: number
  readonly term: number
  readonly request: RequestKey
  readonly result: Uint8Array
  readonly baseSequence: number
}

const NO_PARTS = { parts: 0, commitId: 0 }

/** The data of an entry that is a whole commit. */
export function encodeCommit(commit: CommitEntry, pages: Uint8Array): Uint8Array {
  return encode(commit, pages, NO_PARTS)
}

/** A part of a commit that is larger than one entry. `commitId` is unique within the term. */
export function encodePart(
  { logClockMs, database, term }: CommitEntry,
  commitId: number,
  ordinal: number,
  pages: Uint8Array,
): Uint8Array {
  const value = { database, term, commitId, ordinal, pages }
  return encodeEntryPayload({ logClockMs, body: { kind: 'part', value } })
}

/** The entry that completes `parts` parts: it counts them in `header`, and makes them a commit. */
export function encodeEnd(
  commit: CommitEntry,
  commitId: number,
  parts: number,
  header: Uint8Array,
): Uint8Array {
  return encode(commit, header, { parts, commitId })
}

function encode(
  { logClockMs, database, term, request, result, baseSequence }: CommitEntry,
  pages: Uint8Array,
  { parts, commitId }: { readonly parts: number; readonly commitId: number },
): Uint8Array {
  return encodeEntryPayload({
    logClockMs,
    body: {
      kind: 'commit',
      value: { database, term, request, result, baseSequence, pages, parts, commitId },
    },
  })
}
