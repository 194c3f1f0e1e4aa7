// What the members say of themselves, put together, and what is to be made of it.

import type { Member, NodeStatus, QuorumliteError } from '@quorumlite/wire'

/** One member: what it says, or why it says nothing. */
export interface NodeReport {
  readonly member: Member
  /** Whether its vote counts, by the latest configuration that any member told; a learner only follows. */
  readonly voter: boolean
  readonly status?: NodeStatus
  readonly error?: QuorumliteError
}

export interface ClusterStatus {
  /** There is one leader, and no two nodes disagree about what they hold. */
  readonly healthy: boolean
  /** What a person should look at, worst first. A healthy cluster may have some: a node that is down, say. */
  readonly problems: readonly string[]
  readonly leaderId?: number
  /** The highest term that was told of. */
  readonly term: number
  /** By node id. */
  readonly nodes: readonly NodeReport[]
}

export type Answer =
  | { readonly member: Member; readonly status: NodeStatus }
  | { readonly member: Member; readonly error: QuorumliteError }

export function summarize(answers: readonly Answer[]): ClusterStatus {
  const statuses = answers.flatMap((answer) => ('status' in answer ? [answer.status] : []))
  const term = Math.max(0, ...statuses.map((status) => status.term))
  const voters = new Set(latest(statuses)?.confState.voters)
  const nodes = answers
    .map((answer): NodeReport => ({ ...answer, voter: voters.has(answer.member.nodeId) }))
    .toSorted((a, b) => a.member.nodeId - b.member.nodeId)
  const leaders = statuses.filter((status) => status.role === 'leader' && status.term === term)
  const disagreements = [
    ...leadersInOneTerm(leaders, term),
    ...strangers(statuses),
    ...differentChecksums(statuses),
  ]
  const [leader] = leaders
  return {
    healthy: leader !== undefined && disagreements.length === 0,
    problems: [
      ...disagreements,
      ...(leader ? [] : ['there is no leader: nothing can be written']),
      ...failures(nodes),
      ...outOfService(statuses),
      ...shortOfSpace(statuses),
      ...shortOfMemory(statuses),
      ...tolerance(nodes),
    ],
    ...(leader && { leaderId: leader.nodeId }),
    term,
    nodes,
  }
}

/** Of the node that has applied the most: it knows the latest configuration. */
function latest(statuses: readonly NodeStatus[]): NodeStatus | undefined {
  return statuses.reduce<NodeStatus | undefined>(
    (best, status) => (best && best.appliedIndex >= status.appliedIndex ? best : status),
    undefined,
  )
}

function leadersInOneTerm(leaders: readonly NodeStatus[], term: number): string[] {
  if (leaders.length < 2) return []
  const ids = leaders.map(({ nodeId }) => nodeId).join(' and ')
  return [`nodes ${ids} both lead in term ${term}: this must never happen`]
}

/** Members that speak of another cluster, or of another history of it. */
function strangers(statuses: readonly NodeStatus[]): string[] {
  const known = latest(statuses)
  if (!known) return []
  return statuses.flatMap(({ nodeId, clusterId, historyId }) => {
    if (!equal(clusterId, known.clusterId)) return [`node ${nodeId} belongs to another cluster`]
    if (equal(historyId, known.historyId)) return []
    return [`node ${nodeId} goes on with another history than node ${known.nodeId}`]
  })
}

/** After as many commits, a database has the same pages everywhere, however far apart the nodes are in the log. */
function differentChecksums(statuses: readonly NodeStatus[]): string[] {
  const seen = new Map<string, { nodeId: number; checksum: string }>()
  const problems: string[] = []
  for (const { nodeId, databases } of statuses) {
    for (const { id, name, sequence, checksum } of databases) {
      const key = `${id}/${sequence}`
      const other = seen.get(key)
      if (!other) seen.set(key, { nodeId, checksum })
      else if (other.checksum !== checksum) {
        problems.push(
          `after commit ${sequence} of database '${name}' nodes ${other.nodeId} and ${nodeId} ` +
            `have different checksums: ${other.checksum} and ${checksum}`,
        )
      }
    }
  }
  return problems
}

function failures(nodes: readonly NodeReport[]): string[] {
  return nodes.flatMap(({ member: { nodeId }, status, error }) => {
    if (error) return [`node ${nodeId} does not answer: ${error.message}`]
    return status?.failure ? [`node ${nodeId} has failed: ${status.failure}`] : []
  })
}

function outOfService(statuses: readonly NodeStatus[]): string[] {
  return statuses.flatMap(({ nodeId, integrity }) =>
    integrity.outOfService === ''
      ? []
      : [`node ${nodeId} serves nobody: ${integrity.outOfService}`],
  )
}

function shortOfSpace(statuses: readonly NodeStatus[]): string[] {
  return statuses.flatMap(({ nodeId, storage }) => {
    const { diskFreeBytes, diskReserveBytes } = storage
    if (diskFreeBytes === undefined || diskFreeBytes >= diskReserveBytes) return []
    return [
      `node ${nodeId} is short of disk space (${diskFreeBytes} bytes free, ${diskReserveBytes} in reserve): ` +
        'it takes no writes while it leads, and stops when it has none',
    ]
  })
}

/** Of the memory for all databases. */
const SHORT_OF_MEMORY = 1 / 32

function shortOfMemory(statuses: readonly NodeStatus[]): string[] {
  return statuses.flatMap(({ nodeId, memory }) => {
    const { wasmLimitBytes, growthBytes } = memory
    if (growthBytes >= wasmLimitBytes * SHORT_OF_MEMORY) return []
    return [
      `node ${nodeId} is short of memory: while it leads, databases can grow by ${growthBytes} bytes, ` +
        `of ${wasmLimitBytes} for all`,
    ]
  })
}

function tolerance(nodes: readonly NodeReport[]): string[] {
  const voters = nodes.filter(({ voter }) => voter)
  if (voters.length === 0) return []
  const up = voters.filter(({ status }) => status && status.failure === '').length
  const majority = Math.floor(voters.length / 2) + 1
  const counted = `${up} of ${voters.length} voters are up`
  if (up < majority) return [`${counted}, and ${majority} are needed to write`]
  if (up === majority) return [`${counted}: the loss of one more stops all writes`]
  return []
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
