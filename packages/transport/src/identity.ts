// Who a node is: an Ed25519 key, and the libp2p peer id that is its public half.

import './polyfill.ts'
import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys'
import type { PrivateKey } from '@libp2p/interface'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { QuorumliteError } from '@quorumlite/wire'
import { createPrivateFile, readPrivateFile } from './private-file.ts'

export interface Identity {
  /** The public key as libp2p writes it: `12D3KooW...`. */
  readonly peerId: string
  /** The private key in libp2p's protobuf encoding. Whoever has it is this node. */
  readonly privateKey: Uint8Array
}

/** A fresh identity that nobody knows yet. */
export async function createIdentity(): Promise<Identity> {
  return toIdentity(privateKeyToProtobuf(await generateKeyPair('Ed25519')))
}

/**
 * The identity in `file`, which is created (mode 0600) if it does not exist. Its directory has to exist.
 *
 * @throws QuorumliteError INVALID_ARGUMENT if the file is open to others or holds no key.
 * @example
 * const { peerId } = await loadOrCreateIdentity('/var/lib/service/node.key')
 */
export async function loadOrCreateIdentity(file: string): Promise<Identity> {
  const existing = await readPrivateFile(file)
  if (existing !== undefined) return await parseIdentity(file, existing)
  const created = await createIdentity()
  if (await createPrivateFile(file, created.privateKey)) return created
  const other = await readPrivateFile(file)
  if (other === undefined) throw new QuorumliteError('INVALID_ARGUMENT', `${file} was removed`)
  return await parseIdentity(file, other)
}

async function parseIdentity(file: string, bytes: Uint8Array): Promise<Identity> {
  try {
    await assertPair(privateKeyFromProtobuf(bytes))
    return toIdentity(bytes)
  } catch (error) {
    throw new QuorumliteError('INVALID_ARGUMENT', `${file} does not hold a private key`, {
      cause: error,
      hint: 'Restore it from a backup, or let the node join again with an empty directory.',
    })
  }
}

/** The file holds both halves. If they are of different keys, this node would be one that nobody can talk to. */
async function assertPair(key: PrivateKey): Promise<void> {
  const probe = Buffer.from('quorumlite')
  if (await key.publicKey.verify(probe, await key.sign(probe))) return
  throw new Error('its private key does not belong to its public key')
}

function toIdentity(privateKey: Uint8Array): Identity {
  return {
    peerId: peerIdFromPrivateKey(privateKeyFromProtobuf(privateKey)).toString(),
    privateKey,
  }
}
