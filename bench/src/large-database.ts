// A database of any size, and how long a node takes to have it.

import { setTimeout as pause } from 'node:timers/promises'
import { clusterOf } from '@quorumlite/cluster'
import type { Client } from '@quorumlite/client'
import type { NodeStatus, SnapshotProgress } from '@quorumlite/wire'

const PAGE_BYTES = 4096
/** Each row has a page of its own. */
const ROW_BYTES = 4000
const ROWS_PER_WRITE = 4_096

export const MIB: number = 2 ** 20

export function rowsOf(databaseMib: number): number {
  return (databaseMib * MIB) / PAGE_BYTES
}

/** `kv(k, v)` with keys from 0 and incompressible values, a page for each row. */
export async function fillDatabase(
  client: Client,
  databaseMib: number,
  progress: (words: string) => void,
): Promise<void> {
  const rows = rowsOf(databaseMib)
  await client.execute('CREATE TABLE kv(k INTEGER PRIMARY KEY, v BLOB)')
  for (let from = 0; from < rows; from += ROWS_PER_WRITE) {
    if (from % (16 * ROWS_PER_WRITE) === 0)
      progress(`filling: ${Math.round((100 * from) / rows)} %`)
    const last = Math.min(from + ROWS_PER_WRITE, rows) - 1
    await client.execute(
      `INSERT INTO kv(k,v) WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i+1 FROM n WHERE i<${last})
       SELECT i, randomblob(${ROW_BYTES}) FROM n`,
    )
  }
}

const POLL_MS = 100

/** Nothing is being written to disk any more, and the log is as short as it becomes. */
export async function untilCheckpointed(client: Client): Promise<void> {
  for (;;) {
    const { nodes } = await clusterOf(client).status()
    if (!nodes.some(({ status }) => status?.storage.checkpointRunning)) return
    await pause(POLL_MS)
  }
}

/** What is seen of a node while it comes to have what the others have. */
export interface CatchingUp {
  readonly seconds: number
  /** Snapshots and Raft messages that the leader sent it. */
  readonly bytes: number
  readonly snapshotBytes: number
  /** Highest term seen. */
  readonly term: number
}

export interface CatchingUpEvents {
  readonly onLook?: (leader: NodeStatus) => void
}

const LOOK_MS = 25

/** Resolves once the node votes and has applied what the leader had committed when it was looked at. */
export async function untilCaughtUp(
  client: Client,
  nodeId: number,
  sinceMs: number,
  { onLook }: CatchingUpEvents = {},
): Promise<CatchingUp> {
  const snapshots = new Transfers()
  let term = 0
  let target: number | undefined
  for (;;) {
    const status = await clusterOf(client).status()
    const leader = status.nodes.find(({ member }) => member.nodeId === status.leaderId)?.status
    const report = status.nodes.find(({ member }) => member.nodeId === nodeId)
    term = Math.max(term, status.term)
    if (leader) onLook?.(leader)
    target ??= leader?.commitIndex
    const peer = leader?.peers.find((each) => each.nodeId === nodeId)
    snapshots.see(peer?.snapshot)
    snapshots.see(report?.status?.receiving)
    const applied = report?.status?.appliedIndex ?? 0
    const isClose = leader && applied + CAUGHT_UP_ENTRIES >= leader.commitIndex
    if (peer && report?.voter && isClose && target !== undefined && applied >= target) {
      const seconds = (performance.now() - sinceMs) / 1000
      const { bytes: snapshotBytes } = snapshots
      return { seconds, bytes: snapshotBytes + peer.sentBytes, snapshotBytes, term }
    }
    await pause(LOOK_MS)
  }
}

/** Under load the others are always some entries ahead of what a follower has just said. */
const CAUGHT_UP_ENTRIES = 100

/** Bytes of snapshots as their progress tells them, over however many transfers. */
class Transfers {
  #ended = 0
  #current = 0

  get bytes(): number {
    return this.#ended + this.#current
  }

  see(progress: SnapshotProgress | undefined): void {
    if (!progress) return
    if (progress.bytes < this.#current / 2) {
      this.#ended += this.#current
      this.#current = 0
    }
    this.#current = Math.max(this.#current, progress.bytes)
  }
}
