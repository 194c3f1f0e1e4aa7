import { encodeEntryPayload, type RequestKey } from '@quorumlite/wire'

export interface CommitEntry {
  readonly logClockMs: number
  readonly database: number
  readonly term: number
  readonly request: RequestKey
  readonly result: Uint8Array
  readonly baseSequence: number
  readonly pages: Uint8Array
}

const NO_PAGES = new Uint8Array(0)

/**
 * The data of the entries that carry one commit: a single one, or, above `partBytesMax`, the pieces and then the commit
 * that completes them. `commitId` must be unique within the term.
 */
export function encodeCommit(
  commit: CommitEntry,
  partBytesMax: number,
  commitId: number,
): Uint8Array[] {
  const { logClockMs, database, term, pages } = commit
  if (pages.length <= partBytesMax) return [encode(commit, pages, 0, 0)]
  const payloads: Uint8Array[] = []
  for (let offset = 0; offset < pages.length; offset += partBytesMax) {
    const value = {
      database,
      term,
      commitId,
      ordinal: payloads.length,
      pages: pages.subarray(offset, offset + partBytesMax),
    }
    payloads.push(encodeEntryPayload({ logClockMs, body: { kind: 'part', value } }))
  }
  payloads.push(encode(commit, NO_PAGES, payloads.length, commitId))
  return payloads
}

function encode(
  commit: CommitEntry,
  pages: Uint8Array,
  parts: number,
  commitId: number,
): Uint8Array {
  const { logClockMs, database, term, request, result, baseSequence } = commit
  return encodeEntryPayload({
    logClockMs,
    body: {
      kind: 'commit',
      value: { database, term, request, result, baseSequence, pages, parts, commitId },
    },
  })
}
