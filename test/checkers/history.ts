// What clients did and heard, as the checkers read it. Times only have to be comparable.

/** Something that a client asked for. */
export interface Operation {
  /** When it was asked for. */
  readonly call: number
  /** When the answer came; `Infinity` if none did, and it may have happened at any time since. */
  readonly return: number
}

/** What is wrong with a history, in words; an empty list if nothing is. */
export type Complaints = readonly string[]

/** Whether `a` had ended before `b` began: then everybody has to see them in this order. */
export function precedes(a: Operation, b: Operation): boolean {
  return a.return < b.call
}
