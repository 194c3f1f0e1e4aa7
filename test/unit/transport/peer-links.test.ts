import {
  createPeerLinks,
  createSeededRandom,
  type HandshakeSide,
  LINK_FRESH_MS,
  LINK_SILENCE_MS,
  type PeerLinks,
  type PeerLinksOptions,
  type Transport,
} from '@quorumlite/transport'
import { PEER_OUTBOX_BYTES_MAX } from '@quorumlite/wire'
import { afterEach, describe, expect, it } from 'vitest'
import { createMemoryHarness, type MemoryHarness } from './harnesses.ts'

const CLUSTER = new Uint8Array(16).fill(7)
const KEY = new Uint8Array(32).fill(1)

interface Node {
  readonly nodeId: number
  readonly transport: Transport
  readonly links: PeerLinks
  /** What happened, like `up 2` or `gone 1`. */
  readonly events: string[]
  readonly frames: string[]
}

let harness: MemoryHarness

afterEach(async () => {
  await harness.clock.advance(10_000)
})

function nameOf(nodeId: number): string {
  return `node${nodeId}`
}

async function start(
  nodeId: number,
  peers: readonly number[],
  changes: Partial<PeerLinksOptions> & { readonly storageId?: string } = {},
): Promise<Node> {
  const transport = harness.network.createTransport(nameOf(nodeId))
  return startOn(transport, nodeId, peers, changes)
}

async function startOn(
  transport: Transport,
  nodeId: number,
  peers: readonly number[],
  changes: Partial<PeerLinksOptions> & { readonly storageId?: string } = {},
): Promise<Node> {
  const events: string[] = []
  const frames: string[] = []
  const { storageId = `storage${nodeId}`, ...options } = changes
  const self: HandshakeSide = { clusterId: CLUSTER, nodeId, storageId }
  const links = await createPeerLinks({
    transport,
    clock: harness.clock,
    random: createSeededRandom(`links ${nodeId}`),
    self,
    key: KEY,
    events: {
      onFrame: (from, frame) => frames.push(`${from}: ${Buffer.from(frame).toString()}`),
      onUp: (id) => events.push(`up ${id}`),
      onDown: (id) => events.push(`down ${id}`),
      onGone: (id) => events.push(`gone ${id}`),
      onRefused: (id, error) => events.push(`refused ${id} ${error.code}`),
    },
    ...options,
  })
  const node: Node = { nodeId, transport, links, events, frames }
  setPeers(node, peers)
  return node
}

function setPeers(node: Node, peers: readonly number[]): void {
  node.links.setPeers(
    peers.map((nodeId) => ({
      nodeId,
      peerId: nameOf(nodeId),
      storageId: `storage${nodeId}`,
      addresses: [`/memory/${nameOf(nodeId)}`],
    })),
  )
}

function send(node: Node, to: number, text: string): boolean {
  return node.links.send(to, new TextEncoder().encode(text))
}

async function linked(...nodes: Node[]): Promise<void> {
  await harness.until(() =>
    nodes.every((node) => nodes.every((other) => other === node || node.links.isUp(other.nodeId))),
  )
}

async function startPair(seed: number | string = 1): Promise<[Node, Node]> {
  harness = createMemoryHarness(seed)
  const one = await start(1, [1, 2])
  const two = await start(2, [1, 2])
  await linked(one, two)
  await harness.quiesce()
  one.events.length = 0
  two.events.length = 0
  return [one, two]
}

