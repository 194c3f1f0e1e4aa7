import { randomInteger, type SeededRandom } from '@quorumlite/transport'
import { clusterOf } from '@quorumlite/cluster'
import type { Client } from '@quorumlite/client'
import type { InlineCluster } from './inline-cluster.ts'

/** Takes the leadership from whoever has it; the cluster is whole again when the promise resolves. */
export type LeaderFault = (
  cluster: InlineCluster,
  leader: number,
  random: SeededRandom,
  client: Client,
) => Promise<void>

export const LEADER_FAULTS: readonly { readonly name: string; readonly strike: LeaderFault }[] = [
  {
    name: 'kill',
    strike: async (cluster, leader) => {
      cluster.crash(leader)
      await anotherLeads(cluster, leader)
      await cluster.startNode(leader)
    },
  },
  {
    name: 'power loss',
    strike: async (cluster, leader) => {
      cluster.crash(leader, 'any')
      await anotherLeads(cluster, leader)
      await cluster.startNode(leader)
    },
  },
  {
    name: 'partition',
    strike: async (cluster, leader) => {
      cutOff(cluster, leader, 'both')
      await anotherLeads(cluster, leader)
      cluster.network.heal()
    },
  },
  {
    name: 'deafness',
    strike: async (cluster, leader) => {
      cutOff(cluster, leader, 'in')
      await anotherLeads(cluster, leader)
      cluster.network.heal()
    },
  },
  {
    name: 'pause',
    strike: async (cluster, leader) => {
      const { peerId } = cluster.machines[leader]!
      cluster.network.freeze(peerId)
      await anotherLeads(cluster, leader)
      cluster.network.thaw(peerId)
    },
  },
  {
    name: 'reset',
    strike: async (cluster, leader, random) => {
      const others = [...cluster.machines.keys()].filter((i) => i !== leader)
      for (const i of others) {
        cluster.network.resetConnections(
          cluster.machines[leader]!.peerId,
          cluster.machines[i]!.peerId,
        )
      }
      await cluster.clock.advance(randomInteger(random, 0, 50))
    },
  },
  {
    name: 'transfer',
    strike: async (cluster, _leader, _random, client) => {
      // It may find another leader than the one meant, or come too late: the load must not notice.
      await cluster.run(
        clusterOf(client)
          .transferLeadership()
          .catch(() => undefined),
      )
    },
  },
]

function cutOff(cluster: InlineCluster, i: number, way: 'in' | 'both'): void {
  const { peerId } = cluster.machines[i]!
  for (const other of cluster.machines) {
    cluster.network.partition(other.peerId, peerId)
    if (way === 'both') cluster.network.partition(peerId, other.peerId)
  }
}

async function anotherLeads(cluster: InlineCluster, before: number): Promise<void> {
  const found = (): boolean =>
    cluster
      .running()
      .some((i) => i !== before && cluster.node(i).runtime.service.gateway.writes.isOpen)
  await cluster.until(found, 'another leader')
}
