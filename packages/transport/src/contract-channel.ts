// The contract's cases for one channel: frames, backpressure, closing.

import assert from 'node:assert'
import { FRAME_BYTES_MAX, QuorumliteError } from '@quorumlite/wire'
import type { TransportContractCase, TransportHarness } from './contract.ts'
import {
  assertSameBytes,
  collect,
  openChannel,
  openPair,
  pattern,
  rejection,
  text,
} from './contract-tools.ts'
import { CHANNEL_HIGH_WATER_BYTES, CHANNEL_LOW_WATER_BYTES, STREAM_WINDOW_BYTES } from './limits.ts'

const bytes = (value: string): Uint8Array => new TextEncoder().encode(value)

async function deliversWholeFramesInOrder(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  const lengths = [0, 1, 3, 4, 5, 100, 4096, 65_535, 65_536, 65_537, 300_000, 0, 7]
  const sent = lengths.map((length, i) => pattern(length, i))
  const received = collect(remote)
  const returned = collect(local)
  for (const frame of sent) local.send(frame)
  for (const frame of sent.toReversed()) remote.send(frame)
  await harness.until(() => received.length === sent.length && returned.length === sent.length)
  sent.forEach((frame, i) => assertSameBytes(received[i], frame))
  sent.toReversed().forEach((frame, i) => assertSameBytes(returned[i], frame))
}

async function deliversManyFramesOverManyTicks(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  const received = collect(remote)
  const expected: string[] = []
  for (let tick = 0; tick < 50; tick++) {
    for (let i = 0; i < 40; i++) {
      expected.push(`${tick}.${i}`)
      local.send(bytes(`${tick}.${i}`))
    }
    await harness.until(() => tick - received.length / 40 < 3)
  }
  await harness.until(() => received.length === expected.length)
  assert.deepEqual(text(received), expected)
}

async function carriesTheLargestFrames(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  const received = collect(remote)
  const large = pattern(8 * 1024 * 1024, 1)
  const largest = pattern(FRAME_BYTES_MAX, 2)
  local.send(large)
  local.send(largest)
  local.send(bytes('after'))
  await harness.until(() => received.length === 3)
  assertSameBytes(received[0], large)
  assertSameBytes(received[1], largest)
  assert.equal(text([received[2]!])[0], 'after')
}

async function refusesToSendMore(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  const received = collect(remote)
  assert.throws(
    () => local.send(new Uint8Array(FRAME_BYTES_MAX + 1)),
    (error) => error instanceof QuorumliteError && error.code === 'FRAME_TOO_LARGE',
  )
  local.send(bytes('unharmed'))
  await harness.until(() => received.length === 1)
  assert.deepEqual(text(received), ['unharmed'])
}

async function abortsOnTooLargeIncomingFrames(harness: TransportHarness): Promise<void> {
  const { dialer, target, local, remote } = await openPair(harness)
  const other = await openChannel(harness, dialer, target, '/quorumlite/contract-other/1')
  const received = collect(remote)
  remote.limitFrames(10)
  local.send(bytes('ten bytes.'))
  local.send(bytes('eleven byte'))
  const reason = await harness.settle(remote.closed)
  assert(reason instanceof QuorumliteError && reason.code === 'FRAME_TOO_LARGE')
  const seen = await harness.settle(local.closed)
  assert(seen instanceof QuorumliteError && seen.code === 'CLOSED')
  assert(text(received).every((frame) => frame === 'ten bytes.'))
  const unharmed = collect(other.remote)
  other.local.send(bytes('unharmed'))
  await harness.until(() => unharmed.length === 1)
}

async function holdsTheSenderOfAPausedReader(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  const received = collect(remote)
  remote.pause()
  const frame = pattern(100_000, 3)
  let sent = 0
  const sendUntilFull = async (): Promise<void> => {
    while (local.send(frame)) {
      sent += 1
      assert(sent * frame.byteLength < 100 * 1024 * 1024, 'nobody ever said stop')
      if (sent % 4 === 0) await harness.quiesce()
    }
    sent += 1
  }
  await sendUntilFull()
  // What is held back here and there is bounded by the two ends' limits.
  const boundBytes = CHANNEL_HIGH_WATER_BYTES + 2 * STREAM_WINDOW_BYTES + 1024 * 1024
  assert(sent * frame.byteLength < boundBytes, `${sent} frames were taken while nobody read`)
  let drained = false
  const waiting = local.drained().then(() => (drained = true))
  await harness.quiesce()
  assert.equal(received.length, 0)
  assert.equal(drained, false)
  remote.resume()
  await harness.settle(waiting)
  await harness.until(() => received.length === sent)
  for (const each of received) assertSameBytes(each, frame)
}

