// What every transport has to do, as tests that need no test framework. Each case gets a harness with a fresh network.
//
//   for (const { name, run } of transportContract) {
//     it(name, async () => { await using harness = await openMyHarness(); await run(harness) })
//   }

import { channelContract } from './contract-channel.ts'
import { connectionContract } from './contract-connection.ts'
import type { Transport } from './transport.ts'

/** A network of the kind under test. */
export interface TransportHarness extends AsyncDisposable {
  /** A new process that listens. */
  createTransport(): Promise<Transport>
  /** An address, with `/p2p/`, at which nobody listens. */
  readonly refusingAddress: string
  /** The same place as `address`, under another peer id, which belongs to nobody. */
  withOtherPeerId(address: string): string
  withoutPeerId(address: string): string
  /** Lets the network run until `promise` settles. Rejects if it does not for long. */
  settle<T>(promise: Promise<T>): Promise<T>
  /** Lets the network run until `condition` holds. Rejects if it does not for long. */
  until(condition: () => boolean): Promise<void>
  /** Lets the network run until nothing that was sent is still on its way. */
  quiesce(): Promise<void>
}

export interface TransportContractCase {
  readonly name: string
  readonly run: (harness: TransportHarness) => Promise<void>
}

export const transportContract: readonly TransportContractCase[] = [
  ...channelContract,
  ...connectionContract,
]
