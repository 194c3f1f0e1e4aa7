import net from 'node:net'
import {
  type Channel,
  createIdentity,
  OpenError,
  openLibp2pTransport,
  type Transport,
} from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { untilTrue, unusedPort } from './harnesses.ts'

const PROTOCOL = '/quorumlite/test/1'
const LOOPBACK = '/ip4/127.0.0.1/tcp/0'

const transports: Transport[] = []
const unhandled: unknown[] = []
const onUnhandled = (reason: unknown): void => {
  unhandled.push(reason)
}

beforeEach(() => void process.on('unhandledRejection', onUnhandled))
afterEach(async () => {
  await Promise.all(transports.splice(0).map((transport) => transport.close()))
  process.off('unhandledRejection', onUnhandled)
  expect(unhandled).toEqual([])
})

async function start(options: Parameters<typeof openLibp2pTransport>[0] = {}): Promise<Transport> {
  const transport = await openLibp2pTransport(options)
  transports.push(transport)
  return transport
}

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('a libp2p channel', () => {
  it('makes one write of all frames of a tick', async () => {
    const target = await start({ listen: [LOOPBACK] })
    const dialer = await start()
    const received: string[] = []
    await target.handle(PROTOCOL, (channel) => {
      channel.onFrame((frame) => received.push(Buffer.from(frame).toString()))
    })
    const channel = await dialer.open(target.addresses[0]!, PROTOCOL)
    // Every stream of libp2p shares this method, which takes the caller's bytes.
    const { AbstractMessageStream } = await import('@libp2p/utils')
    const send = vi.spyOn(AbstractMessageStream.prototype, 'send')
    const writes = (): number =>
      send.mock.contexts.filter((stream) => (stream as { protocol?: string }).protocol === PROTOCOL)
        .length
    try {
      for (let i = 0; i < 1000; i++) channel.send(Buffer.from(`${i}`))
      await untilTrue(() => received.length === 1000)
      expect(writes()).toBe(1)
      channel.send(Buffer.from('next tick'))
      await untilTrue(() => received.length === 1001)
      expect(writes()).toBe(2)
    } finally {
      send.mockRestore()
    }
  })

  it('survives a peer that resets its connection in the middle of a frame', async () => {
    const target = await start({ listen: [LOOPBACK] })
    const dialer = await start()
    const accepted: Channel[] = []
    await target.handle(PROTOCOL, (channel) => accepted.push(channel))
    const channel = await dialer.open(target.addresses[0]!, PROTOCOL)
    channel.send(new Uint8Array(8 * 1024 * 1024))
    await untilTrue(() => accepted.length === 1)
    await target.close()
    await channel.closed
    await expect(channel.drained()).rejects.toMatchObject({ code: 'CLOSED' })
  })
})

