import type { NodeIdentity, NodeStorage } from '@quorumlite/storage'
import { QuorumliteError, type Member } from '@quorumlite/wire'
import { callLeader, pause, type ClientCaller } from './client-call.ts'

const JOIN_TIMEOUT_MS = 30_000
const PROMOTION_TIMEOUT_MS = 10 * 60_000
/** Who leads may change meanwhile, also to this node. */
const ATTEMPT_TIMEOUT_MS = 2_000
const ATTEMPT_PAUSE_MS = 250

/** Asks the members at `addresses` to take this node, whose directory is empty, in as a learner. */
export async function joinCluster(
  caller: ClientCaller,
  storage: NodeStorage,
  addresses: readonly string[],
  self: Omit<Member, 'nodeId'>,
): Promise<NodeIdentity> {
  const { storageId, name } = self
  const body = { kind: 'join' as const, value: { storageId, addresses: self.addresses, name } }
  const answer = await callLeader(caller, addresses, body, JOIN_TIMEOUT_MS)
  if (answer.kind !== 'joined') {
    throw new QuorumliteError('MALFORMED', `'${answer.kind}' in answer to a join request`)
  }
  const { nodeId, clusterId, members } = answer.value
  const identity: NodeIdentity = {
    nodeId,
    clusterId: Buffer.from(clusterId).toString('hex'),
    peerId: self.peerId,
    members,
    removedNodes: [],
  }
  await storage.writeIdentity(identity)
  return identity
}

/** Asks to be made a voter until this node has caught up far enough for the leader to agree. */
export async function requestPromotion(
  caller: ClientCaller,
  addresses: readonly string[],
  nodeId: number,
): Promise<void> {
  const body = { kind: 'changeRole' as const, value: { nodeId, role: 'voter' as const } }
  await callLeader(caller, addresses, body, PROMOTION_TIMEOUT_MS)
}

/**
 * A member whose addresses changed since (a new port, a new host name) tells the others. `joinHere` takes it in if this node
 * leads itself: nobody can dial himself, and the others may know the leader by an address that it no longer has.
 */
export async function announceAddresses(
  caller: ClientCaller,
  others: readonly string[],
  self: Omit<Member, 'nodeId'>,
  joinHere: () => Promise<unknown>,
): Promise<void> {
  const { storageId, name } = self
  const body = { kind: 'join' as const, value: { storageId, addresses: self.addresses, name } }
  const { clock } = caller
  const deadlineMs = clock.nowMs() + PROMOTION_TIMEOUT_MS
  for (;;) {
    const isKnown = await joinHere()
      .catch(() => callLeader(caller, others, body, ATTEMPT_TIMEOUT_MS))
      .then(
        () => true,
        (cause: unknown) => {
          if (clock.nowMs() >= deadlineMs) throw cause
          return false
        },
      )
    if (isKnown) return
    await pause(clock, ATTEMPT_PAUSE_MS)
  }
}
