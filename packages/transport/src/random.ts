// Randomness as everything in quorumlite sees it: from the operating system, or replayed from a seed.

import assert from 'node:assert'
import { randomBytes } from 'node:crypto'

export interface Random {
  /** A number in [0, 1) with at least 32 random bits. */
  next(): number
  /** `length` fresh random bytes. */
  bytes(length: number): Uint8Array
}

/** Unpredictable: fit for keys, nonces and jitter alike. */
export const systemRandom: Random = {
  next: () => randomBytes(4).readUInt32LE(0) / 2 ** 32,
  bytes: (length) => new Uint8Array(randomBytes(length)),
}

export interface SeededRandom extends Random {
  /**
   * An independent generator that depends only on this one's seed and on `label`, not on how much was drawn.
   * With one per component, a draw more in one of them does not change the history of all others.
   */
  fork(label: string): SeededRandom
}

/**
 * A generator that gives the same sequence for the same seed, on every platform. Not fit for secrets.
 *
 * @example
 * const random = createSeededRandom(42)
 * const jitterMs = randomBetween(random.fork('redial'), 50, 500)
 */
export function createSeededRandom(seed: number | string): SeededRandom {
  const next32 = createSfc32(String(seed))
  return {
    next: () => next32() / 2 ** 32,
    bytes(length) {
      const bytes = new Uint8Array(length)
      for (let i = 0; i < length; i++) bytes[i] = next32() & 0xff
      return bytes
    },
    fork: (label) => createSeededRandom(`${seed}/${label}`),
  }
}

/** A number in [min, max). */
export function randomBetween(random: Random, min: number, max: number): number {
  assert(min <= max)
  return min + random.next() * (max - min)
}

/** An integer in [min, max], both included. */
export function randomInteger(random: Random, min: number, max: number): number {
  assert(Number.isSafeInteger(min) && Number.isSafeInteger(max) && min <= max)
  assert(max - min < 2 ** 32)
  return min + Math.floor(random.next() * (max - min + 1))
}

/** sfc32 of the PractRand test suite: small, fast, 128 bits of state, and passes the suite. */
function createSfc32(seed: string): () => number {
  const state = createStringHash(seed)
  let a = state()
  let b = state()
  let c = state()
  let counter = 1
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return sum >>> 0
  }
  // The first outputs still show the seed's structure.
  for (let i = 0; i < 15; i++) next()
  return next
}

/** FNV-1a over the seed's characters, then murmur3's finalizer: near seeds give unlike states. */
function createStringHash(text: string): () => number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  }
  return () => {
    hash = (hash + 0x9e3779b9) | 0
    let mixed = hash
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return (mixed ^ (mixed >>> 16)) | 0
  }
}
