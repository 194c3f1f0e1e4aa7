// libp2p and what it brings are some hundred modules. Threads that only want a clock from this package, as those that run
// SQL, do not load them: each of them starts sooner and is smaller for it.

import type { Identity } from './identity.ts'
import type { Libp2pTransportOptions } from './libp2p-transport.ts'
import type { Transport } from './transport.ts'

/** Loads what `openLibp2pTransport` needs, for whoever has time before that. */
export async function loadLibp2p(): Promise<void> {
  await Promise.all([import('./libp2p-transport.ts'), import('./identity.ts')])
}

/** See libp2p-transport.ts. */
export async function openLibp2pTransport(options?: Libp2pTransportOptions): Promise<Transport> {
  const loaded = await import('./libp2p-transport.ts')
  return loaded.openLibp2pTransport(options)
}

/** See identity.ts. */
export async function createIdentity(): Promise<Identity> {
  const loaded = await import('./identity.ts')
  return loaded.createIdentity()
}

/** See identity.ts. */
export async function loadOrCreateIdentity(file: string): Promise<Identity> {
  const loaded = await import('./identity.ts')
  return loaded.loadOrCreateIdentity(file)
}