describe('links', () => {
  it('come up between all nodes and carry frames both ways, in order', async () => {
    harness = createMemoryHarness(1)
    const nodes = await Promise.all([1, 2, 3].map((id) => start(id, [1, 2, 3])))
    await linked(...nodes)
    for (const node of nodes) {
      for (let i = 0; i < 100; i++) {
        for (const to of nodes) if (to !== node) send(node, to.nodeId, `${i}`)
      }
    }
    await harness.until(() => nodes.every(({ frames }) => frames.length === 200))
    for (const node of nodes) {
      for (const from of nodes) {
        if (from === node) continue
        const expected = Array.from({ length: 100 }, (_, i) => `${from.nodeId}: ${i}`)
        expect(node.frames.filter((each) => each.startsWith(`${from.nodeId}:`))).toEqual(expected)
      }
      expect(node.events.toSorted()).toEqual(
        [1, 2, 3].filter((id) => id !== node.nodeId).map((id) => `up ${id}`),
      )
    }
  })

  it('queue frames while the first dial is under way', async () => {
    harness = createMemoryHarness(1)
    const one = await start(1, [2])
    const two = await start(2, [1])
    expect(send(one, 2, 'early')).toBe(true)
    expect(one.links.sentBytes(2)).toBe(0)
    await harness.until(() => two.frames.length === 1)
    expect(two.frames).toEqual(['1: early'])
    expect(one.links.sentBytes(2)).toBe('early'.length)
    expect(one.links.sentBytes(9)).toBe(0)
  })

  it('send what was queued before anything that is sent on their coming up', async () => {
    harness = createMemoryHarness(1)
    const events = {
      onFrame: () => {},
      onUp: () => void one.links.send(2, new TextEncoder().encode('second')),
    }
    const one: Node = await start(1, [2], { events })
    const two = await start(2, [1])
    send(one, 2, 'first')
    await harness.until(() => two.frames.length === 2)
    expect(two.frames).toEqual(['1: first', '1: second'])
  })

  it('drop frames for a node that is not there, rather than keep them until they are old', async () => {
    harness = createMemoryHarness(1)
    const one = await start(1, [2])
    expect(send(one, 3, 'unknown')).toBe(false)
    send(one, 2, 'old')
    await harness.clock.advance(3000)
    expect(send(one, 2, 'dropped')).toBe(false)
    expect(one.events).toEqual([])
    const two = await start(2, [1])
    await linked(one, two)
    send(one, 2, 'new')
    await harness.until(() => two.frames.length > 0)
    expect(two.frames).toEqual(['1: new'])
  })

  it.each(Array.from({ length: 30 }, (_, i) => i))(
    'settle on one link when both ends dial at once (seed %i)',
    async (seed) => {
      harness = createMemoryHarness(seed)
      // A round trip far above the grace that the higher id leaves to the lower one.
      harness.network.setDelay({ minMs: 50, maxMs: 250 })
      const channels = { opened: 0, closed: 0 }
      const transports = [1, 2].map((id) =>
        counting(harness.network.createTransport(nameOf(id)), channels),
      )
      const one = await startOn(transports[0]!, 1, [2])
      const two = await startOn(transports[1]!, 2, [1])
      await linked(one, two)
      await harness.clock.advance(5000)
      const downs = [...one.events, ...two.events].filter((event) => event.startsWith('down'))
      expect(downs).toEqual([])
      expect(channels.opened - channels.closed).toBe(1)
      send(one, 2, 'a')
      send(two, 1, 'b')
      await harness.until(() => one.frames.length === 1 && two.frames.length === 1)
    },
  )

  it('wait for an address where there is none yet', async () => {
    harness = createMemoryHarness(1)
    const one = await start(1, [])
    const two = await start(2, [])
    const peer = { nodeId: 2, peerId: nameOf(2), storageId: '' }
    one.links.setPeers([{ ...peer, addresses: [] }])
    await harness.clock.advance(1000)
    expect(harness.clock.timerCount).toBe(0)
    one.links.setPeers([{ ...peer, addresses: ['/memory/nowhere', ...two.transport.addresses] }])
    await linked(one, two)
  })

  it('are let in from a node that is not in the list, which may be old', async () => {
    harness = createMemoryHarness(1)
    const lagging = await start(1, [])
    const leader = await start(9, [1])
    await linked(lagging, leader)
    send(leader, 1, 'append')
    await harness.until(() => lagging.frames.length === 1)
    expect(send(lagging, 9, 'ack')).toBe(true)
    await harness.until(() => leader.frames.length === 1)
    setPeers(lagging, [2])
    await harness.quiesce()
    expect(lagging.links.isUp(9)).toBe(true)
  })
})

/** Counts the raft channels that `transport` opened, and those of them that closed. */
function counting(transport: Transport, channels: { opened: number; closed: number }): Transport {
  const open = transport.open.bind(transport)
  transport.open = async (...parameters) => {
    const channel = await open(...parameters)
    channels.opened += 1
    void channel.closed.then(() => (channels.closed += 1))
    return channel
  }
  return transport
}

