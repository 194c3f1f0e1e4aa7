/** What the process that writes orders is told, on its command line as JSON. */
export interface OrderWriterSettings {
  readonly addresses: readonly string[]
  readonly secretFile: string
  readonly database: string
  /** Orders under way at the same time. */
  readonly concurrency: number
}

/** What it reports, some times a second, over its IPC channel. */
export type OrderWriterReport =
  | {
      readonly kind: 'progress'
      /** Orders acknowledged since the last report, and how long they took. */
      readonly acknowledged: number
      readonly p50Ms: number
      readonly p99Ms: number
      readonly leaderId: number
      /** Since the last acknowledgement. */
      readonly silentMs: number
      /** The longest time without any acknowledgement since the last report. */
      readonly gapMs: number
    }
  /** The last report: the numbers of all orders that were acknowledged, and of those that failed. */
  | {
      readonly kind: 'done'
      readonly acknowledged: readonly number[]
      readonly failed: readonly { readonly order: number; readonly error: string }[]
    }
