import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { connect } from '@quorumlite/client'
import {
  CLIENT_PROTOCOL,
  RAFT_PROTOCOL,
  SNAPSHOT_PROTOCOL,
  initiateHandshake,
  loadSecret,
  openLibp2pTransport,
  systemClock,
  systemRandom,
} from '@quorumlite/transport'
import { QuorumliteError } from '@quorumlite/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { NodeProcess } from '../../packages/quorumlite/dist/cli/demo/node-process.js'
import { ProcessCluster } from '../support/process-cluster.ts'

// What the world may do wrong to running nodes and their directories: each case has a typed error that says what to do,
// and harms nobody else.

const CLI = fileURLToPath(new URL('../../packages/quorumlite/dist/cli/main.js', import.meta.url))

let cluster: ProcessCluster
let scratch: string

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'quorumlite-bad-'))
  cluster = await ProcessCluster.start(1)
}, 120_000)

afterAll(async () => {
  await cluster[Symbol.asyncDispose]()
  rmSync(scratch, { recursive: true, force: true })
})

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function quorumlite(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, ...args])
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}

function join1(directory: string, secretFile = cluster.secretFile): Promise<Ended> {
  const [address] = cluster.addresses
  return quorumlite('start', '--data', directory, '--join', address!, '--secret', secretFile)
}

async function expectHealthy(): Promise<void> {
  await using client = await cluster.connect()
  await client.execute('create table if not exists alive (n integer)')
  await client.execute('insert into alive values (1)')
  expect(cluster.nodes[0]!.running).toBe(true)
}

describe('a data directory', () => {
  test('in use refuses a second node', async () => {
    const { code, err } = await quorumlite('start', '--data', join(cluster.directory, 'node-0'))
    expect(code).toBe(1)
    expect(err).toContain('STORAGE_LOCKED')
    await expectHealthy()
  })

  test('that is empty wants to be told what it is for', async () => {
    const { code, err } = await quorumlite('start', '--data', join(scratch, 'empty'))
    expect(code).toBe(1)
    expect(err).toContain('NOT_A_MEMBER')
    expect(err).toMatch(/bootstrap.*join|join.*bootstrap/s)
  })

  test('that is damaged refuses to start and says how to come back', async () => {
    await expectHealthy()
    const copy = join(scratch, 'damaged')
    await cluster.nodes[0]!.stop()
    cpSync(join(cluster.directory, 'node-0'), copy, { recursive: true })
    await cluster.startNode(0)
    const storage = join(copy, 'storage')
    // A flipped bit in the middle of what was written: no torn tail.
    for (const name of readdirSync(storage).filter((file) => /\.(log|ldb)$/.test(file))) {
      const bytes = readFileSync(join(storage, name))
      if (bytes.length < 200) continue
      bytes[Math.floor(bytes.length / 3)]! ^= 0x10
      writeFileSync(join(storage, name), bytes)
    }
    const { code, err } = await quorumlite('start', '--data', copy)
    expect(code).toBe(1)
    expect(err).toContain('STORAGE_DAMAGED')
    expect(err).toMatch(/rejoin|join/i)
    await expectHealthy()
  })

  test('whose key is another one refuses to start', async () => {
    const copy = join(scratch, 'other-key')
    await cluster.nodes[0]!.stop()
    cpSync(join(cluster.directory, 'node-0'), copy, { recursive: true })
    await cluster.startNode(0)
    rmSync(join(copy, 'node.key'))
    const { code, err } = await quorumlite('start', '--data', copy)
    expect(code).toBe(1)
    expect(err).toContain('WRONG_PEER')
  })
})

