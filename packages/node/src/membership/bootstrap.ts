import type { NodeIdentity, NodeStorage } from '@quorumlite/storage'
import type { Random } from '@quorumlite/transport'
import type { Member } from '@quorumlite/wire'
import { FIRST_GROUP } from '../consensus/consensus-service.ts'
import { ReplicatedState } from '../consensus/state/replicated-state.ts'

const ID_BYTES = 16
const FIRST_NODE_ID = 1

/**
 * Begins a new cluster with this node as its only voter. The log begins behind a first checkpoint, at index 1, that
 * holds the configuration; a node that joins later gets it with its snapshot. The identity is written last: a crash
 * before that leaves a directory that can be bootstrapped again.
 */
export async function bootstrapCluster(
  storage: NodeStorage,
  random: Random,
  self: Omit<Member, 'nodeId'>,
): Promise<NodeIdentity> {
  const clusterId = random.bytes(ID_BYTES)
  const state = ReplicatedState.empty(clusterId, random.bytes(ID_BYTES))
  const member: Member = { ...self, nodeId: FIRST_NODE_ID }
  state.membership.put(member)
  state.confState = { ...state.confState, voters: [FIRST_NODE_ID] }
  state.appliedIndex = 1
  state.appliedTerm = 1
  const checkpoint = { index: 1, term: 1, confState: state.confState, state: state.encode() }
  const staging = await storage.group(FIRST_GROUP).beginInstall()
  await staging.finish(checkpoint, { term: 1, vote: 0, commit: 1 })
  const identity: NodeIdentity = {
    nodeId: FIRST_NODE_ID,
    clusterId: Buffer.from(clusterId).toString('hex'),
    peerId: self.peerId,
    members: [member],
    removedNodes: [],
  }
  await storage.writeIdentity(identity)
  return identity
}
