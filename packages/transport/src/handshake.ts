// The first frames of every channel: a common version, who is who, and proof on both sides that they hold a secret of
// the same cluster, without ever sending it.
//
//   initiator                                   responder
//   Hello(versions, ids, nonce)         ->
//                                       <-      Hello(versions, ids, nonce)   or a Refusal
//   Proof(HMAC(key, "initiator", ...))  ->
//                                       <-      Proof(HMAC(key, "responder", ...))   or a Refusal
//
// The MAC covers a label, the protocol, both peer ids and both Hellos as they were sent, hence both nonces, the cluster
// ids and the versions offered. What that buys:
// - The channel cannot be another one. Noise has proven to each side the key behind the other's peer id. Somebody in
//   the middle would have to show a key of its own to both; the two ends would then compute their MACs over different
//   peer ids. (The Noise handshake hash would bind tighter, but libp2p does not hand it out; the difference matters
//   only if a node's private key is stolen, and then its thief is that node anyway.)
// - A proof is of no use twice, since each side's fresh nonce is in it; nor in the other direction, since the label is.
// - Versions cannot be talked down without breaking the proof.
// - The responder, whom anybody can reach, computes a proof only for somebody who has just given one.
// A Refusal comes from whoever owns the peer id, and is no more trustworthy than that.

import assert from 'node:assert'
import { createHmac, timingSafeEqual } from 'node:crypto'
import {
  decodeHandshakeFrame,
  encodeHandshakeFrame,
  type HandshakeFrame,
  type HandshakeFrames,
  type Hello,
  isErrorCode,
  negotiate,
  NONCE_BYTES,
  OWN_VERSIONS,
  QuorumliteError,
  FRAME_BYTES_MAX,
} from '@quorumlite/wire'
import type { Clock } from './clock.ts'
import { HANDSHAKE_FRAME_BYTES_MAX, HANDSHAKE_TIMEOUT_MS } from './limits.ts'
import type { Random } from './random.ts'
import type { Channel } from './transport.ts'

/** How one side presents itself. */
export interface HandshakeSide {
  /** Empty for a client, or a node that has not joined yet: then any cluster will do. */
  readonly clusterId: Uint8Array
  /** 0 for a client. */
  readonly nodeId: number
  /** Made with the data directory; empty for a client. */
  readonly storageId: string
}

/** A secret, and what its holders may do; the meaning of `role` is the caller's. */
export interface Credential {
  readonly role: string
  readonly key: Uint8Array
}

/** Whom the other side has proven to be. */
export interface HandshakeResult {
  readonly remote: HandshakeSide & { readonly peerId: string }
  /** The protocol version that both sides speak from here on. */
  readonly version: number
  /** The credential that the proof was made with. */
  readonly role: string
}

export interface HandshakeOptions {
  /** The peer id of this end. */
  readonly localPeer: string
  readonly side: HandshakeSide
  readonly clock: Clock
  readonly random: Random
  /** The default is `HANDSHAKE_TIMEOUT_MS`. */
  readonly timeoutMs?: number
  /**
   * Refuses the other side by an error. The responder asks it last, when the initiator has proven itself; the initiator
   * before it gives its own proof, when no more than the peer id is proven.
   */
  readonly admit?: (result: HandshakeResult) => QuorumliteError | undefined
}

export interface InitiateOptions extends HandshakeOptions {
  readonly credential: Credential
}

export interface AcceptOptions extends HandshakeOptions {
  /** Any of them lets the initiator in. */
  readonly credentials: readonly Credential[]
}

/**
 * Runs the handshake on a channel that was opened from here, before anything else was sent on it. Afterwards the channel
 * has no listener: frames wait until one is set.
 *
 * @throws QuorumliteError with the code of the refusal (AUTHENTICATION_FAILED, WRONG_CLUSTER, PROTOCOL_VERSION, REMOVED,
 *   STORAGE_ID_MISMATCH, WRONG_PEER), MALFORMED, TIMEOUT, or CLOSED; the channel is closed then.
 */
