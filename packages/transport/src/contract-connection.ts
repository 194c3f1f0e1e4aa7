// The contract's cases for connections: who answers, how opening fails, and how one hears of the end.

import assert from 'node:assert'
import type { TransportContractCase, TransportHarness } from './contract.ts'
import { collect, openChannel, openPair, PROTOCOL, rejection, text } from './contract-tools.ts'
import { OpenError } from './open-error.ts'
import type { Channel } from './transport.ts'

const bytes = (value: string): Uint8Array => new TextEncoder().encode(value)

function echo(channel: Channel): void {
  channel.onFrame((frame) => channel.send(frame.slice()))
}

async function provesBothPeerIds(harness: TransportHarness): Promise<void> {
  const { dialer, target, local, remote } = await openPair(harness)
  assert.notEqual(dialer.peerId, target.peerId)
  assert.equal(local.remotePeer, target.peerId)
  assert.equal(remote.remotePeer, dialer.peerId)
  assert.equal(local.protocol, PROTOCOL)
  assert.equal(remote.protocol, PROTOCOL)
  for (const address of target.addresses) assert(address.endsWith(`/p2p/${target.peerId}`))
}

async function refusesAnotherPeer(harness: TransportHarness): Promise<void> {
  const dialer = await harness.createTransport()
  const target = await harness.createTransport()
  let accepted = 0
  await target.handle(PROTOCOL, () => (accepted += 1))
  const wrong = harness.withOtherPeerId(target.addresses[0]!)
  await rejection(harness, dialer.open(wrong, PROTOCOL), 'WRONG_PEER')
  await harness.quiesce()
  assert.equal(accepted, 0)
}

async function dialsAnyPeerOnlyWhenTold(harness: TransportHarness): Promise<void> {
  const dialer = await harness.createTransport()
  const target = await harness.createTransport()
  await target.handle(PROTOCOL, echo)
  const address = harness.withoutPeerId(target.addresses[0]!)
  await rejection(harness, dialer.open(address, PROTOCOL), 'INVALID_ARGUMENT')
  const channel = await harness.settle(dialer.open(address, PROTOCOL, { anyPeer: true }))
  assert.equal(channel.remotePeer, target.peerId)
  const received = collect(channel)
  channel.send(bytes('hello'))
  await harness.until(() => received.length === 1)
}

async function refusesMalformedAddresses(harness: TransportHarness): Promise<void> {
  const dialer = await harness.createTransport()
  for (const address of ['', 'localhost:4001', '/nonsense/1', '/ip4/300.0.0.1/tcp/1/p2p/x']) {
    await rejection(harness, dialer.open(address, PROTOCOL), 'INVALID_ARGUMENT')
  }
}

async function saysWhenADialIsRefused(harness: TransportHarness): Promise<void> {
  const dialer = await harness.createTransport()
  const error = await rejection(
    harness,
    dialer.open(harness.refusingAddress, PROTOCOL),
    'UNAVAILABLE',
  )
  assert(error instanceof OpenError)
  assert.equal(error.failure, 'REFUSED')
}

async function saysWhenAProtocolIsUnsupported(harness: TransportHarness): Promise<void> {
  const { dialer, target } = await openPair(harness)
  const opening = dialer.open(target.addresses[0]!, '/quorumlite/unheard-of/1')
  const error = await rejection(harness, opening, 'UNAVAILABLE')
  assert(error instanceof OpenError)
  assert.equal(error.failure, 'UNSUPPORTED')
  assert.match(error.message, /unheard-of\/1/)
  assert.match(error.hint, /upgrade the older side/)
  await openChannel(harness, dialer, target)
}

async function obeysASignal(harness: TransportHarness): Promise<void> {
  const dialer = await harness.createTransport()
  const target = await harness.createTransport()
  await target.handle(PROTOCOL, echo)
  const address = target.addresses[0]!
  const aborted = { signal: AbortSignal.abort() }
  await rejection(harness, dialer.open(address, PROTOCOL, aborted), 'ABORTED')
  const controller = new AbortController()
  const opening = dialer.open(address, PROTOCOL, { signal: controller.signal })
  controller.abort()
  await rejection(harness, opening, 'ABORTED')
  await harness.settle(dialer.open(address, PROTOCOL))
}

async function carriesManyChannelsAtOnce(harness: TransportHarness): Promise<void> {
  const dialer = await harness.createTransport()
  const target = await harness.createTransport()
  await target.handle(PROTOCOL, echo)
  const names = Array.from({ length: 50 }, (_, i) => `channel ${i}`)
  const answers = await harness.settle(
    Promise.all(
      names.map(async (name) => {
        const channel = await dialer.open(target.addresses[0]!, PROTOCOL)
        return await new Promise<string>((resolve) => {
          channel.onFrame((frame) => resolve(text([frame])[0]!))
          channel.send(bytes(name))
        })
      }),
    ),
  )
  assert.deepEqual(answers, names)
}