describe('a node that wants to join', () => {
  test('with another secret is refused', async () => {
    const other = join(scratch, 'other.secret')
    writeFileSync(other, 'a secret of another cluster, long enough to be one', { mode: 0o600 })
    const { code, err } = await join1(join(scratch, 'stranger'), other)
    expect(code).toBe(1)
    expect(err).toContain('AUTHENTICATION_FAILED')
    await expectHealthy()
  })

  test('with a secret that others can read is refused before anything is sent', async () => {
    const open = join(scratch, 'open.secret')
    writeFileSync(open, readFileSync(cluster.secretFile), { mode: 0o644 })
    const { code, err } = await join1(join(scratch, 'careless'), open)
    expect(code).toBe(2)
    expect(err).toContain('INVALID_ARGUMENT')
  })

  test('with the key of a member over an empty directory is refused; wiped, it comes back under a new id', async () => {
    const directory = join(scratch, 'learner')
    const args = ['--data', directory, '--role', 'learner', '--secret', cluster.secretFile]
    const joining = [...args, '--join', cluster.addresses[0]!]
    const first = await NodeProcess.start(joining)
    await first.stop()
    const restored = join(scratch, 'restored')
    mkdirSync(restored)
    cpSync(join(directory, 'node.key'), join(restored, 'node.key'))
    const { code, err } = await join1(restored)
    expect(code).toBe(1)
    expect(err).toContain('STORAGE_ID_MISMATCH')
    rmSync(directory, { recursive: true })
    const second = await NodeProcess.start(joining)
    expect(second.ready.nodeId).toBeGreaterThan(first.ready.nodeId)
    expect(second.ready.peerId).not.toBe(first.ready.peerId)
    await second.stop()
    await expectHealthy()
  }, 120_000)
})

describe('a stream', () => {
  test.each([CLIENT_PROTOCOL, RAFT_PROTOCOL, SNAPSHOT_PROTOCOL])(
    'of %s that brings garbage is closed, and nobody else notices',
    async (protocol) => {
      await using transport = await openLibp2pTransport()
      const channel = await transport.open(cluster.nodes[0]!.ready.addresses[0]!, protocol)
      channel.onFrame(() => undefined)
      channel.send(systemRandom.bytes(500))
      await channel.closed
      expect(cluster.nodes[0]!.running).toBe(true)
    },
  )

  test('past the handshake that brings garbage is closed, and others go on', async () => {
    await using transport = await openLibp2pTransport()
    const channel = await transport.open(cluster.nodes[0]!.ready.addresses[0]!, CLIENT_PROTOCOL)
    await initiateHandshake(channel, {
      localPeer: transport.peerId,
      side: { clusterId: new Uint8Array(0), nodeId: 0, storageId: '' },
      credential: { role: 'member', key: await loadSecret({ file: cluster.secretFile }) },
      clock: systemClock,
      random: systemRandom,
    })
    channel.onFrame(() => undefined)
    channel.send(systemRandom.bytes(1_000_000))
    await channel.closed
    expect(cluster.nodes[0]!.running).toBe(true)
  })
})

describe('a driver', () => {
  test('with another secret is refused by name', async () => {
    const connecting = connect({
      addresses: cluster.addresses,
      secret: 'a secret of another cluster, long enough to be one',
      timeoutMs: 5_000,
    })
    await expect(connecting).rejects.toMatchObject({ code: 'AUTHENTICATION_FAILED' })
  })

  test('whose address names another key is refused by name', async () => {
    const address = cluster.addresses[0]!.replace(
      /p2p\/.*/,
      'p2p/12D3KooWJRp9m17JzpvAUT8Fth81SEWpEvM4iXW5dkyBuMcLS2A1',
    )
    const connecting = connect({
      addresses: [address],
      secret: { file: cluster.secretFile },
      timeoutMs: 5_000,
    })
    await expect(connecting).rejects.toThrow(/another peer|WRONG_PEER/i)
  })

  test('without any node to reach says which addresses failed and why', async () => {
    const connecting = connect({
      addresses: ['/ip4/127.0.0.1/tcp/1'],
      secret: { file: cluster.secretFile },
      timeoutMs: 3_000,
    })
    const error = await connecting.then(
      () => undefined,
      (cause: unknown) => cause,
    )
    expect(error).toBeInstanceOf(QuorumliteError)
    expect((error as Error).message).toContain('/ip4/127.0.0.1/tcp/1')
  })
})
