export {
  type Cluster,
  type ClusterOptions,
  clusterOf,
  type NodeInfo,
  openCluster,
  type OwnedCluster,
  type StatusOptions,
} from './cluster.ts'
export type { ClusterStatus, NodeReport } from './status.ts'