describe('a libp2p transport', () => {
  it('listens nowhere unless told to', async () => {
    const transport = await start()
    expect(transport.addresses).toEqual([])
  })

  it('announces other addresses than it listens on', async () => {
    const identity = await createIdentity()
    const announce = ['/dns4/node1.example/tcp/4001']
    const transport = await start({ identity, listen: [LOOPBACK], announce })
    expect(transport.addresses).toEqual([`/dns4/node1.example/tcp/4001/p2p/${identity.peerId}`])
  })

  it('says when it cannot listen', async () => {
    const port = await unusedPort()
    await start({ listen: [`/ip4/127.0.0.1/tcp/${port}`] })
    const taken = await errorOf(openLibp2pTransport({ listen: [`/ip4/127.0.0.1/tcp/${port}`] }))
    expect(taken).toMatchObject({ code: 'UNAVAILABLE' })
    const oneOfTwo = openLibp2pTransport({ listen: [LOOPBACK, `/ip4/127.0.0.1/tcp/${port}`] })
    expect(await errorOf(oneOfTwo)).toMatchObject({ code: 'UNAVAILABLE' })
    const nonsense = await errorOf(openLibp2pTransport({ listen: ['localhost'] }))
    expect(nonsense).toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  it('takes a host name that does not resolve for unreachable, and not for refused', async () => {
    const { peerId } = await createIdentity()
    const dialer = await start()
    const error = await errorOf(
      dialer.open(`/dns4/nowhere.invalid/tcp/4001/p2p/${peerId}`, PROTOCOL),
    )
    expect(error).toBeInstanceOf(OpenError)
    expect((error as OpenError).failure).not.toBe('REFUSED')
  })

  it.each([
    ['says nothing', 'TIMEOUT', () => {}],
    ['hangs up', 'BROKEN', (socket: net.Socket) => socket.destroy()],
    [
      'speaks something else',
      'BROKEN',
      (socket: net.Socket) => socket.write('220 mail ESMTP\r\n'.repeat(20)),
    ],
  ])('gives up on a server that %s (%s)', async (_, failure, serve) => {
    const { peerId } = await createIdentity()
    const sockets: net.Socket[] = []
    const server = net.createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => {})
      serve(socket)
    })
    server.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as net.AddressInfo
    const dialer = await start()
    const address = `/ip4/127.0.0.1/tcp/${port}/p2p/${peerId}`
    const error = await errorOf(dialer.open(address, PROTOCOL, { timeoutMs: 300 }))
    expect(error).toBeInstanceOf(OpenError)
    expect((error as OpenError).failure).toBe(failure)
    for (const socket of sockets) socket.destroy()
    server.close()
  })

  it('is not harmed by connections that speak nonsense, or nothing', async () => {
    const target = await start({ listen: [LOOPBACK] })
    await target.handle(PROTOCOL, (channel) => {
      channel.onFrame((frame) => channel.send(frame.slice()))
    })
    const port = Number(/tcp\/(\d+)/.exec(target.addresses[0]!)![1])
    const sockets = [
      '',
      'GET / HTTP/1.1\r\n\r\n',
      '\u0013/multistream/1.0.0\n\u0007/noise\nxx',
    ].map((text) => {
      const socket = net.connect(port, '127.0.0.1')
      socket.on('error', () => {})
      socket.write(text)
      return socket
    })
    const dialer = await start()
    const channel = await dialer.open(target.addresses[0]!, PROTOCOL)
    let answers = 0
    channel.onFrame(() => (answers += 1))
    channel.send(Buffer.from('hello'))
    await untilTrue(() => answers === 1)
    for (const socket of sockets) socket.destroy()
  })

  it('takes many short-lived clients from one host, and hears of the end of each', async () => {
    const target = await start({ listen: [LOOPBACK] })
    await target.handle(PROTOCOL, (channel) => {
      channel.onFrame((frame) => channel.send(frame.slice()))
    })
    const gone: string[] = []
    target.onPeerDisconnect((peerId) => gone.push(peerId))
    const peers = new Set<string>()
    for (let i = 0; i < 20; i++) {
      await using client = await openLibp2pTransport()
      peers.add(client.peerId)
      const channel = await client.open(target.addresses[0]!, PROTOCOL)
      const answer = new Promise((resolve) => channel.onFrame(resolve))
      channel.send(Buffer.from('hello'))
      await answer
      await channel.close()
    }
    await untilTrue(() => gone.length === 20)
    expect(new Set(gone)).toEqual(peers)
  })

  it('refuses to dial itself', async () => {
    const transport = await start({ listen: [LOOPBACK] })
    const error = await errorOf(transport.open(transport.addresses[0]!, PROTOCOL))
    expect(error).toBeInstanceOf(QuorumliteError)
    expect((error as QuorumliteError).code).toBe('INVALID_ARGUMENT')
  })

  it('ends a dial that is under way when it closes', async () => {
    const { peerId } = await createIdentity()
    const server = net.createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as net.AddressInfo
    const dialer = await start()
    const opening = errorOf(dialer.open(`/ip4/127.0.0.1/tcp/${port}/p2p/${peerId}`, PROTOCOL))
    await dialer.close()
    expect(await opening).toMatchObject({ code: 'CLOSED' })
    server.close()
  })
})
