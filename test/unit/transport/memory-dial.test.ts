import {
  createMemoryNetwork,
  createSeededRandom,
  createVirtualClock,
  type Channel,
} from '@quorumlite/transport'
import { expect, test } from 'vitest'

test('a peer that dies at any moment of a dial can be dialled when it is back', async () => {
  for (let seed = 0; seed < 200; seed++) {
    const clock = createVirtualClock()
    const random = createSeededRandom(seed)
    const network = createMemoryNetwork({ clock, random, delay: { minMs: 0.1, maxMs: 5 } })
    const accept = (channel: Channel): void => channel.onFrame(() => undefined)
    const dialer = network.createTransport('dialer')
    await network.createTransport('peer').handle('/test/1', accept)
    const open = (): Promise<string> =>
      dialer.open('/memory/peer/p2p/peer', '/test/1').then(
        () => 'open',
        () => 'failed',
      )
    const first = open()
    await clock.advance(random.next() * 12)
    network.kill('peer')
    await clock.advance(100)
    await first
    await network.createTransport('peer').handle('/test/1', accept)
    const second = open()
    await clock.advance(100)
    expect(await second, `seed ${seed}`).toBe('open')
  }
})
