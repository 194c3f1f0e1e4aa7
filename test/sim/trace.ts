// A run in one number, and in words if somebody wants to read it. Two runs of one seed must have the same number.

export class Trace {
  readonly #write: ((line: string) => void) | undefined
  #hash = 0x811c9dc5

  constructor(write?: (line: string) => void) {
    this.#write = write
  }

  /** Lines cost time: ask before making one. */
  get isRead(): boolean {
    return this.#write !== undefined
  }

  line(nowMs: number, text: string): void {
    this.#write?.(`${nowMs.toFixed(3).padStart(12)}  ${text}`)
  }

  /** FNV-1a over 32-bit words. Times go in by their microseconds. */
  mix(value: number): void {
    this.#hash = Math.imul(this.#hash ^ (value | 0), 0x01000193)
    this.#hash ^= this.#hash >>> 15
  }

  mixText(text: string): void {
    for (let i = 0; i < text.length; i++) {
      this.mix(text.charCodeAt(i))
    }
  }

  mixBytes(bytes: Uint8Array): void {
    for (const byte of bytes) {
      this.mix(byte)
    }
  }

  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0')
  }
}
