// Checks of our own and of the caller's mistakes, always on. What comes from the network never reaches one.

/** A broken rule of this library or of its contract with the caller. The node must stop: its state is not trusted. */
export class AssertionError extends Error {
  override readonly name: string = 'AssertionError'
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) {
    throw new AssertionError(message)
  }
}
