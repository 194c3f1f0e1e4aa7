import type { ClientRequest } from '@quorumlite/wire'
import type { Reply } from './reply.ts'
import { positionAt, type Gateway } from './gateway.ts'

type Body = Extract<
  ClientRequest['body'],
  { kind: 'status' | 'join' | 'changeRole' | 'removeNode' | 'transferLeadership' }
>

/** Questions about the cluster, and changes to it. `remotePeer` is the peer id that the connection proved. */
export function handleAdminRequest(
  gateway: Gateway,
  remotePeer: string,
  body: Body,
  reply: Reply,
): void {
  if (body.kind === 'status') {
    return gateway.memory.refresh(() => reply.send({ kind: 'status', value: gateway.status() }))
  }
  change(gateway, remotePeer, body, reply).catch((cause: unknown) => reply.fail(cause))
}

async function change(
  gateway: Gateway,
  remotePeer: string,
  body: Exclude<Body, { kind: 'status' }>,
  reply: Reply,
): Promise<void> {
  const { admin } = gateway
  switch (body.kind) {
    case 'join': {
      const { nodeId } = await admin.join({ ...body.value, peerId: remotePeer })
      const { clusterId, membership } = gateway.state()
      const value = { nodeId, clusterId, members: membership.all() }
      return reply.send({ kind: 'joined', value })
    }
    case 'changeRole':
      await admin.changeRole(body.value.nodeId, body.value.role)
      break
    case 'removeNode':
      await admin.remove(body.value.nodeId)
      break
    case 'transferLeadership':
      await admin.transferLeadership(body.value.nodeId)
      break
  }
  const position = positionAt(gateway, gateway.state().appliedIndex)
  reply.send({ kind: 'done', value: { position } })
}
