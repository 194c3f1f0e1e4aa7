// What goes over the wire for short messages, counted by a proxy between two real transports.

import net from 'node:net'
import { once } from 'node:events'
import { openLibp2pTransport, type Channel } from '@quorumlite/transport'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { untilTrue } from './harnesses.ts'

const PROTOCOL = '/quorumlite/test/1'
const cleanUps: (() => Promise<unknown> | void)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

interface Traffic {
  bytes: number
}

/** A channel whose other end answers nothing, and what crosses the wire in both directions. */
async function openThroughProxy(): Promise<{
  channel: Channel
  received: () => number
  back: Traffic
}> {
  const target = await openLibp2pTransport({ listen: ['/ip4/127.0.0.1/tcp/0'] })
  cleanUps.push(() => target.close())
  let received = 0
  await target.handle(PROTOCOL, (channel) => channel.onFrame(() => received++))
  const { 1: port, 2: peer } = /tcp\/(\d+)(\/p2p\/.*)$/.exec(target.addresses[0]!)!
  const back: Traffic = { bytes: 0 }
  const proxy = net.createServer((near) => {
    const far = net.connect(Number(port), '127.0.0.1')
    near.pipe(far)
    far.on('data', (chunk) => (back.bytes += chunk.length)).pipe(near)
    for (const socket of [near, far]) socket.on('error', () => undefined)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  cleanUps.push(() => void proxy.close())
  const dialer = await openLibp2pTransport()
  cleanUps.push(() => dialer.close())
  const address = `/ip4/127.0.0.1/tcp/${(proxy.address() as net.AddressInfo).port}${peer}`
  const channel = await dialer.open(address, PROTOCOL)
  return { channel, received: () => received, back }
}

describe('a short message', () => {
  test('is not answered with an update of the window until half of that is used', async () => {
    const { channel, received, back } = await openThroughProxy()
    channel.send(Buffer.alloc(100))
    await untilTrue(() => received() === 1)
    const before = back.bytes
    for (let i = 2; i <= 50; i++) {
      channel.send(Buffer.alloc(100))
      await untilTrue(() => received() === i)
    }
    expect(back.bytes).toBe(before)
    // Many windows: without any update this would come to a halt.
    for (let i = 51; i <= 100; i++) channel.send(Buffer.alloc(500_000))
    await untilTrue(() => received() === 100)
    expect(back.bytes).toBeGreaterThan(before)
  })

  test('is one write to the socket', async () => {
    const { channel, received } = await openThroughProxy()
    channel.send(Buffer.alloc(100))
    await untilTrue(() => received() === 1)
    const write = vi.spyOn(net.Socket.prototype, 'write')
    try {
      for (let i = 2; i <= 11; i++) {
        channel.send(Buffer.alloc(100))
        await untilTrue(() => received() === i)
      }
      // The proxy writes what it reads once more.
      expect(write).toHaveBeenCalledTimes(20)
    } finally {
      write.mockRestore()
    }
  })

  test('is read without making an exception', async () => {
    const { channel, received } = await openThroughProxy()
    channel.send(Buffer.alloc(100))
    await untilTrue(() => received() === 1)
    const made = vi.fn()
    const original = globalThis.RangeError
    globalThis.RangeError = new Proxy(original, {
      apply: (target, _, args: [string]) => (made(...args), target(...args)),
      construct: (target, args: [string]) => (made(...args), new target(...args)),
    })
    try {
      channel.send(Buffer.alloc(100))
      await untilTrue(() => received() === 2)
      expect(made).not.toHaveBeenCalled()
    } finally {
      globalThis.RangeError = original
    }
  })
})
