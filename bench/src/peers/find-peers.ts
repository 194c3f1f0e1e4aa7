// Peers run already: this finds them, and puts a load on them.

import { fileURLToPath } from 'node:url'
import { runForked, type LoadSummary } from '../load.ts'
import type { SuiteOptions } from '../suite.ts'
import { assertDqlite } from './dqlite.ts'
import { etcdStatus } from './etcd.ts'
import type { PeerSettings } from './peer.ts'

/** What runs at an address that was given. */
export type Peer = Pick<PeerSettings, 'kind' | 'origin'>

type Addresses = Pick<SuiteOptions, 'etcd' | 'dqlite' | 'addVersion'>

/** The peers that were named; throws if one of them does not answer. */
export async function findPeers(options: Addresses): Promise<Peer[]> {
  const { etcd, dqlite } = options
  const peers: Peer[] = []
  if (etcd.length > 0) peers.push(await findEtcd(options))
  if (dqlite !== undefined) {
    await ask(dqlite, assertDqlite)
    peers.push({ kind: 'dqlite', origin: dqlite })
  }
  return peers
}

/** Puts of 100 bytes under new keys, in a process of their own. */
export function loadPeer(
  { kind, origin }: Peer,
  callers: number,
  { seconds, warmUpSeconds }: SuiteOptions,
): Promise<LoadSummary> {
  const module = fileURLToPath(new URL('peer-process.js', import.meta.url))
  const settings: PeerSettings = { kind, origin, callers, seconds, warmUpSeconds }
  return runForked<LoadSummary>(module, settings)
}

/** The leader: another member would send every put on to it. */
async function findEtcd({ etcd, addVersion }: Addresses): Promise<Peer> {
  for (const origin of etcd) {
    const { version, isLeader } = await ask(origin, etcdStatus)
    addVersion('etcd', version)
    if (isLeader) return { kind: 'etcd', origin }
  }
  throw new Error(`none of ${etcd.join(', ')} leads: name all members`)
}

/** `fetch` itself does not say where it failed. */
async function ask<T>(origin: string, question: (origin: string) => Promise<T>): Promise<T> {
  try {
    return await question(origin)
  } catch (cause) {
    throw new Error(`${origin} does not answer as it should`, { cause })
  }
}
