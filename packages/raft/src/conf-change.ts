// Changes of the configuration and their binary form in an entry.

import type { NodeId } from './entry.ts'

/** What happens to one node. The numbers are part of the log format: never change or reuse one. */
export const ConfChangeType = {
  /** Becomes a voter; a learner is promoted. */
  addVoter: 1,
  /** Becomes a learner; a voter is demoted. */
  addLearner: 2,
  remove: 3,
  /** Changes nothing for Raft: carries the caller's `context` (a new address, say) through the log. */
  update: 4,
} as const
export type ConfChangeType = (typeof ConfChangeType)[keyof typeof ConfChangeType]

/** How a change is carried out. The numbers are part of the log format: never change or reuse one. */
export const ConfChangeTransition = {
  /** One step if at most one node changes, otherwise joint and left by the leader. Without changes: leave now. */
  auto: 0,
  /** Joint, and left by the leader as soon as it has applied it. */
  jointImplicit: 1,
  /** Joint until the caller proposes an empty `auto` change. */
  jointExplicit: 2,
} as const
export type ConfChangeTransition = (typeof ConfChangeTransition)[keyof typeof ConfChangeTransition]

export interface ConfChangeSingle {
  readonly type: ConfChangeType
  readonly nodeId: NodeId
}

export interface ConfChange {
  readonly transition: ConfChangeTransition
  readonly changes: readonly ConfChangeSingle[]
  /** The caller's own bytes (addresses, keys, a join token), carried with the change and not looked at. */
  readonly context: Uint8Array
}

/** One change that needs no joint configuration. */
export function singleConfChange(
  type: ConfChangeType,
  nodeId: NodeId,
  context: Uint8Array = NO_BYTES,
): ConfChange {
  return { transition: ConfChangeTransition.auto, changes: [{ type, nodeId }], context }
}

/**
 * The binary form, for the data of an entry. Leaving the joint configuration is no bytes at all, so that no limit of
 * size can stand in its way. Otherwise: a byte of format (1), a byte of transition, the number of changes, per change a
 * byte of type and the node id, then the context to the end. Numbers are LEB128.
 */
export function encodeConfChange(change: ConfChange): Uint8Array {
  const { transition, changes, context } = change
  if (transition === ConfChangeTransition.auto && changes.length === 0 && context.length === 0) {
    return NO_BYTES
  }
  const head = [FORMAT, transition]
  pushNumber(head, changes.length)
  for (const { type, nodeId } of changes) {
    head.push(type)
    pushNumber(head, nodeId)
  }
  const bytes = new Uint8Array(head.length + context.length)
  bytes.set(head)
  bytes.set(context, head.length)
  return bytes
}

/** The reverse; undefined for bytes that `encodeConfChange` did not make. The context is a view of `bytes`. */
export function decodeConfChange(bytes: Uint8Array): ConfChange | undefined {
  if (bytes.length === 0) {
    return { transition: ConfChangeTransition.auto, changes: [], context: NO_BYTES }
  }
  const cursor = { bytes, at: 2 }
  const transition = bytes[1] as ConfChangeTransition
  const count = readNumber(cursor)
  // Every change takes two bytes at least: a count beyond the input must not make us reserve room for it.
  if (bytes[0] !== FORMAT || count === undefined || count > bytes.length / 2) {
    return undefined
  }
  const changes: ConfChangeSingle[] = []
  for (let i = 0; i < count; i++) {
    const type = bytes[cursor.at++] as ConfChangeType
    const nodeId = readNumber(cursor)
    if (nodeId === undefined) {
      return undefined
    }
    changes.push({ type, nodeId })
  }
  const change = { transition, changes, context: bytes.subarray(cursor.at) }
  return isValidConfChange(change) ? change : undefined
}

/** Whether types, transition and ids are ones that exist. Says nothing about any configuration. */
export function isValidConfChange(change: ConfChange): boolean {
  return (
    TRANSITIONS.includes(change.transition) &&
    change.changes.every(
      ({ type, nodeId }) => TYPES.includes(type) && Number.isSafeInteger(nodeId) && nodeId >= 1,
    )
  )
}

const FORMAT = 1
const NO_BYTES = new Uint8Array(0)
const TRANSITIONS: readonly number[] = Object.values(ConfChangeTransition)
const TYPES: readonly number[] = Object.values(ConfChangeType)

interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

function pushNumber(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
}

function readNumber(cursor: Cursor): number | undefined {
  let value = 0
  let scale = 1
  for (;;) {
    const byte = cursor.bytes[cursor.at++]
    if (byte === undefined) {
      return undefined
    }
    value += (byte & 0x7f) * scale
    if (!Number.isSafeInteger(value)) {
      return undefined
    }
    if (byte < 0x80) {
      return value
    }
    scale *= 0x80
  }
}
