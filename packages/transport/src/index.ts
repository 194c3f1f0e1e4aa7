export { type Clock, systemClock, type Timer } from './clock.ts'
export {
  acceptHandshake,
  type AcceptOptions,
  type Credential,
  type HandshakeOptions,
  type HandshakeResult,
  type HandshakeSide,
  initiateHandshake,
  type InitiateOptions,
} from './handshake.ts'
export type { Identity } from './identity.ts'
export {
  createIdentity,
  loadLibp2p,
  loadOrCreateIdentity,
  openLibp2pTransport,
} from './libp2p-on-demand.ts'
export type { Libp2pTransportOptions } from './libp2p-transport.ts'
export * from './limits.ts'
export {
  createMemoryNetwork,
  type Delay,
  type MemoryNetwork,
  type MemoryNetworkOptions,
} from './memory-network.ts'
export { OpenError, type OpenFailure } from './open-error.ts'
export {
  createPeerLinks,
  type LinkPeer,
  type PeerLinkEvents,
  type PeerLinks,
  type PeerLinksOptions,
} from './peer-links.ts'
export {
  createSeededRandom,
  type Random,
  randomBetween,
  randomInteger,
  type SeededRandom,
  systemRandom,
} from './random.ts'
export { createSecretFile, generateSecret, loadSecret } from './secret.ts'
export {
  type Channel,
  CLIENT_PROTOCOL,
  type OpenOptions,
  RAFT_PROTOCOL,
  SNAPSHOT_PROTOCOL,
  type Transport,
} from './transport.ts'
export { createVirtualClock, type VirtualClock, type VirtualClockOptions } from './virtual-clock.ts'
