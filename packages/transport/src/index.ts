export { type Clock, systemClock, type Timer } from './clock.ts'
export {
  createSeededRandom,
  type Random,
  randomBetween,
  randomInteger,
  type SeededRandom,
  systemRandom,
} from './random.ts'
export {
  type Channel,
  CLIENT_PROTOCOL,
  type OpenOptions,
  RAFT_PROTOCOL,
  SNAPSHOT_PROTOCOL,
  type Transport,
} from './transport.ts'
export { createVirtualClock, type VirtualClock, type VirtualClockOptions } from './virtual-clock.ts'
