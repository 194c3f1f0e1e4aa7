/** A mistake in this process, never something that a peer sent: whoever catches it must not go on. */
export class AssertionError extends Error {
  override readonly name: string = 'AssertionError'
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError(message)
}

/** What every integer of a message must be. Its own function, because it stands where a message made in vain is felt. */
export function assertUnsigned(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new AssertionError(`${value} is no unsigned safe integer`)
  }
}
