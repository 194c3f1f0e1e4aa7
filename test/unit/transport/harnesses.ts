// Networks of both kinds for the tests of this folder.

import assert from 'node:assert'
import net from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import {
  createMemoryNetwork,
  createSeededRandom,
  createVirtualClock,
  createIdentity,
  type MemoryNetwork,
  openLibp2pTransport,
  type Transport,
  type VirtualClock,
} from '@quorumlite/transport'
import type { TransportHarness } from '@quorumlite/transport/contract'

const PATIENCE_MS = 20_000

export interface MemoryHarness extends TransportHarness {
  readonly clock: VirtualClock
  readonly network: MemoryNetwork
}

export function createMemoryHarness(seed: number | string): MemoryHarness {
  const clock = createVirtualClock()
  const network = createMemoryNetwork({ clock, random: createSeededRandom(seed) })
  let created = 0
  return {
    clock,
    network,
    createTransport: () => Promise.resolve(network.createTransport(`peer${++created}`)),
    refusingAddress: '/memory/nobody/p2p/nobody',
    withOtherPeerId: (address) => address.replace(/\/p2p\/.*/, '/p2p/somebody'),
    withoutPeerId: (address) => address.replace(/\/p2p\/.*/, ''),
    settle: (promise) => settleOn(clock, promise),
    async until(condition) {
      assert(await clock.runUntil(condition, PATIENCE_MS), 'the condition never held')
    },
    quiesce: () => clock.advance(100),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/** Moves the clock until `promise` settles. */
export async function settleOn<T>(clock: VirtualClock, promise: Promise<T>): Promise<T> {
  let settled = false
  const done = (): void => {
    settled = true
  }
  promise.then(done, done)
  assert(await clock.runUntil(() => settled, PATIENCE_MS), 'the promise never settled')
  return promise
}

export async function createLibp2pHarness(): Promise<TransportHarness> {
  const transports: Transport[] = []
  const { peerId: otherPeerId } = await createIdentity()
  const refusingAddress = `/ip4/127.0.0.1/tcp/${await unusedPort()}/p2p/${otherPeerId}`
  return {
    async createTransport() {
      const transport = await openLibp2pTransport({ listen: ['/ip4/127.0.0.1/tcp/0'] })
      transports.push(transport)
      return transport
    },
    refusingAddress,
    withOtherPeerId: (address) => address.replace(/\/p2p\/.*/, `/p2p/${otherPeerId}`),
    withoutPeerId: (address) => address.replace(/\/p2p\/.*/, ''),
    settle: (promise) => promise,
    until: untilTrue,
    async quiesce() {
      // Loopback delivers within a turn of the kernel's; a round trip over another socket is as good a fence as any.
      for (let i = 0; i < 20; i++) await roundTrip()
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(transports.map((transport) => transport.close()))
    },
  }
}

/** Lets the event loop turn until `condition` holds. */
export async function untilTrue(condition: () => boolean): Promise<void> {
  const startMs = performance.now()
  while (!condition()) {
    assert(performance.now() - startMs < PATIENCE_MS, 'the condition never held')
    await turn()
  }
}

/** A port that was free a moment ago. */
export async function unusedPort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function roundTrip(): Promise<void> {
  const server = net.createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const socket = net.connect((server.address() as net.AddressInfo).port, '127.0.0.1')
  socket.write('x')
  await new Promise((resolve) => socket.once('data', resolve))
  socket.destroy()
  await new Promise((resolve) => server.close(resolve))
}
