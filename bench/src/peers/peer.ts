// Other databases that keep three copies and sync before they answer.

export interface PeerSettings {
  readonly kind: 'etcd' | 'dqlite'
  readonly origin: string
  readonly callers: number
  readonly seconds: number
  readonly warmUpSeconds: number
}

/** A client of a peer, with as many requests in flight as there are callers. */
export interface PeerClient extends Disposable {
  /** Resolves when a quorum has it on disk. */
  put(key: string, value: Uint8Array): Promise<void>
}
