import type { Client } from '@quorumlite/client'
import { randomInteger, type Random } from '@quorumlite/transport'

/** A copy, and the numbers that are in its table. */
interface Copy {
  readonly name: string
  readonly numbers: Set<number>
}

const LIVING_MAX = 5

/**
 * Copies databases with a table `inserted` again and again, the first one and its copies, writes into the copies, and drops
 * them; one step after another. What is in each copy is known all the time.
 */
export class CopyLoad {
  readonly #client: Client
  readonly #random: Random
  readonly #copies: Copy[] = []
  readonly #work: Promise<void>
  #made = 0
  #stopping = false

  private constructor(client: Client, random: Random, acknowledged: () => number) {
    this.#client = client
    this.#random = random
    this.#work = this.#run(acknowledged)
    // It is awaited when the load is stopped.
    this.#work.catch(() => undefined)
  }

  /** `acknowledged`: how many rows `main` has at least. */
  static start(client: Client, random: Random, acknowledged: () => number): CopyLoad {
    return new CopyLoad(client, random, acknowledged)
  }

  get made(): number {
    return this.#made
  }

  /** Rejects with the first thing that was wrong. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#work
  }

  /** Names of copies whose content is not what it was, and has to be. */
  async audit(): Promise<string[]> {
    const changed: string[] = []
    for (const { name, numbers } of this.#copies) {
      const found = await this.#numbers(name)
      if (found.size !== numbers.size || [...found].some((it) => !numbers.has(it))) {
        changed.push(name)
      }
    }
    return changed
  }

  async #run(acknowledged: () => number): Promise<void> {
    while (!this.#stopping) {
      await this.#copy(acknowledged)
      await this.#write()
      if (this.#copies.length > LIVING_MAX) await this.#drop()
    }
  }

  async #copy(acknowledged: () => number): Promise<void> {
    const from = randomInteger(this.#random, 0, this.#copies.length)
    const source = this.#copies[from - 1]
    const name = `copy-${++this.#made}`
    const least = source ? source.numbers.size : acknowledged()
    await this.#client.copyDatabase(source?.name ?? 'main', name)
    const numbers = await this.#numbers(name)
    if (numbers.size < least) throw new Error(`${name} has ${numbers.size} rows of ${least}`)
    this.#copies.push({ name, numbers })
  }

  async #write(): Promise<void> {
    const copy = this.#any()
    const number = -1 - this.#made
    await this.#client.database(copy.name).execute('insert into inserted values (?)', [number])
    copy.numbers.add(number)
  }

  async #drop(): Promise<void> {
    const copy = this.#any()
    this.#copies.splice(this.#copies.indexOf(copy), 1)
    await this.#client.dropDatabase(copy.name)
  }

  #any(): Copy {
    return this.#copies[randomInteger(this.#random, 0, this.#copies.length - 1)]!
  }

  async #numbers(name: string): Promise<Set<number>> {
    const rows = await this.#client.database(name).query('select number from inserted')
    return new Set(rows.map(({ number }) => Number(number)))
  }
}