describe('links are refused', () => {
  it('to a node with another secret', async () => {
    harness = createMemoryHarness(1)
    const one = await start(1, [2])
    const two = await start(2, [1], { key: new Uint8Array(32).fill(2) })
    await harness.until(() => one.events.length > 0 && two.events.length > 0)
    expect(one.events[0]).toBe('refused 2 AUTHENTICATION_FAILED')
    expect(two.events[0]).toBe('refused 1 AUTHENTICATION_FAILED')
    expect(one.links.isUp(2)).toBe(false)
  })

  it('to a node of another cluster', async () => {
    harness = createMemoryHarness(1)
    const one = await start(1, [2])
    await start(2, [], { self: { clusterId: new Uint8Array(16), nodeId: 2, storageId: 'x' } })
    await harness.until(() => one.events.length > 0)
    expect(one.events).toEqual(['refused 2 WRONG_CLUSTER'])
  })

  it('to a removed node, and closed once it is removed', async () => {
    harness = createMemoryHarness(1)
    const removed = new Set<number>()
    const one = await start(1, [2], { isRemoved: (id) => removed.has(id) })
    const two = await start(2, [1])
    await linked(one, two)
    await harness.quiesce()
    removed.add(2)
    setPeers(one, [])
    expect(one.links.isUp(2)).toBe(false)
    await harness.until(() => two.events.some((event) => event.startsWith('refused')))
    expect(two.events).toEqual(['up 1', 'down 1', 'refused 1 REMOVED'])
    expect(one.events).toEqual(['up 2', 'down 2'])
  })

  it('to a known key over another data directory', async () => {
    harness = createMemoryHarness(1)
    const one = await start(1, [2])
    const two = await start(2, [1], { storageId: 'empty' })
    await harness.until(() => two.events.length > 0 && one.events.length > 0)
    expect(two.events[0]).toBe('refused 1 STORAGE_ID_MISMATCH')
    expect(one.events[0]).toBe('refused 2 STORAGE_ID_MISMATCH')
    expect(one.links.isUp(2)).toBe(false)
  })

  it("to a member under another member's node id", async () => {
    harness = createMemoryHarness(1)
    const one = await start(1, [2])
    const impostor = await startOn(harness.network.createTransport('impostor'), 2, [1])
    await harness.until(() => impostor.events.length > 0)
    expect(impostor.events).toEqual(['refused 1 WRONG_PEER'])
    expect(one.events).toEqual([])
  })
})

describe('a lost peer', () => {
  it('that was killed is reported as gone, again and again, until it is back', async () => {
    const [one, two] = await startPair()
    const killedMs = harness.clock.nowMs()
    harness.network.kill('node2')
    await harness.until(() => one.events.includes('gone 2'))
    expect(harness.clock.nowMs() - killedMs).toBeLessThan(50)
    expect(one.events).toEqual(['down 2', 'gone 2'])
    await harness.clock.advance(1000)
    const repeated = one.events.filter((event) => event === 'gone 2').length
    expect(repeated).toBeGreaterThanOrEqual(8)
    expect(repeated).toBeLessThanOrEqual(14)
    expect(send(one, 2, 'nobody there')).toBe(false)
    await two.links.close()
    const again = await start(2, [1])
    await linked(one, again)
    one.events.length = 0
    await harness.clock.advance(3000)
    expect(one.events).toEqual([])
  })

  it('that the higher id lost is reported as well', async () => {
    const [, two] = await startPair()
    harness.network.kill('node1')
    await harness.until(() => two.events.includes('gone 1'))
    expect(two.events).toEqual(['down 1', 'gone 1'])
  })

  it('that hangs is not reported: its connection stays, and dials time out', async () => {
    const [one] = await startPair()
    harness.network.freeze('node2')
    await harness.clock.advance(LINK_SILENCE_MS - 1000)
    expect(one.events).toEqual([])
    one.links.reset(2)
    await harness.clock.advance(20_000)
    expect(one.events).toEqual(['down 2'])
  })

  it('behind a partition is not reported, in either direction of it', async () => {
    for (const [from, to] of [
      ['node1', 'node2'],
      ['node2', 'node1'],
    ] as const) {
      const [one, two] = await startPair()
      harness.network.partition(from, to)
      one.links.reset(2)
      two.links.reset(1)
      await harness.clock.advance(10_000)
      expect([...one.events, ...two.events].filter((event) => event.startsWith('gone'))).toEqual([])
      expect(one.links.isUp(2) && two.links.isUp(1)).toBe(false)
      harness.network.heal()
      await linked(one, two)
    }
  })

  it('whose connection was reset comes back without being reported', async () => {
    const [one, two] = await startPair()
    harness.network.resetConnections('node1', 'node2')
    await harness.until(() => one.events.includes('up 2') && two.events.includes('up 1'))
    expect(one.events).toEqual(['down 2', 'up 2'])
    expect(two.events).toEqual(['down 1', 'up 1'])
  })

  it('that was never there is not reported', async () => {
    harness = createMemoryHarness(1)
    const one = await start(1, [2])
    await harness.clock.advance(5000)
    expect(one.events).toEqual([])
  })

  it('whose machine failed and returned replaces the old link, which looks alive', async () => {
    const [one, two] = await startPair()
    harness.network.loseMachine('node2')
    await two.links.close()
    await harness.clock.advance(LINK_FRESH_MS)
    expect(one.events).toEqual([])
    const again = await start(2, [1])
    await harness.until(() => one.events.length === 2 && again.links.isUp(1))
    expect(one.events).toEqual(['down 2', 'up 2'])
    send(one, 2, 'a')
    send(again, 1, 'b')
    await harness.until(() => again.frames.length === 1 && one.frames.length === 1)
  })

  it('that answers nothing for long gets a new link', async () => {
    const [one, two] = await startPair()
    harness.network.freeze('node2')
    for (let i = 0; i < 60 && !one.events.includes('down 2'); i++) {
      send(one, 2, 'heartbeat')
      await harness.clock.advance(100)
    }
    expect(one.events).toEqual(['down 2'])
    harness.network.thaw('node2')
    await harness.until(() => one.links.isUp(2) && two.links.isUp(1))
    await harness.quiesce()
    two.frames.length = 0
    send(one, 2, 'again')
    await harness.until(() => two.frames.length === 1)
  })
})

