// What the cases of the transport contract share.

import assert from 'node:assert'
import { QuorumliteError } from '@quorumlite/wire'
import type { TransportHarness } from './contract.ts'
import type { Channel, Transport } from './transport.ts'

export const PROTOCOL = '/quorumlite/contract/1'

export interface Pair {
  readonly dialer: Transport
  readonly target: Transport
  /** The two ends of one channel. */
  readonly local: Channel
  readonly remote: Channel
}

/** Two processes and a channel between them. */
export async function openPair(harness: TransportHarness): Promise<Pair> {
  const dialer = await harness.createTransport()
  const target = await harness.createTransport()
  const { local, remote } = await openChannel(harness, dialer, target)
  return { dialer, target, local, remote }
}

/** One more channel; `target` must not be handling the protocol for anybody else meanwhile. */
export async function openChannel(
  harness: TransportHarness,
  dialer: Transport,
  target: Transport,
  protocol: string = PROTOCOL,
): Promise<{ local: Channel; remote: Channel }> {
  const accepted: Channel[] = []
  await target.handle(protocol, (channel) => accepted.push(channel))
  const local = await harness.settle(dialer.open(target.addresses[0]!, protocol))
  await harness.until(() => accepted.length === 1)
  return { local, remote: accepted[0]! }
}

/** Collects copies of the frames that arrive. */
export function collect(channel: Channel): Uint8Array[] {
  const frames: Uint8Array[] = []
  channel.onFrame((frame) => frames.push(frame.slice()))
  return frames
}

export function text(frames: readonly Uint8Array[]): string[] {
  return frames.map((frame) => Buffer.from(frame).toString())
}

/** `length` bytes that differ from place to place and from seed to seed. */
export function pattern(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = seed | 1
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    bytes[i] = state >>> 24
  }
  return bytes
}

export function assertSameBytes(actual: Uint8Array | undefined, expected: Uint8Array): void {
  assert(actual !== undefined, 'a frame is missing')
  assert.equal(actual.byteLength, expected.byteLength)
  assert(Buffer.compare(actual, expected) === 0, 'the bytes of a frame changed on their way')
}

/** The typed error that `promise` rejects with, checked for its code. */
export async function rejection(
  harness: TransportHarness,
  promise: Promise<unknown>,
  code: string,
): Promise<QuorumliteError> {
  const error = await harness.settle(
    promise.then(
      () => undefined,
      (reason: unknown) => reason,
    ),
  )
  assert(error instanceof QuorumliteError, `expected ${code}, got ${String(error)}`)
  assert.equal(error.code, code)
  return error
}
