// As much of etcd's client as a write takes: gRPC by hand, over one HTTP/2 connection, so that nothing but etcd is measured.
// https://etcd.io/docs/v3.4/dev-guide/api_reference_v3/

import { connect, type ClientHttp2Session } from 'node:http2'
import protobuf from 'protobufjs/minimal.js'
import type { PeerClient } from './peer.ts'

const PUT = '/etcdserverpb.KV/Put'
/** https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md: a flag for compression, and the length. */
const MESSAGE_PREFIX_BYTES = 5

export interface EtcdStatus {
  readonly version: string
  readonly isLeader: boolean
}

/** By the JSON gateway, which every etcd has. */
export async function etcdStatus(origin: string): Promise<EtcdStatus> {
  const response = await fetch(`${origin}/v3/maintenance/status`, { method: 'POST', body: '{}' })
  if (!response.ok) throw new Error(`its status was answered with HTTP ${response.status}`)
  const { header, version, leader } = (await response.json()) as {
    readonly header: { readonly member_id: string }
    readonly version: string
    readonly leader: string
  }
  return { version, isLeader: header.member_id === leader }
}

export class EtcdClient implements PeerClient {
  readonly #session: ClientHttp2Session

  constructor(origin: string) {
    this.#session = connect(origin)
    // Each request that it takes along says so, too.
    this.#session.on('error', () => undefined)
  }

  put(key: string, value: Uint8Array): Promise<void> {
    const message = protobuf.Writer.create().uint32(10).string(key).uint32(18).bytes(value).finish()
    const frame = Buffer.alloc(MESSAGE_PREFIX_BYTES + message.length)
    frame.writeUInt32BE(message.length, 1)
    frame.set(message, MESSAGE_PREFIX_BYTES)
    return new Promise((resolve, reject) => {
      const stream = this.#session.request({
        ':method': 'POST',
        ':path': PUT,
        'content-type': 'application/grpc',
        te: 'trailers',
      })
      let status: unknown
      const note = (headers: Readonly<Record<string, unknown>>): void => {
        status = headers['grpc-status'] ?? status
      }
      stream.on('response', note)
      stream.on('trailers', note)
      stream.on('error', reject)
      stream.on('end', () => {
        if (status === '0') resolve()
        else reject(new Error(`etcd answered a put with grpc-status ${String(status)}`))
      })
      stream.resume()
      stream.end(frame)
    })
  }

  [Symbol.dispose](): void {
    this.#session.destroy()
  }
}
