/** Holds for us, not for the world: a failure is a bug of this package. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message)
}

export class AssertionError extends Error {
  override readonly name = 'AssertionError'
}