async function drainsBelowTheLowWaterMark(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  const received = collect(remote)
  await harness.settle(local.drained())
  assert.equal(local.send(pattern(CHANNEL_HIGH_WATER_BYTES, 1)), false)
  await harness.settle(local.drained())
  assert.equal(local.send(pattern(CHANNEL_LOW_WATER_BYTES / 2, 2)), true)
  await harness.until(() => received.length === 2)
}

async function abortsASenderWhoIgnoresBackpressure(harness: TransportHarness): Promise<void> {
  const { local } = await openPair(harness)
  const frame = new Uint8Array(FRAME_BYTES_MAX)
  for (let i = 0; i < 5; i++) local.send(frame)
  const reason = await harness.settle(local.closed)
  assert(reason instanceof QuorumliteError && reason.code === 'UNAVAILABLE')
  assert.equal(local.send(bytes('late')), false)
  await rejection(harness, local.drained(), 'CLOSED')
}

async function rejectsDrainedWhenTheChannelCloses(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  remote.pause()
  local.send(pattern(8 * CHANNEL_HIGH_WATER_BYTES, 1))
  const waiting = rejection(harness, local.drained(), 'CLOSED')
  local.abort(new Error('enough'))
  await waiting
}

async function keepsFramesUntilThereIsAListener(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  local.send(bytes('a'))
  local.send(bytes('b'))
  await harness.quiesce()
  const received: string[] = []
  remote.onFrame((frame) => {
    received.push(text([frame])[0]!)
    if (received.length === 1) remote.onFrame(undefined)
  })
  assert.deepEqual(received, [], 'a listener is never called within onFrame')
  await harness.until(() => received.length === 1)
  local.send(bytes('c'))
  await harness.quiesce()
  assert.deepEqual(received, ['a'])
  remote.onFrame((frame) => received.push(text([frame])[0]!))
  await harness.until(() => received.length === 3)
  assert.deepEqual(received, ['a', 'b', 'c'])
}

async function pausesBetweenFramesOfOneTick(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  const received: string[] = []
  remote.onFrame((frame) => {
    received.push(text([frame])[0]!)
    remote.pause()
  })
  const expected = ['a', 'b', 'c', 'd']
  for (const each of expected) local.send(bytes(each))
  for (let count = 1; count <= expected.length; count++) {
    await harness.until(() => received.length >= count)
    await harness.quiesce()
    assert.deepEqual(received, expected.slice(0, count))
    remote.resume()
  }
}

async function letsAReaderPauseAfterEachFrame(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  const frames = Array.from({ length: 24 }, (_, i) => pattern(STREAM_WINDOW_BYTES / 4, i))
  const received: Uint8Array[] = []
  remote.onFrame((frame) => {
    received.push(frame.slice())
    remote.pause()
  })
  let sent = 0
  const boundBytes = CHANNEL_HIGH_WATER_BYTES + 4 * STREAM_WINDOW_BYTES
  while (received.length < frames.length) {
    // As much as the channel takes, each time: a reader that pauses from within must not let the other end go on for ever.
    let takes = true
    while (takes && sent < frames.length) {
      takes = local.send(frames[sent++]!)
      await harness.quiesce()
    }
    const heldBytes = (sent - received.length) * frames[0]!.byteLength
    assert(heldBytes <= boundBytes, `${heldBytes} bytes were taken while nobody read`)
    const { length } = received
    remote.resume()
    await harness.until(() => received.length > length)
  }
  frames.forEach((frame, i) => assertSameBytes(received[i], frame))
}

