// The streams of snapshots, frame by frame.

import { type Channel, SNAPSHOT_PROTOCOL, type Transport } from '@quorumlite/transport'
import { decodeSnapshotFrame, type SnapshotFrame } from '@quorumlite/wire'
import type { Coverage } from '../coverage.ts'

export interface SnapshotEvents {
  /** Whether the end of a commit that is in parts is still to come at the sender. */
  readonly isCommitHalf: () => boolean
  /** Pages are about to be sent. */
  readonly onBegin: () => void
}

export function watchSnapshots(
  transport: Transport,
  coverage: Coverage,
  events: SnapshotEvents,
): void {
  const watch = (channel: Channel): void => {
    const send = channel.send.bind(channel)
    channel.send = (bytes) => {
      const frame = decode(bytes)
      if (frame) count(frame, coverage, events)
      return send(bytes)
    }
  }
  const open = transport.open.bind(transport)
  transport.open = async (address, protocol, options) => {
    const channel = await open(address, protocol, options)
    if (protocol === SNAPSHOT_PROTOCOL) watch(channel)
    return channel
  }
  const handle = transport.handle.bind(transport)
  transport.handle = (protocol, accept) =>
    handle(protocol, (channel) => {
      if (protocol === SNAPSHOT_PROTOCOL) watch(channel)
      accept(channel)
    })
}

function count(frame: SnapshotFrame, coverage: Coverage, events: SnapshotEvents): void {
  if (frame.kind === 'want') {
    const { from, ranges, restIndex } = frame.value
    // A frame of the handshake, which is none of ours.
    if (from === 0) return
    if (ranges.length > 0) coverage.count('snapshot resumed')
    coverage.count(restIndex > 0 ? 'snapshot of changes' : 'snapshot sent whole')
  } else if (frame.kind === 'begin') {
    coverage.count('snapshot begun')
    if (events.isCommitHalf()) coverage.count('snapshot of an older checkpoint')
    events.onBegin()
  } else if (frame.kind === 'end') {
    coverage.count('snapshot sent')
  } else if (frame.kind === 'answer' && !frame.value.accepted) {
    coverage.count('snapshot refused')
  }
}

/** The first frames of a stream are those of the handshake. */
function decode(bytes: Uint8Array): SnapshotFrame | undefined {
  try {
    return decodeSnapshotFrame(bytes)
  } catch {
    return undefined
  }
}

export const SNAPSHOT_COUNTERS: readonly string[] = [
  'snapshot begun',
  'snapshot of an older checkpoint',
  'snapshot of changes',
  'snapshot refused',
  'snapshot resumed',
  'snapshot sent',
  'snapshot sent whole',
]
