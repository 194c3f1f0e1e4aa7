// The stream between a service's driver and its own node: what one end sends, the other gets, across threads' ports.

import { MessageChannel } from 'node:worker_threads'
import { CLIENT_PROTOCOL, systemClock, type Channel } from '@quorumlite/transport'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  createLocalChannel,
  LOCAL_FRAME_PACKING,
} from '../../../packages/node/src/local-channel.ts'
import { createThreadPort } from '../../../packages/node/src/thread-port.ts'

let left: Channel
let right: Channel

beforeEach(() => {
  const { port1, port2 } = new MessageChannel()
  const open = (port: MessageChannel['port1'], peer: string): Channel =>
    createLocalChannel(
      createThreadPort(port, systemClock, LOCAL_FRAME_PACKING),
      peer,
      CLIENT_PROTOCOL,
    )
  left = open(port1, 'right')
  right = open(port2, 'left')
})

afterEach(() => left.close())

/** The next frames, copied: a frame may be a view of many. */
function take(channel: Channel, count: number): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = []
  return new Promise((resolve) => {
    channel.onFrame((frame) => {
      frames.push(Uint8Array.from(frame))
      if (frames.length === count) resolve(frames)
    })
  })
}

const LENGTHS = [0, 1, 3, 100, 16_384, 16_385, 5, 300_000, 16_384, 0, 7]

/** Each a view into something larger, as encoders give them. */
function frameOf(length: number, place: number): Uint8Array {
  const buffer = Uint8Array.from({ length: length + 64 }, (_, i) => (i * 7 + place) % 251)
  return buffer.subarray(32, 32 + length)
}

test('frames of any length arrive as they were, in order, in both directions', async () => {
  const frames = LENGTHS.map(frameOf)
  const taken = Promise.all([take(right, frames.length), take(left, frames.length)])
  const sent = LENGTHS.map(frameOf)
  for (const [i, frame] of sent.entries()) {
    left.send(frame)
    right.send(frames[i]!.slice())
  }
  expect(await taken).toEqual([frames, frames])
  // What the senders have is theirs still.
  expect(sent).toEqual(frames)
})

test('whoever sends more than the other takes is told to stop, and when to go on', async () => {
  const frame = new Uint8Array(256)
  const fill = (): number => {
    let sent = 1
    while (left.send(frame)) sent++
    return sent
  }
  // Whatever was taken may be sent anew, and no more.
  for (let round = 0; round < 3; round++) {
    right.pause()
    const sent = fill()
    expect(sent).toBe((4 << 20) / frame.length)
    const drained = left.drained()
    const taken = take(right, sent)
    right.resume()
    await drained
    expect(await taken).toHaveLength(sent)
    // Sent behind the last credit.
    const last = take(left, 1)
    right.send(frame)
    await last
  }
})

test('the end comes after everything that was sent before it', async () => {
  const taken = take(right, 2)
  left.send(frameOf(10, 0))
  left.send(frameOf(20_000, 1))
  left.abort(new Error('enough'))
  expect((await taken).map(({ length }) => length)).toEqual([10, 20_000])
  expect((await right.closed)?.message).toBe('enough')
})