async function closesInOrder(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  const received = collect(remote)
  const returned = collect(local)
  const large = pattern(3 * STREAM_WINDOW_BYTES, 1)
  local.send(bytes('first'))
  local.send(large)
  local.send(bytes('last'))
  remote.send(bytes('answer'))
  remote.send(large)
  const closing = local.close()
  assert.equal(local.send(bytes('too late')), false)
  await harness.settle(closing)
  assert.equal(await harness.settle(local.closed), undefined)
  assert.equal(await harness.settle(remote.closed), undefined)
  assert.equal(received.length, 3)
  assertSameBytes(received[1], large)
  assert.equal(text([received[2]!])[0], 'last')
  assert.equal(returned.length, 2)
  assertSameBytes(returned[1], large)
  assert.equal(remote.send(bytes('too late')), false)
}

async function deliversBeforeItFollowsAClose(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  const received = collect(remote)
  remote.pause()
  const frames = Array.from({ length: 30 }, (_, i) => pattern(100_000, i))
  for (const frame of frames) local.send(frame)
  const closing = local.close()
  await harness.quiesce()
  assert.equal(received.length, 0)
  remote.resume()
  await harness.settle(closing)
  assert.equal(await harness.settle(remote.closed), undefined)
  assert.equal(received.length, frames.length)
  frames.forEach((frame, i) => assertSameBytes(received[i], frame))
}

async function deliversWhatItHoldsBeforeItFollowsAClose(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  const received: string[] = []
  remote.onFrame((frame) => {
    received.push(text([frame])[0]!)
    if (received.length === 1) remote.pause()
  })
  for (const each of ['a', 'b', 'c']) local.send(bytes(each))
  const closing = local.close()
  await harness.until(() => received.length === 1)
  await harness.quiesce()
  assert.deepEqual(received, ['a'])
  remote.resume()
  await harness.settle(closing)
  assert.equal(await harness.settle(remote.closed), undefined)
  assert.deepEqual(received, ['a', 'b', 'c'])
}

async function tellsTheOtherEndOfAnAbort(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  collect(remote)
  const reason = new Error('mine')
  local.abort(reason)
  assert.equal(await harness.settle(local.closed), reason)
  const seen = await harness.settle(remote.closed)
  assert(seen instanceof QuorumliteError && seen.code === 'CLOSED')
  local.abort(new Error('again'))
  await harness.settle(local.close())
  assert.equal(await local.closed, reason)
}

async function deliversNothingAfterAnAbort(harness: TransportHarness): Promise<void> {
  const { local, remote } = await openPair(harness)
  const received: string[] = []
  remote.onFrame((frame) => {
    received.push(text([frame])[0]!)
    remote.abort(new Error('one is enough'))
  })
  local.send(bytes('a'))
  local.send(bytes('b'))
  await harness.settle(local.closed)
  await harness.quiesce()
  assert.deepEqual(received, ['a'])
}

export const channelContract: readonly TransportContractCase[] = [
  { name: 'delivers whole frames of any size, in order', run: deliversWholeFramesInOrder },
  { name: 'delivers many frames over many ticks', run: deliversManyFramesOverManyTicks },
  { name: 'carries the largest frames', run: carriesTheLargestFrames },
  { name: 'refuses to send larger ones, and goes on', run: refusesToSendMore },
  {
    name: 'aborts a channel that brings a frame above its limit, and no other',
    run: abortsOnTooLargeIncomingFrames,
  },
  {
    name: 'holds back the sender of a paused reader, and loses nothing',
    run: holdsTheSenderOfAPausedReader,
  },
  { name: 'drains below the low-water mark', run: drainsBelowTheLowWaterMark },
  { name: 'aborts a sender who ignores backpressure', run: abortsASenderWhoIgnoresBackpressure },
  { name: 'rejects drained() when the channel closes', run: rejectsDrainedWhenTheChannelCloses },
  { name: 'keeps frames until there is a listener', run: keepsFramesUntilThereIsAListener },
  { name: 'pauses between frames of one tick', run: pausesBetweenFramesOfOneTick },
  {
    name: 'lets a reader pause after each frame, for as long as it likes',
    run: letsAReaderPauseAfterEachFrame,
  },
  { name: 'closes both sides in order, after all that was sent', run: closesInOrder },
  { name: 'delivers everything before it follows a close', run: deliversBeforeItFollowsAClose },
  {
    name: 'delivers frames that it holds before it follows a close',
    run: deliversWhatItHoldsBeforeItFollowsAClose,
  },
  { name: 'tells the other end of an abort', run: tellsTheOtherEndOfAnAbort },
  { name: 'delivers nothing after an abort', run: deliversNothingAfterAnAbort },
]
