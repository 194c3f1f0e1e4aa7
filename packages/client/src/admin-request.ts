/** What changes the cluster itself, not a database. The leader answers once it is done. */
export type AdminRequest =
  | { readonly kind: 'changeRole'; readonly nodeId: number; readonly role: 'voter' | 'learner' }
  | { readonly kind: 'removeNode'; readonly nodeId: number }
  | { readonly kind: 'transferLeadership'; readonly nodeId: number }