export async function initiateHandshake(
  channel: Channel,
  options: InitiateOptions,
): Promise<HandshakeResult> {
  return exchange(channel, options, async (frames) => {
    const { credential, localPeer, side } = options
    const own = encodeHello(options)
    frames.send(own)
    const received = await frames.receive()
    const hello = expectFrame(received.frame, 'hello')
    const version = negotiate(hello)
    checkCluster(side, hello)
    const result = toResult(channel, hello, version, credential.role)
    const refusal = options.admit?.(result)
    if (refusal !== undefined) throw refusal
    const transcript: Transcript = {
      protocol: channel.protocol,
      initiatorPeer: localPeer,
      responderPeer: channel.remotePeer,
      initiatorHello: own,
      responderHello: received.bytes,
    }
    const mac = proofOf(credential.key, 'initiator', transcript)
    frames.sendFrame({ kind: 'proof', value: { mac } })
    const proof = expectFrame((await frames.receive()).frame, 'proof')
    if (!isProof(proof.mac, credential.key, 'responder', transcript)) {
      throw new QuorumliteError(
        'AUTHENTICATION_FAILED',
        `peer ${channel.remotePeer} accepts our secret without knowing it`,
        { hint: 'Something that is no node of this cluster answers at this address.' },
      )
    }
    return result
  })
}

/**
 * Runs the handshake on an incoming channel. Call it synchronously in the `accept` of `Transport.handle`.
 *
 * @throws QuorumliteError as `initiateHandshake`; the initiator has been told why, and the channel is closing.
 */
export async function acceptHandshake(
  channel: Channel,
  options: AcceptOptions,
): Promise<HandshakeResult> {
  assert(options.credentials.length > 0)
  channel.limitFrames(HANDSHAKE_FRAME_BYTES_MAX)
  return exchange(channel, options, async (frames) => {
    const { localPeer, side } = options
    const received = await frames.receive()
    const hello = expectFrame(received.frame, 'hello')
    const version = negotiate(hello)
    checkCluster(side, hello)
    const own = encodeHello(options)
    frames.send(own)
    const transcript: Transcript = {
      protocol: channel.protocol,
      initiatorPeer: channel.remotePeer,
      responderPeer: localPeer,
      initiatorHello: received.bytes,
      responderHello: own,
    }
    const proof = expectFrame((await frames.receive()).frame, 'proof')
    const credential = options.credentials.find(({ key }) =>
      isProof(proof.mac, key, 'initiator', transcript),
    )
    if (credential === undefined) {
      throw new QuorumliteError(
        'AUTHENTICATION_FAILED',
        `peer ${channel.remotePeer} does not know the secret`,
      )
    }
    const result = toResult(channel, hello, version, credential.role)
    const refusal = options.admit?.(result)
    if (refusal !== undefined) throw refusal
    channel.limitFrames(FRAME_BYTES_MAX)
    const mac = proofOf(credential.key, 'responder', transcript)
    frames.sendFrame({ kind: 'proof', value: { mac } })
    return result
  })
}

// The exchange of frames

interface FrameExchange {
  send(bytes: Uint8Array): void
  sendFrame(frame: HandshakeFrame): void
  receive(): Promise<{ readonly frame: HandshakeFrame; readonly bytes: Uint8Array }>
}

async function exchange(
  channel: Channel,
  options: HandshakeOptions,
  run: (frames: FrameExchange) => Promise<HandshakeResult>,
): Promise<HandshakeResult> {
  const timeoutMs = options.timeoutMs ?? HANDSHAKE_TIMEOUT_MS
  const timer = options.clock.setTimer(timeoutMs, () => {
    channel.abort(
      new QuorumliteError(
        'TIMEOUT',
        `peer ${channel.remotePeer} left a handshake unfinished for ${timeoutMs} ms`,
      ),
    )
  })
  try {
    return await run({
      send: (bytes) => void channel.send(bytes),
      sendFrame: (frame) => void channel.send(encodeHandshakeFrame(frame)),
      receive: () => receiveFrame(channel),
    })
  } catch (error) {
    refuse(channel, error)
    throw error
  } finally {
    timer.cancel()
  }
}