async function survivesSimultaneousDials(harness: TransportHarness): Promise<void> {
  const a = await harness.createTransport()
  const b = await harness.createTransport()
  await a.handle(PROTOCOL, echo)
  await b.handle(PROTOCOL, echo)
  const channels = await harness.settle(
    Promise.all([a.open(b.addresses[0]!, PROTOCOL), b.open(a.addresses[0]!, PROTOCOL)]),
  )
  for (const channel of channels) {
    const received = collect(channel)
    channel.send(bytes('hello'))
    await harness.until(() => received.length === 1)
  }
}

async function deliversWhatAHandlerSendsAtOnce(harness: TransportHarness): Promise<void> {
  const dialer = await harness.createTransport()
  const target = await harness.createTransport()
  await target.handle(PROTOCOL, (channel) => {
    channel.send(bytes('welcome'))
    void channel.close()
  })
  const channel = await harness.settle(dialer.open(target.addresses[0]!, PROTOCOL))
  const received = collect(channel)
  assert.equal(await harness.settle(channel.closed), undefined)
  assert.deepEqual(text(received), ['welcome'])
}

async function followsAHandlerThatClosesAtOnce(harness: TransportHarness): Promise<void> {
  const dialer = await harness.createTransport()
  const target = await harness.createTransport()
  const ends: Promise<Error | undefined>[] = []
  await target.handle(PROTOCOL, (channel) => {
    ends.push(channel.closed)
    void channel.close()
  })
  const channel = await harness.settle(dialer.open(target.addresses[0]!, PROTOCOL))
  assert.equal(await harness.settle(channel.closed), undefined)
  await harness.until(() => ends.length === 1)
  assert.equal(await harness.settle(ends[0]!), undefined)
}

async function notifiesOfALostPeer(harness: TransportHarness): Promise<void> {
  const { dialer, target, local, remote } = await openPair(harness)
  const atDialer: string[] = []
  const atTarget: string[] = []
  dialer.onPeerDisconnect((peerId) => atDialer.push(peerId))
  target.onPeerDisconnect((peerId) => atTarget.push(peerId))
  await harness.settle(local.close())
  await harness.settle(remote.closed)
  await harness.quiesce()
  assert.deepEqual([...atDialer, ...atTarget], [], 'a channel is no connection')
  const other = await openChannel(harness, dialer, target)
  await harness.settle(target.close())
  await harness.settle(other.local.closed)
  await harness.until(() => atDialer.length > 0)
  await harness.quiesce()
  assert.deepEqual(atDialer, [target.peerId])
  const redial = dialer.open(target.addresses[0] ?? harness.refusingAddress, PROTOCOL)
  const error = await rejection(harness, redial, 'UNAVAILABLE')
  assert(error instanceof OpenError)
  assert.equal(error.failure, 'REFUSED')
}

async function closesForGood(harness: TransportHarness): Promise<void> {
  const { dialer, target, local, remote } = await openPair(harness)
  const address = target.addresses[0]!
  await harness.settle(dialer.close())
  await harness.settle(dialer.close())
  assert(await harness.settle(local.closed))
  await harness.settle(remote.closed)
  assert.equal(local.send(bytes('late')), false)
  await rejection(harness, dialer.open(address, PROTOCOL), 'CLOSED')
  await rejection(harness, dialer.handle(PROTOCOL, echo), 'CLOSED')
}

export const connectionContract: readonly TransportContractCase[] = [
  { name: 'proves the peer ids of both ends to each other', run: provesBothPeerIds },
  { name: 'refuses a peer other than the address names', run: refusesAnotherPeer },
  { name: 'dials an address without a peer id only when told', run: dialsAnyPeerOnlyWhenTold },
  { name: 'refuses malformed addresses', run: refusesMalformedAddresses },
  { name: 'says when a dial is refused', run: saysWhenADialIsRefused },
  { name: 'says when the peer does not handle a protocol', run: saysWhenAProtocolIsUnsupported },
  { name: 'obeys an abort signal', run: obeysASignal },
  { name: 'carries many channels at once', run: carriesManyChannelsAtOnce },
  { name: 'survives simultaneous dials', run: survivesSimultaneousDials },
  { name: 'delivers what a handler sends at once', run: deliversWhatAHandlerSendsAtOnce },
  { name: 'follows a handler that closes at once', run: followsAHandlerThatClosesAtOnce },
  { name: 'notifies of a lost peer, once', run: notifiesOfALostPeer },
  { name: 'closes for good', run: closesForGood },
]
