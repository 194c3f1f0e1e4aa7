/** A mistake in this process, never something that a peer sent: whoever catches it must not go on. */
export class AssertionError extends Error {
  override readonly name: string = 'AssertionError'
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message)
}
