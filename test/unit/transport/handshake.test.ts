import {
  acceptHandshake,
  type AcceptOptions,
  type Channel,
  type Credential,
  createSeededRandom,
  HANDSHAKE_FRAME_BYTES_MAX,
  HANDSHAKE_TIMEOUT_MS,
  type HandshakeResult,
  initiateHandshake,
  type InitiateOptions,
  type Transport,
} from '@quorumlite/transport'
import {
  decodeHandshakeFrame,
  encodeHandshakeFrame,
  type HandshakeFrame,
  OWN_VERSIONS,
  PROTOCOL_VERSION,
  QuorumliteError,
} from '@quorumlite/wire'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryHarness, type MemoryHarness, settleOn } from './harnesses.ts'

const PROTOCOL = '/quorumlite/raft/1'
const CLUSTER = new Uint8Array(16).fill(7)
const MEMBER: Credential = { role: 'member', key: new Uint8Array(32).fill(1) }
const READER: Credential = { role: 'read', key: new Uint8Array(32).fill(2) }
const STRANGER: Credential = { role: 'member', key: new Uint8Array(32).fill(3) }
const NONCE = new Uint8Array(32).fill(9)

let harness: MemoryHarness
let initiator: Transport
let responder: Transport
const random = createSeededRandom('handshake')

beforeEach(async () => {
  harness = createMemoryHarness('handshake')
  initiator = await harness.createTransport()
  responder = await harness.createTransport()
})

function initiate(
  channel: Channel,
  changes: Partial<InitiateOptions> = {},
): Promise<HandshakeResult> {
  return initiateHandshake(channel, {
    localPeer: initiator.peerId,
    side: { clusterId: CLUSTER, nodeId: 1, storageId: 'storage-1' },
    credential: MEMBER,
    clock: harness.clock,
    random,
    ...changes,
  })
}

function accept(channel: Channel, changes: Partial<AcceptOptions> = {}): Promise<HandshakeResult> {
  return acceptHandshake(channel, {
    localPeer: responder.peerId,
    side: { clusterId: CLUSTER, nodeId: 2, storageId: 'storage-2' },
    credentials: [READER, MEMBER],
    clock: harness.clock,
    random,
    ...changes,
  })
}

/** Opens a channel, on whose other end `serve` runs at once, and what both sides come to. */
async function run<A, B>(
  start: (channel: Channel) => Promise<A>,
  serve: (channel: Channel) => Promise<B>,
): Promise<{ started: PromiseSettledResult<A>; served: PromiseSettledResult<B> }> {
  let serving: Promise<PromiseSettledResult<B>> | undefined
  await responder.handle(PROTOCOL, (channel) => {
    serving = outcome(serve(channel))
  })
  const channel = await settle(initiator.open(responder.addresses[0]!, PROTOCOL))
  const started = await settle(outcome(start(channel)))
  return { started, served: await settle(serving!) }
}

function settle<T>(promise: Promise<T>): Promise<T> {
  return settleOn(harness.clock, promise)
}

async function outcome<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.allSettled([promise])
  return result
}

function failure(result: PromiseSettledResult<unknown>): QuorumliteError {
  expect(result.status).toBe('rejected')
  const { reason } = result as PromiseRejectedResult
  expect(reason).toBeInstanceOf(QuorumliteError)
  return reason as QuorumliteError
}

function value<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason
  return result.value
}

