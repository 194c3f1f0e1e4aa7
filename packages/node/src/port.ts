/**
 * A FIFO link between two halves of a node, and nothing more: what is posted in one tick arrives as one batch, in
 * order, later, never by a synchronous call. Whether a thread boundary lies in between is no business of either half.
 */
export interface Port<Out, In> {
  /** Queues a message; all messages of one tick travel together. `transfer` lists buffers that move instead of being cloned. */
  post(message: Out, transfer?: readonly ArrayBuffer[]): void
  /** Set once, before anything can arrive. The listener gets every message of a batch in order. */
  onBatch(listener: (batch: readonly In[]) => void): void
  /** Called once when the other half is gone: its thread ended or failed. */
  onGone(listener: (cause: Error) => void): void
  close(): void
}
