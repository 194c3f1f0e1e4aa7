// What a node tells a client has to be true when it leaves: the log has recorded it, and the node has published it.

import type { InlineNode } from '@quorumlite/node'

type Gateway = InlineNode['runtime']['service']['gateway']
type Submit = Gateway['writes']['submit']
type Key = Parameters<Submit>[0]
type Outcome = Parameters<Parameters<Submit>[3]>[0]

/** What is wrong with the answer to a numbered request; undefined if nothing is. */
export function falsehoodOf(gateway: Gateway, key: Key, outcome: Outcome): string | undefined {
  if (outcome.kind === 'failure') return undefined
  const { session, number } = key
  const { index, result } = outcome
  const answer = `node ${gateway.nodeId} answered request ${number} of session ${session} as of entry ${index}`
  const published = gateway.published.index
  if (index > published) return `${answer}, and had published up to ${published}`
  const lookup = gateway.state().sessions.lookup(session, number)
  if (lookup.kind === 'new') return `${answer}, which recorded nothing`
  // What was heard before may be forgotten.
  if (lookup.kind !== 'settled') return undefined
  const { request } = lookup
  if (request.index !== index) return `${answer}, and its record is in entry ${request.index}`
  if (!isEqual(request.result, result)) return `${answer}, and its record says something else`
  return undefined
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
