import type { Client } from '@quorumlite/client'
import { clusterOf } from '@quorumlite/cluster'
import { QuorumliteError } from '@quorumlite/wire'
import { afterEach, describe, expect, test } from 'vitest'
import { InlineCluster } from '../support/inline-cluster.ts'
import { RawClient } from '../support/raw-client.ts'
import { InsertLoad, auditInserts } from '../support/insert-load.ts'

// What a node does when something under it breaks, and what it leaves behind.

let cluster: InlineCluster

afterEach(async () => {
  await cluster.close()
})

async function start(nodes = 3): Promise<Client> {
  cluster = await InlineCluster.start({ seed: 31, nodes })
  const client = await cluster.connect({ timeoutMs: 60_000 })
  await cluster.run(client.execute('create table t (a)'))
  return client
}

function service(i: number): ReturnType<InlineCluster['node']>['runtime']['service'] {
  return cluster.node(i).runtime.service
}

async function failureOf(starting: Promise<unknown>): Promise<string> {
  return starting.then(
    () => 'started',
    (cause: unknown) => (cause instanceof QuorumliteError ? cause.code : String(cause)),
  )
}

describe('a disk that fails', () => {
  test.each(['EIO', 'ENOSPC'] as const)(
    'with %s under the leader ends its node; nothing acknowledged is lost',
    async (fault) => {
      const client = await start()
      const load = await cluster.run(InsertLoad.start(client, 4))
      await cluster.until(() => load.acknowledgedCount > 20, 'some inserts')
      const leader = await cluster.awaitLeader()
      cluster.machines[leader]!.disk.failNextSync(fault)
      await cluster.until(() => cluster.failures.length > 0, 'a failed node')
      expect(cluster.failures[0]!.machine).toBe(leader)
      expect(cluster.failures[0]!.cause).toMatchObject({
        code: fault === 'EIO' ? 'NODE_FAILED' : 'DISK_FULL',
      })
      // Peers notice by its closed connections, clients go to the next leader.
      const goal = load.acknowledgedCount + 20
      await cluster.until(() => load.acknowledgedCount >= goal, 'progress without it')
      await cluster.stopNode(leader)
      cluster.crash(leader, 'any')
      await cluster.startNode(leader)
      const outcome = await cluster.run(load.stop())
      expect(outcome.rejected).toEqual([])
      expect(await cluster.run(auditInserts(client, outcome))).toEqual({
        lost: [],
        doubled: [],
        surplus: [],
      })
      await cluster.run(client.close())
    },
  )

  test('under the only node answers nobody with success', async () => {
    const client = await start(1)
    cluster.machines[0]!.disk.failNextSync('EIO')
    const write = client.execute('insert into t values (1)', [], { timeoutMs: 2_000 })
    const error = await cluster.run(write).catch((cause: unknown) => cause)
    expect(error).toMatchObject({ code: 'OUTCOME_UNKNOWN' })
    expect(cluster.failures).toHaveLength(1)
    await cluster.run(client.close())
  })
})

describe('an SQL half that dies', () => {
  test('ends its node with the cause; the others go on, and it can be stopped', async () => {
    const client = await start()
    const leader = await cluster.awaitLeader()
    const { sql } = service(leader).gateway
    // As an assertion in the SQL half would.
    sql.send({ kind: 'publishCommit', database: 4_711, speculation: 1 })
    const checkpoint = service(leader).checkpoint()
    await cluster.until(() => cluster.failures.length > 0, 'a failed node')
    expect(cluster.failures[0]!.cause).toMatchObject({ code: 'NODE_FAILED' })
    await cluster.run(client.execute('insert into t values (1)'))
    await cluster.run(checkpoint)
    await cluster.stopNode(leader)
    await cluster.run(client.close())
  })

  test('while the node starts makes the start fail', async () => {
    const client = await start()
    const leader = await cluster.awaitLeader()
    const i = [0, 1, 2].find((other) => other !== leader)!
    // A checkpoint that says something else of its pages than the pages do.
    Object.assign(service(i).state.catalogue.find('main')!, { checksum: 'f'.repeat(16) })
    await cluster.run(service(i).checkpoint())
    await cluster.run(client.close())
    await cluster.stopNode(i)
    expect(await failureOf(cluster.startNode(i))).toBe('DIVERGED')
  })
})

describe('a state that contradicts its pages', () => {
  test('is found at the start, wherever a checkpoint was cut off', async () => {
    let completed = false
    for (let steps = 1; !completed; steps++) {
      const client = await start(1)
      await cluster.run(client.createDatabase('other'))
      Object.assign(service(0).state.catalogue.find('main')!, { checksum: 'f'.repeat(16) })
      await cluster.run(service(0).checkpoint())
      // What is replayed says nothing of the pages of the other database.
      const other = client.database('other')
      await cluster.run(other.batch(['create table t (a)', 'insert into t values (1)']))
      const { disk } = cluster.machines[0]!
      let left = steps
      disk.onStep = () => {
        if (--left === 0) cluster.crash(0, 'none')
      }
      // One that is cut off never ends.
      void service(0)
        .checkpoint()
        .then(() => (completed = left > 0))
      await cluster.until(() => completed || left === 0, 'the end of it')
      disk.onStep = undefined
      if (completed) await cluster.stopNode(0)
      else expect(await failureOf(cluster.startNode(0)), `step ${steps}`).toBe('DIVERGED')
      await cluster.run(client.close())
    }
  })
})