describe('a slow peer', () => {
  it('fills a bounded queue, beyond which frames are dropped, and is not reported as gone', async () => {
    const [one, two] = await startPair()
    harness.network.freeze('node2')
    const frame = new Uint8Array(1024 * 1024)
    let taken = 0
    while (one.links.send(2, frame)) {
      taken += 1
      expect(taken * frame.byteLength).toBeLessThan(2 * PEER_OUTBOX_BYTES_MAX)
      await harness.clock.advance(1)
    }
    expect(taken * frame.byteLength).toBeGreaterThanOrEqual(PEER_OUTBOX_BYTES_MAX)
    expect(one.events).toEqual([])
    harness.network.thaw('node2')
    await harness.until(() => two.frames.length === taken)
    expect(one.links.send(2, frame)).toBe(true)
    await harness.until(() => two.frames.length === taken + 1)
    expect(one.events).toEqual([])
  })
})

describe('closing', () => {
  it('sends what is queued, and leaves no timer and no dial behind', async () => {
    const [one, two] = await startPair()
    const three = await start(3, [1, 2, 4])
    send(one, 2, 'last words')
    const closing = Promise.all([one, two, three].map(({ links }) => links.close()))
    await harness.settle(closing)
    await Promise.all([one, two, three].map(({ transport }) => transport.close()))
    await harness.clock.advance(10_000)
    expect(harness.clock.timerCount).toBe(0)
    expect(two.events.filter((event) => event.startsWith('gone'))).toEqual([])
  })
})

describe('closing beside a peer that hangs', () => {
  it('gives up on it after a while', async () => {
    const [one] = await startPair()
    harness.network.freeze('node2')
    one.links.send(2, new Uint8Array(100))
    await harness.settle(one.links.close())
    expect(one.events).toEqual(['down 2'])
  })
})

describe('a history', () => {
  it('is the same for the same seed, and another for another', async () => {
    const history = async (seed: number): Promise<string[]> => {
      harness = createMemoryHarness(seed)
      const log: string[] = []
      const note = (id: number, what: string): void => {
        log.push(`${harness.clock.nowMs()} ${id} ${what}`)
      }
      const nodes = await Promise.all(
        [1, 2, 3].map((id) =>
          start(id, [1, 2, 3], {
            events: {
              onFrame: (from) => note(id, `frame ${from}`),
              onUp: (peer) => note(id, `up ${peer}`),
              onDown: (peer) => note(id, `down ${peer}`),
              onGone: (peer) => note(id, `gone ${peer}`),
            },
          }),
        ),
      )
      for (let i = 0; i < 30; i++) {
        for (const node of nodes) for (const to of nodes) send(node, to.nodeId, `${i}`)
        await harness.clock.advance(20)
        if (i === 10) harness.network.resetConnections('node1', 'node2')
        if (i === 15) harness.network.kill('node3')
      }
      return log
    }
    const first = await history(5)
    expect(first.length).toBeGreaterThan(100)
    expect(await history(5)).toEqual(first)
    expect(await history(6)).not.toEqual(first)
  })
})
