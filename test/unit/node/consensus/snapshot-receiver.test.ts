import { createVolatileDisk, openStorage, type GroupStorage } from '@quorumlite/storage'
import { createVirtualClock, type Channel, type VirtualClock } from '@quorumlite/transport'
import { decodeSnapshotFrame, encodeSnapshotFrame, type SnapshotFrame } from '@quorumlite/wire'
import { beforeEach, describe, expect, test } from 'vitest'
// Internal to the package: its exports are for services and simulators.
import { inlineCompression } from '../../../../packages/node/src/compression.ts'
import { ChunkPacker } from '../../../../packages/node/src/consensus/snapshot/page-chunk.ts'
import { SnapshotStream } from '../../../../packages/node/src/consensus/snapshot/snapshot-frames.ts'
import { ReplicatedState } from '../../../../packages/node/src/consensus/state/replicated-state.ts'
import { SnapshotReceiver } from '../../../../packages/node/src/consensus/snapshot/snapshot-receiver.ts'

const CONF = { voters: [1, 2, 3], learners: [], votersOutgoing: [], learnersNext: [] }
const conf = { ...CONF, autoLeave: false }
const STATE = ReplicatedState.empty(Buffer.alloc(16), Buffer.alloc(16)).encode()
/** What this node has applied. */
const APPLIED = 5

let clock: VirtualClock
let group: GroupStorage
let receiver: SnapshotReceiver

beforeEach(async () => {
  clock = createVirtualClock()
  const disk = createVolatileDisk({ random: { next: () => 0 } })
  const storage = await openStorage({ level: disk.openLevel() })
  group = storage.group(1)
  await group.append({
    hardState: { term: 1, vote: 0, commit: APPLIED },
    entries: [1, 2, 3, 4, 5].map((index) => ({ index, term: 1, type: 0, data: Buffer.of(1) })),
  })
  await group.beginCheckpoint(3)
  await group.finishCheckpoint({ index: 3, term: 1, confState: conf, state: STATE })
  receiver = new SnapshotReceiver({
    group: 1,
    nodeId: 2,
    storage: group,
    clock,
    compression: inlineCompression,
    checkpointer: { suspend: () => Promise.resolve(), release: () => undefined },
    appliedIndex: () => APPLIED,
    offer: () => false,
  })
})

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The other end of one transfer. */
class Sender {
  readonly received: SnapshotFrame[] = []
  readonly over: Promise<void>
  #deliver: (bytes: Uint8Array) => void = () => undefined
  #close: (cause?: Error) => void = () => undefined

  constructor() {
    const closed = new Promise<Error | undefined>((resolve) => (this.#close = resolve))
    const channel = {
      onFrame: (deliver: (bytes: Uint8Array) => void) => (this.#deliver = deliver),
      send: (bytes: Uint8Array) => this.received.push(decodeSnapshotFrame(bytes)) > 0,
      pause: () => undefined,
      resume: () => undefined,
      close: () => Promise.resolve(this.#close()),
      abort: (cause: Error) => this.#close(cause),
      closed,
    }
    const stream = new SnapshotStream(channel as unknown as Channel, clock)
    const accepted = receiver.accept(stream, { group: 1, term: 1, from: 1 })
    this.over = accepted.catch(() => undefined)
  }

  async want(): Promise<Extract<SnapshotFrame, { kind: 'want' }>['value']> {
    for (;;) {
      const [first] = this.received
      if (first?.kind === 'want') return first.value
      await turn()
    }
  }

  send(frame: SnapshotFrame): void {
    this.#deliver(encodeSnapshotFrame(frame))
  }

  async breakOff(): Promise<void> {
    this.#close(new Error('the link broke'))
    await this.over
  }
}

/** A transfer of a checkpoint at 9 that breaks when its first page has arrived. */
async function stageSomePages(): Promise<void> {
  const sender = new Sender()
  expect((await sender.want()).newestIndex).toBe(APPLIED)
  const metadata = { index: 9, term: 1, confState: conf }
  sender.send({ kind: 'begin', value: { metadata, state: STATE, pagesTotal: 2 } })
  const data = new Uint8Array(4096)
  const pages = [{ pgno: 1, data, hash: new Uint8Array(8), changedIndex: 9 }]
  const packer = new ChunkPacker(inlineCompression, [])
  const chunk = await packer.pack({ database: 1, throughPgno: 1, pages, absent: [] })
  sender.send({ kind: 'pages', value: chunk })
  while ((receiver.progress?.pagesDone ?? 0) === 0) await turn()
  await sender.breakOff()
}

async function refuse(newestIndex: number): Promise<void> {
  const sender = new Sender()
  expect((await sender.want()).newestIndex).toBe(9)
  sender.send({ kind: 'answer', value: { accepted: false, reason: 'too new', newestIndex } })
  await sender.over
}

describe('what was staged of a later checkpoint than the sender has', () => {
  test('is dropped when the sender refuses, and would have sent what this node needs', async () => {
    await stageSomePages()
    await refuse(7)
    const sender = new Sender()
    const { newestIndex, ranges } = await sender.want()
    expect([newestIndex, ranges]).toEqual([APPLIED, []])
    await sender.breakOff()
  })

  test('is kept when the sender has nothing for this node in any case', async () => {
    await stageSomePages()
    await refuse(4)
    const sender = new Sender()
    const { newestIndex, ranges } = await sender.want()
    expect([newestIndex, ranges.length]).toEqual([9, 1])
    await sender.breakOff()
  })

  test('is kept when the stream just breaks', async () => {
    await stageSomePages()
    const broken = new Sender()
    expect((await broken.want()).ranges).toHaveLength(1)
    await broken.breakOff()
    const sender = new Sender()
    expect((await sender.want()).ranges).toHaveLength(1)
    await sender.breakOff()
  })
})