/** One frame; the channel holds further ones back until they are asked for. */
async function receiveFrame(
  channel: Channel,
): Promise<{ readonly frame: HandshakeFrame; readonly bytes: Uint8Array }> {
  const bytes = await new Promise<Uint8Array>((resolve, reject) => {
    channel.onFrame((frame) => {
      channel.onFrame(undefined)
      // The frame is a view of what was received, and is needed until the proofs are made.
      resolve(frame.slice())
    })
    void channel.closed.then((error) => {
      reject(
        error ??
          new QuorumliteError('CLOSED', `peer ${channel.remotePeer} closed during the handshake`),
      )
    })
  })
  return { frame: decodeHandshakeFrame(bytes), bytes }
}

function expectFrame<K extends 'hello' | 'proof'>(
  frame: HandshakeFrame,
  kind: K,
): HandshakeFrames[K] {
  if (frame.kind === 'refusal') {
    const { code, message, hint } = frame.value
    const known = isErrorCode(code)
    throw new RefusedByPeer(
      known ? code : 'INTERNAL',
      known ? message : `${code}: ${message}`,
      hint === '' ? {} : { hint },
    )
  }
  if (frame.kind !== kind) {
    throw new QuorumliteError('MALFORMED', `a ${frame.kind} came where a ${kind} was due`)
  }
  return frame.value as HandshakeFrames[K]
}

/** A refusal that came from the other side, and is not to be sent back to it. */
class RefusedByPeer extends QuorumliteError {}

/** Tells the other side why, as far as there still is one, and closes. */
function refuse(channel: Channel, error: unknown): void {
  if (error instanceof QuorumliteError && !(error instanceof RefusedByPeer)) {
    const { code, message, hint } = error
    channel.send(encodeHandshakeFrame({ kind: 'refusal', value: { code, message, hint } }))
  }
  // Whatever it still sends is of no interest.
  channel.onFrame(() => {})
  void channel.close()
}

// Proofs

interface Transcript {
  readonly protocol: string
  readonly initiatorPeer: string
  readonly responderPeer: string
  readonly initiatorHello: Uint8Array
  readonly responderHello: Uint8Array
}

function proofOf(
  key: Uint8Array,
  label: 'initiator' | 'responder',
  transcript: Transcript,
): Uint8Array {
  const mac = createHmac('sha256', key)
  const parts = [
    `quorumlite handshake ${label}`,
    transcript.protocol,
    transcript.initiatorPeer,
    transcript.responderPeer,
    transcript.initiatorHello,
    transcript.responderHello,
  ]
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    // With its length in front, no part can pass for a piece of another one.
    const length = Buffer.alloc(4)
    length.writeUInt32LE(bytes.byteLength)
    mac.update(length).update(bytes)
  }
  return mac.digest()
}

function isProof(
  mac: Uint8Array,
  key: Uint8Array,
  label: 'initiator' | 'responder',
  transcript: Transcript,
): boolean {
  const expected = proofOf(key, label, transcript)
  return mac.byteLength === expected.byteLength && timingSafeEqual(mac, expected)
}

function encodeHello(options: HandshakeOptions): Uint8Array {
  const { clusterId, nodeId, storageId } = options.side
  const nonce = options.random.bytes(NONCE_BYTES)
  return encodeHandshakeFrame({
    kind: 'hello',
    value: { ...OWN_VERSIONS, clusterId, nodeId, storageId, nonce },
  })
}

function checkCluster(side: HandshakeSide, hello: Hello): void {
  if (side.clusterId.byteLength === 0 || hello.clusterId.byteLength === 0) return
  if (Buffer.compare(side.clusterId, hello.clusterId) === 0) return
  throw new QuorumliteError('WRONG_CLUSTER', 'the two sides belong to different clusters')
}

function toResult(channel: Channel, hello: Hello, version: number, role: string): HandshakeResult {
  const { clusterId, nodeId, storageId } = hello
  return { remote: { peerId: channel.remotePeer, clusterId, nodeId, storageId }, version, role }
}
