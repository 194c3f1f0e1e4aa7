import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import protobuf from 'protobufjs/minimal.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DqliteClient } from '../../../bench/src/peers/dqlite.ts'
import { EtcdClient } from '../../../bench/src/peers/etcd.ts'
import { findPeers } from '../../../bench/src/peers/find-peers.ts'

// The peers as far as their answers go: none of them is on the machine of whoever runs the tests.

async function listen(server: Server | ReturnType<typeof createHttp2Server>): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

interface Put {
  readonly key: string
  readonly value: Uint8Array
}

/** A dqlite-demo that answers puts, and everything else, with these texts in turn. */
async function dqlite(answers: readonly string[]): Promise<{ origin: string; puts: Put[] }> {
  const puts: Put[] = []
  let next = 0
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece as Buffer)
    puts.push({ key: `${request.method} ${request.url}`, value: Buffer.concat(pieces) })
    response.end(`${answers[next++]}\n`)
  })
  return { origin: await listen(server), puts }
}

/** An etcd that answers puts with this status of gRPC. */
async function etcd(status: string): Promise<{ origin: string; puts: Put[] }> {
  const puts: Put[] = []
  const server = createHttp2Server()
  server.on('stream', async (stream: ServerHttp2Stream, headers) => {
    const pieces: Buffer[] = []
    for await (const piece of stream) pieces.push(piece as Buffer)
    expect(headers[':path']).toBe('/etcdserverpb.KV/Put')
    puts.push(decodePut(Buffer.concat(pieces)))
    stream.respond({ ':status': 200 }, { waitForTrailers: true })
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': status }))
    stream.end()
  })
  return { origin: await listen(server), puts }
}

/** PutRequest { bytes key = 1; bytes value = 2; } behind a flag and a length. */
function decodePut(frame: Buffer): Put {
  expect(frame[0]).toBe(0)
  expect(frame.readUInt32BE(1)).toBe(frame.length - 5)
  const reader = protobuf.Reader.create(frame.subarray(5))
  expect(reader.uint32()).toBe((1 << 3) | 2)
  const key = reader.string()
  expect(reader.uint32()).toBe((2 << 3) | 2)
  return { key, value: Buffer.from(reader.bytes()) }
}

/** The JSON gateway of a member. */
function gateway(isLeader: boolean): Promise<string> {
  const server = createServer((_, response) => {
    const status = { header: { member_id: '7' }, version: '3.4.23', leader: isLeader ? '7' : '8' }
    response.end(JSON.stringify(status))
  })
  return listen(server)
}

const VALUE = Buffer.from([1, 0, 255])

describe('a put to dqlite', () => {
  test('is a PUT of the bytes, and waits for its answer', async () => {
    const { origin, puts } = await dqlite(['done'])
    using client = new DqliteClient(origin, 1)
    await client.put('key-1', VALUE)
    expect(puts).toEqual([{ key: 'PUT /key-1', value: VALUE }])
  })

  test('is tried again while another write has the database', async () => {
    const { origin, puts } = await dqlite(['Error: database is locked', 'done'])
    using client = new DqliteClient(origin, 1)
    await client.put('key-1', VALUE)
    expect(puts).toHaveLength(2)
  })

  test('fails with what dqlite says, though its status is 200', async () => {
    const { origin } = await dqlite(['Error: disk I/O error'])
    using client = new DqliteClient(origin, 1)
    await expect(client.put('key-1', VALUE)).rejects.toThrow("'Error: disk I/O error'")
  })
})

describe('a put to etcd', () => {
  test('is a PutRequest by gRPC', async () => {
    const { origin, puts } = await etcd('0')
    using client = new EtcdClient(origin)
    await client.put('key-1', VALUE)
    expect(puts).toEqual([{ key: 'key-1', value: VALUE }])
  })

  test('fails with any status but 0', async () => {
    const { origin } = await etcd('14')
    using client = new EtcdClient(origin)
    await expect(client.put('key-1', VALUE)).rejects.toThrow('grpc-status 14')
  })

  test('fails when nobody listens', async () => {
    using client = new EtcdClient('http://127.0.0.1:1')
    await expect(client.put('key-1', VALUE)).rejects.toThrow('ECONNREFUSED')
  })
})

describe('the peers that were named:', () => {
  const find = (etcd: readonly string[], dqlite?: string) => {
    const versions: Record<string, string> = {}
    const addVersion = (what: string, version: string): void => void (versions[what] = version)
    return findPeers({ etcd, dqlite, addVersion }).then((peers) => ({ peers, versions }))
  }

  test('none', async () => {
    expect(await find([])).toEqual({ peers: [], versions: {} })
  })

  test('of an etcd the leader, and its version', async () => {
    const [follower, leader] = [await gateway(false), await gateway(true)]
    expect(await find([follower, leader])).toEqual({
      peers: [{ kind: 'etcd', origin: leader }],
      versions: { etcd: '3.4.23' },
    })
    await expect(find([follower])).rejects.toThrow('name all members')
  })

  test('a dqlite that has no such key', async () => {
    const { origin } = await dqlite(['Error: sql: no rows in result set'])
    expect((await find([], origin)).peers).toEqual([{ kind: 'dqlite', origin }])
  })

  test('not one that answers something else, or that is not there', async () => {
    const { origin } = await dqlite(['Error: no such table: model'])
    const failed = await find([], origin).catch((error: unknown) => error)
    expect(failed).toMatchObject({
      message: `${origin} does not answer as it should`,
      cause: { message: expect.stringContaining('no such table') },
    })
    await expect(find(['http://127.0.0.1:1'])).rejects.toThrow('http://127.0.0.1:1')
  })
})
