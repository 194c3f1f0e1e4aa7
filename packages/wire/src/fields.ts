// How fields of decoded protobuf messages become fields of ours: absent ones get the value that absence stands for.
// Reading a field of a generated class directly would give protobufjs' own defaults, objects in place of 64-bit zeros.

import { malformed } from './errors.ts'
import { EMPTY_BYTES } from './proto-io.ts'

export type Maybe<Value> = Value | null | undefined

/** One alternative of a message that holds exactly one of several: which, and its value. */
export type OneOf<Values> = {
  [Kind in keyof Values]: { readonly kind: Kind; readonly value: Values[Kind] }
}[keyof Values]

export type Empty = Readonly<Record<never, never>>

export function readNumber(value: Maybe<number>): number {
  return typeof value === 'number' ? value : 0
}

export function readText(value: Maybe<string>): string {
  return value ?? ''
}

export function readBytes(value: Maybe<Uint8Array>): Uint8Array {
  return value && value.length > 0 ? value : EMPTY_BYTES
}

export function readFlag(value: Maybe<boolean>): boolean {
  return value === true
}

export function readList<From, To>(
  values: Maybe<readonly From[]>,
  read: (value: From, position: number) => To,
): To[] {
  return values ? values.map(read) : []
}

export function readPlainList<Item>(values: Maybe<readonly Item[]>): readonly Item[] {
  return values ?? []
}

export function readOptional<From, To>(
  value: Maybe<From>,
  read: (value: From) => To,
): To | undefined {
  return value === null || value === undefined ? undefined : read(value)
}

/** A message without which the one that holds it makes no sense. */
export function readRequired<From, To>(
  value: Maybe<From>,
  read: (value: From) => To,
  name: string,
): To {
  if (value === null || value === undefined) throw malformed(`${name} is missing`)
  return read(value)
}

/** The alternative that is set; MALFORMED if none is, or one that this version does not know. */
export function readOneOf<Message, Values extends Partial<Record<keyof Message, unknown>>>(
  message: Message,
  kind: (keyof Values & keyof Message) | undefined,
  readers: {
    readonly [Kind in keyof Values & keyof Message]: (
      value: NonNullable<Message[Kind]>,
    ) => Values[Kind]
  },
  name: string,
): OneOf<Values> {
  if (kind === undefined) throw malformed(`${name} is missing, or of a kind that is not known here`)
  const value = readers[kind](message[kind] as NonNullable<Message[typeof kind]>)
  return { kind, value } as OneOf<Values>
}

export const readEmpty = (): Empty => EMPTY

const EMPTY: Empty = Object.freeze({})