describe('a stopped node', () => {
  test('leaves no timer, no ticket, no owner and no connection behind', async () => {
    const client = await start()
    await cluster.run(client.close())
    await cluster.clock.advance(5_000)
    const last = service(2)
    await cluster.stopNode(2)
    expect(last.gateway.sql.pending).toBe(0)
    expect(last.gateway.transactions.count).toBe(0)
    await cluster.stopNode(1)
    await cluster.stopNode(0)
    await cluster.clock.advance(120_000)
    expect(cluster.clock.timerCount).toBe(0)
  })

  test('does not go on asking to be promoted, nor finish what its admin began', async () => {
    cluster = await InlineCluster.start({ seed: 32, nodes: 1 })
    const i = cluster.addMachine()
    await cluster.startNode(i)
    cluster.crash(0)
    await cluster.clock.advance(1_000)
    await cluster.stopNode(i)
    await cluster.clock.advance(20_000)
    expect(cluster.clock.timerCount).toBe(0)
  })
})

describe('membership', () => {
  test('a removed node stops, and does not start again', async () => {
    const client = await start()
    const { nodeId } = cluster.node(2).info
    await cluster.run(clusterOf(client).removeNode(nodeId))
    await cluster.until(() => cluster.failures.length > 0, 'a node that stops')
    expect(cluster.failures[0]).toMatchObject({ machine: 2, cause: { code: 'REMOVED' } })
    await cluster.stopNode(2)
    await cluster.run(service(0).checkpoint())
    expect(await failureOf(cluster.startNode(2))).toBe('REMOVED')
    await cluster.run(client.close())
  })

  test('a node that was removed while it was away is told so, and is not let in', async () => {
    const client = await start()
    const { nodeId } = cluster.node(2).info
    cluster.crash(2)
    await cluster.run(clusterOf(client).removeNode(nodeId))
    const leader = await cluster.awaitLeader()
    const { clusterId } = service(leader).state
    const open = RawClient.open(cluster, leader, 'removed', { clusterId, nodeId, storageId: 'x' })
    expect(await failureOf(open)).toBe('REMOVED')
    await cluster.startNode(2)
    await cluster.until(() => cluster.failures.length > 0, 'a node that stops')
    expect(cluster.failures[0]!.cause).toMatchObject({ code: 'REMOVED' })
    await cluster.clock.advance(5_000)
    const members = service(await cluster.awaitLeader()).state.membership.all()
    expect(new Set(members.map((member) => member.nodeId))).toEqual(new Set([1, 2]))
    await cluster.run(client.close())
  })

  test('a node whose member list is out of date accepts leaders that it does not know', async () => {
    const client = await start()
    const absent = 2
    cluster.crash(absent)
    const added = [cluster.addMachine(), cluster.addMachine()]
    for (const i of added) await cluster.startNode(i)
    const voters = (): number => service(added[0]!).state.confState.voters.length
    await cluster.until(() => voters() === 5, 'five voters')
    const admin = clusterOf(client)
    await cluster.run(admin.transferLeadership(cluster.node(added[0]!).info.nodeId))
    for (const i of [0, 1]) {
      const { nodeId } = cluster.node(i).info
      await cluster.run(admin.removeNode(nodeId))
      await cluster.until(() => cluster.failures.some(({ machine }) => machine === i), 'its end')
      await cluster.stopNode(i)
    }
    await cluster.startNode(absent)
    const target = service(await cluster.awaitLeader()).state.appliedIndex
    await cluster.until(
      () => service(absent).state.appliedIndex >= target,
      'the absent node caught up',
    )
    await cluster.run(client.close())
  })

  test('a key that comes back over another directory is refused until it is removed', async () => {
    const client = await start()
    const { nodeId } = cluster.node(2).info
    cluster.crash(2)
    const wiped = cluster.addMachine()
    Object.assign(cluster.machines[wiped]!, { peerId: cluster.machines[2]!.peerId })
    expect(await failureOf(cluster.startNode(wiped))).toBe('STORAGE_ID_MISMATCH')
    cluster.crash(wiped)
    await cluster.run(clusterOf(client).removeNode(nodeId))
    await cluster.startNode(wiped)
    expect(cluster.node(wiped).info.nodeId).not.toBe(nodeId)
    await cluster.run(client.close())
  })

  test('a join may be asked for again after a crash at any step of the new node', async () => {
    for (let steps = 1; steps <= 12; steps++) {
      cluster = await InlineCluster.start({ seed: 40 + steps, nodes: 1 })
      const i = cluster.addMachine()
      const { disk } = cluster.machines[i]!
      let left = steps
      let down = false
      disk.onStep = () => {
        if (down || --left > 0) return
        down = true
        cluster.crash(i, 'any')
      }
      await cluster.launchNode(i)
      await cluster.until(
        () => down || cluster.machines[i]!.node !== undefined,
        'a crash or a node',
      )
      disk.onStep = undefined
      if (down) await cluster.startNode(i)
      await cluster.until(
        () => service(0).state.confState.voters.length === 2,
        `two voters (${steps})`,
      )
      const { confState, membership } = service(0).state
      expect(membership.all()).toHaveLength(2)
      expect(confState.learners).toEqual([])
      await cluster.close()
    }
  })
})
