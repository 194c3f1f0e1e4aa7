// Peers in processes of their own, over TCP: what only the kernel can show. The child runs the built package.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  createIdentity,
  createPeerLinks,
  type Identity,
  loadOrCreateIdentity,
  OpenError,
  openLibp2pTransport,
  type PeerLinks,
  systemClock,
  systemRandom,
  type Transport,
} from '@quorumlite/transport'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { untilTrue, unusedPort } from './harnesses.ts'

const FIXTURE = fileURLToPath(new URL('fixtures/link-peer.mjs', import.meta.url))

let directory: string
let child: ChildProcess
let childOutput: string[]
let childIdentity: Identity
let port: number
let transport: Transport
let links: PeerLinks
let events: string[]

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'quorumlite-transport-'))
  childIdentity = await loadOrCreateIdentity(path.join(directory, 'child.key'))
  port = await unusedPort()
  const identity = await createIdentity()
  transport = await openLibp2pTransport({ identity, listen: ['/ip4/127.0.0.1/tcp/0'] })
  events = []
  links = await createPeerLinks({
    transport,
    clock: systemClock,
    random: systemRandom,
    self: { clusterId: new Uint8Array(16).fill(7), nodeId: 1, storageId: '' },
    key: new Uint8Array(32).fill(1),
    events: {
      onFrame: (id, frame) => events.push(`frame ${id} ${Buffer.from(frame).toString()}`),
      onUp: (id) => events.push(`up ${id}`),
      onDown: (id) => events.push(`down ${id}`),
      onGone: (id) => events.push(`gone ${id}`),
    },
  })
  await startChild()
  links.setPeers([
    {
      nodeId: 2,
      peerId: childIdentity.peerId,
      storageId: '',
      addresses: [`/ip4/127.0.0.1/tcp/${port}`],
    },
  ])
  await untilTrue(() => links.isUp(2))
})

afterEach(async () => {
  child.kill('SIGKILL')
  await links.close()
  await transport.close()
  await rm(directory, { recursive: true })
})

async function startChild(): Promise<void> {
  const parent = {
    nodeId: 1,
    peerId: transport.peerId,
    storageId: '',
    addresses: transport.addresses,
  }
  const keyFile = path.join(directory, 'child.key')
  const config = { nodeId: 2, keyFile, port, peers: [parent] }
  child = spawn(process.execPath, [FIXTURE, JSON.stringify(config)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const output: string[] = []
  childOutput = output
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    output.push(...text.trim().split('\n'))
  })
  await untilTrue(() => childOutput.some((line) => line.startsWith('ready')))
}

/** Frames may be lost with a link that another one replaces, so this one is sent until it is answered. */
async function answered(text: string): Promise<void> {
  await untilTrue(() => {
    if (!events.includes('frame 2 answer')) links.send(2, Buffer.from(text))
    return events.includes('frame 2 answer')
  })
}

async function exited(): Promise<void> {
  await untilTrue(() => child.exitCode !== null || child.signalCode !== null)
}

it('reports a killed process as gone, until it is back', async () => {
  expect(links.send(2, Buffer.from('hello'))).toBe(true)
  await answered('hello')
  child.kill('SIGKILL')
  await untilTrue(() => events.filter((event) => event === 'gone 2').length >= 3)
  const changes = events.filter((event) => event === 'down 2' || event === 'gone 2')
  expect(changes.slice(0, 2)).toEqual(['down 2', 'gone 2'])
  expect(changes.filter((event) => event === 'down 2')).toHaveLength(1)
  await exited()
  await startChild()
  await untilTrue(() => events.includes('up 2'))
  events.length = 0
  await answered('again')
  expect(events).not.toContain('gone 2')
})

it('does not report a stopped process, whose dials time out', async () => {
  events.length = 0
  child.kill('SIGSTOP')
  links.send(2, Buffer.from('hello'))
  // A fresh connection to the stopped process: the kernel takes it, and nobody answers.
  const stranger = await openLibp2pTransport()
  const address = `/ip4/127.0.0.1/tcp/${port}/p2p/${childIdentity.peerId}`
  const failure = await stranger.open(address, '/quorumlite/raft/1', { timeoutMs: 300 }).then(
    () => undefined,
    (error: unknown) => error,
  )
  await stranger.close()
  expect(failure).toBeInstanceOf(OpenError)
  expect((failure as OpenError).failure).toBe('TIMEOUT')
  expect(events).toEqual([])
  // Neither when the link is given up: the redial, over the connection that is there, times out as well.
  links.reset(2)
  const reopening = await transport.open(address, '/quorumlite/raft/1').then(
    () => undefined,
    (error: unknown) => error,
  )
  expect((reopening as OpenError).failure).toBe('TIMEOUT')
  expect(events).toEqual(['down 2'])
  child.kill('SIGCONT')
  await untilTrue(() => events.includes('up 2'))
  expect(events).not.toContain('gone 2')
  events.length = 0
  await answered('hello')
})