/** A side that does as it likes: sends frames, and collects what comes. */
function rogue(channel: Channel): {
  send(frame: HandshakeFrame): void
  next(): Promise<HandshakeFrame>
} {
  const frames: Uint8Array[] = []
  let wake = (): void => {}
  channel.onFrame((frame) => {
    frames.push(frame.slice())
    wake()
  })
  return {
    send: (frame) => void channel.send(encodeHandshakeFrame(frame)),
    async next() {
      if (frames.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      return decodeHandshakeFrame(frames.shift()!)
    },
  }
}

function hello(changes: object = {}): HandshakeFrame {
  const base = { ...OWN_VERSIONS, clusterId: CLUSTER, nodeId: 1, storageId: '', nonce: NONCE }
  return { kind: 'hello', value: { ...base, ...changes } }
}

describe('a handshake', () => {
  it('tells each side who the other is, and with which credential', async () => {
    const { started, served } = await run((channel) => initiate(channel), accept)
    expect(value(started)).toEqual({
      remote: {
        peerId: responder.peerId,
        clusterId: CLUSTER,
        nodeId: 2,
        storageId: 'storage-2',
      },
      version: PROTOCOL_VERSION,
      role: 'member',
    })
    expect(value(served).remote.nodeId).toBe(1)
    expect(value(served).remote.peerId).toBe(initiator.peerId)
    expect(value(served).role).toBe('member')
  })

  it('accepts any of several credentials and says which it was', async () => {
    const client = { clusterId: new Uint8Array(0), nodeId: 0, storageId: '' }
    const { served } = await run(
      (channel) => initiate(channel, { credential: READER, side: client }),
      accept,
    )
    expect(value(served).role).toBe('read')
  })

  it('loses no frame that follows it', async () => {
    const received: string[] = []
    await run(
      async (channel) => {
        await initiate(channel)
        channel.send(new TextEncoder().encode('from initiator'))
        // The responder's frames are here before anybody listens.
        await new Promise<void>((resolve) => void harness.clock.setTimer(50, resolve))
        channel.onFrame((frame) => received.push(Buffer.from(frame).toString()))
      },
      async (channel) => {
        await accept(channel)
        channel.send(new Uint8Array(HANDSHAKE_FRAME_BYTES_MAX + 1))
        channel.send(new TextEncoder().encode('from responder'))
        channel.onFrame((frame) => received.push(Buffer.from(frame).toString()))
      },
    )
    await harness.quiesce()
    expect(received).toContain('from initiator')
    expect(received).toContain('from responder')
    expect(received).toHaveLength(3)
  })

  it('lets the responder take large frames afterwards', async () => {
    const lengths: number[] = []
    await run(
      async (channel) => {
        await initiate(channel)
        channel.send(new Uint8Array(HANDSHAKE_FRAME_BYTES_MAX + 1))
      },
      async (channel) => {
        await accept(channel)
        channel.onFrame((frame) => lengths.push(frame.byteLength))
      },
    )
    await harness.quiesce()
    expect(lengths).toEqual([HANDSHAKE_FRAME_BYTES_MAX + 1])
  })
})

describe('a handshake is refused', () => {
  it('to an initiator with a wrong secret, on both sides', async () => {
    const { started, served } = await run(
      (channel) => initiate(channel, { credential: STRANGER }),
      accept,
    )
    expect(failure(started).code).toBe('AUTHENTICATION_FAILED')
    expect(failure(served).code).toBe('AUTHENTICATION_FAILED')
  })

  it('to a responder that accepts the secret without knowing it', async () => {
    const { started } = await run(
      (channel) => initiate(channel),
      async (channel) => {
        const side = rogue(channel)
        await side.next()
        side.send(hello({ nodeId: 2 }))
        await side.next()
        side.send({ kind: 'proof', value: { mac: new Uint8Array(32) } })
      },
    )
    expect(failure(started).code).toBe('AUTHENTICATION_FAILED')
  })

  it('to a responder that reflects the proof of the initiator', async () => {
    const { started } = await run(
      (channel) => initiate(channel),
      async (channel) => {
        const side = rogue(channel)
        await side.next()
        side.send(hello({ nodeId: 2 }))
        side.send(await side.next())
      },
    )
    expect(failure(started).code).toBe('AUTHENTICATION_FAILED')
  })

  it('to a proof that was good before', async () => {
    const sent: Uint8Array[] = []
    await run((channel) => {
      const send = channel.send.bind(channel)
      channel.send = (frame) => {
        sent.push(frame.slice())
        return send(frame)
      }
      return initiate(channel)
    }, accept)
    expect(sent).toHaveLength(2)
    const { started, served } = await run(async (channel) => {
      const side = rogue(channel)
      channel.send(sent[0]!)
      await side.next()
      channel.send(sent[1]!)
      return side.next()
    }, accept)
    expect(failure(served).code).toBe('AUTHENTICATION_FAILED')
    expect(value(started)).toMatchObject({
      kind: 'refusal',
      value: { code: 'AUTHENTICATION_FAILED' },
    })
  })

  it('to somebody in the middle who passes every frame on', async () => {
    const middle = await harness.createTransport()
    await middle.handle(PROTOCOL, (near) => {
      void middle.open(responder.addresses[0]!, PROTOCOL).then((far) => {
        near.onFrame((frame) => far.send(frame.slice()))
        far.onFrame((frame) => near.send(frame.slice()))
      })
    })
    let serving: Promise<PromiseSettledResult<HandshakeResult>> | undefined
    await responder.handle(PROTOCOL, (channel) => {
      serving = outcome(accept(channel))
    })
    const address = harness.withoutPeerId(middle.addresses[0]!)
    const channel = await settle(initiator.open(address, PROTOCOL, { anyPeer: true }))
    const started = await settle(outcome(initiate(channel)))
    expect(failure(started).code).toBe('AUTHENTICATION_FAILED')
    expect(failure(await settle(serving!)).code).toBe('AUTHENTICATION_FAILED')
  })

  it('between two clusters, on both sides', async () => {
    const side = { clusterId: new Uint8Array(16).fill(8), nodeId: 1, storageId: '' }
    const { started, served } = await run((channel) => initiate(channel, { side }), accept)
    expect(failure(started).code).toBe('WRONG_CLUSTER')
    expect(failure(served).code).toBe('WRONG_CLUSTER')
  })

  it('without a common version, with a hint', async () => {
    const { started, served } = await run(async (channel) => {
      const side = rogue(channel)
      side.send(hello({ version: 99, versionMin: 99 }))
      return side.next()
    }, accept)
    expect(failure(served).code).toBe('PROTOCOL_VERSION')
    const answer = value(started)
    expect(answer).toMatchObject({ kind: 'refusal', value: { code: 'PROTOCOL_VERSION' } })
    expect(answer.kind === 'refusal' && answer.value.hint).toMatch(/Upgrade/)
  })

  it('when a hello was changed on its way, to talk the versions down for example', async () => {
    const { started, served } = await run((channel) => {
      const send = channel.send.bind(channel)
      channel.send = (bytes) => {
        const frame = decodeHandshakeFrame(bytes)
        if (frame.kind !== 'hello') return send(bytes)
        return send(encodeHandshakeFrame({ ...frame, value: { ...frame.value, version: 2 } }))
      }
      return initiate(channel)
    }, accept)
    expect(failure(started).code).toBe('AUTHENTICATION_FAILED')
    expect(failure(served).code).toBe('AUTHENTICATION_FAILED')
  })

  it('by the initiator, before it gives its proof', async () => {
    const seen: string[] = []
    const { started } = await run(
      (channel) =>
        initiate(channel, { admit: () => new QuorumliteError('STORAGE_ID_MISMATCH', 'no') }),
      async (channel) => {
        const side = rogue(channel)
        seen.push((await side.next()).kind)
        side.send(hello({ nodeId: 2 }))
        seen.push((await side.next()).kind)
      },
    )
    expect(failure(started).code).toBe('STORAGE_ID_MISMATCH')
    expect(seen).toEqual(['hello', 'refusal'])
  })

  it('by the policy, with its code and hint, after the proof only', async () => {
    const refusal = new QuorumliteError('REMOVED', 'node 1 was removed', { hint: 'start anew' })
    let asked = 0
    const admit = (): QuorumliteError => {
      asked += 1
      return refusal
    }
    const stranger = await run(
      (channel) => initiate(channel, { credential: STRANGER }),
      (channel) => accept(channel, { admit }),
    )
    expect(failure(stranger.started).code).toBe('AUTHENTICATION_FAILED')
    expect(asked).toBe(0)
    const { started, served } = await run(
      (channel) => initiate(channel),
      (channel) => accept(channel, { admit }),
    )
    expect(asked).toBe(1)
    expect(failure(served)).toBe(refusal)
    expect(failure(started)).toMatchObject({
      code: 'REMOVED',
      message: 'node 1 was removed',
      hint: 'start anew',
    })
  })

  it('to a peer that stays silent, after a while', async () => {
    const startMs = harness.clock.nowMs()
    const { started, served } = await run((channel) => channel.closed, accept)
    expect(failure(served).code).toBe('TIMEOUT')
    expect(value(started)).toBeInstanceOf(QuorumliteError)
    expect(harness.clock.nowMs() - startMs).toBeGreaterThanOrEqual(HANDSHAKE_TIMEOUT_MS)
  })

  it('by an initiator whose peer stays silent', async () => {
    const { started } = await run(
      (channel) => initiate(channel),
      (channel) => channel.closed,
    )
    expect(failure(started).code).toBe('TIMEOUT')
  })

  it.each([
    ['noise', new Uint8Array(100).fill(0xff)],
    ['an empty frame', new Uint8Array(0)],
    ['a proof first', encodeHandshakeFrame({ kind: 'proof', value: { mac: NONCE } })],
    ['a short nonce', encodeHandshakeFrame(hello({ nonce: new Uint8Array(4) }))],
  ])('to %s', async (_, frame) => {
    const { started, served } = await run(async (channel) => {
      const side = rogue(channel)
      channel.send(frame)
      return side.next()
    }, accept)
    expect(failure(served).code).toBe('MALFORMED')
    expect(value(started)).toMatchObject({ kind: 'refusal', value: { code: 'MALFORMED' } })
  })

  it('to a frame larger than any of a handshake', async () => {
    const { served } = await run(async (channel) => {
      channel.send(new Uint8Array(HANDSHAKE_FRAME_BYTES_MAX + 1))
      await channel.closed
    }, accept)
    expect(failure(served).code).toBe('FRAME_TOO_LARGE')
  })

  it('to an initiator that does not wait for its answer', async () => {
    const { served } = await run(async (channel) => {
      const side = rogue(channel)
      side.send(hello())
      await side.next()
      side.send({ kind: 'proof', value: { mac: new Uint8Array(32) } })
      for (let i = 0; i < 1000; i++) channel.send(new Uint8Array(1000))
      await channel.closed
    }, accept)
    expect(failure(served).code).toBe('AUTHENTICATION_FAILED')
  })
})
