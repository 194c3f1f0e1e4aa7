import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** What the demo shows: steps as lines, and one live line under them where there is a terminal. */
export class Display {
  readonly #out: NodeJS.WriteStream
  readonly #live: boolean
  #line = ''

  constructor(out: NodeJS.WriteStream) {
    this.#out = out
    this.#live = out.isTTY
  }

  title(words: string): void {
    this.#print(`\n${this.#styled('bold', words)}`)
  }

  step(words: string): void {
    this.#print(`  ${this.#styled('cyan', '>')} ${words}`)
  }

  good(words: string): void {
    this.#print(`  ${this.#styled('green', this.#live ? '✓' : 'ok:')} ${words}`)
  }

  bad(words: string): void {
    this.#print(`  ${this.#styled('red', this.#live ? '✗' : 'FAILED:')} ${words}`)
  }

  plain(words: string): void {
    this.#print(`    ${words}`)
  }

  /** Replaces the live line. Without a terminal it is shown only when `always` is set, as a line of its own. */
  live(words: string, always = false): void {
    if (!this.#live) {
      if (always) this.#out.write(`    ${words}\n`)
      return
    }
    this.#line = words
    this.#out.write(`\r\x1b[K    ${this.#styled('dim', words)}`)
  }

  endLive(): void {
    if (this.#live && this.#line !== '') this.#out.write('\r\x1b[K')
    this.#line = ''
  }

  #print(words: string): void {
    const line = this.#line
    this.endLive()
    this.#out.write(`${words}\n`)
    if (line !== '') this.live(line)
  }

  #styled(style: Style, words: string): string {
    return this.#live ? styleText(style, words) : words
  }
}
