import type { Client } from '@quorumlite/client'

/** What a load of inserts came to: compare it with what is in the table. */
export interface InsertOutcome {
  readonly acknowledged: readonly number[]
  /** Numbers whose insert was rejected, with why. The driver says of none of them that it does not know. */
  readonly rejected: readonly { readonly number: number; readonly error: unknown }[]
}

/** Inserts 1, 2, 3, ... on several tracks until told to stop. No constraint guards the table: a double would show. */
export class InsertLoad {
  readonly #client: Client
  readonly #acknowledged: number[] = []
  readonly #rejected: { number: number; error: unknown }[] = []
  readonly #tracks: Promise<void>[] = []
  #next = 1
  #stopping = false

  private constructor(client: Client) {
    this.#client = client
  }

  static async start(client: Client, tracks: number): Promise<InsertLoad> {
    await client.execute('create table if not exists inserted (number integer not null)')
    const load = new InsertLoad(client)
    for (let i = 0; i < tracks; i++) load.#tracks.push(load.#track())
    return load
  }

  get acknowledgedCount(): number {
    return this.#acknowledged.length
  }

  async stop(): Promise<InsertOutcome> {
    this.#stopping = true
    await Promise.all(this.#tracks)
    return { acknowledged: this.#acknowledged, rejected: this.#rejected }
  }

  async #track(): Promise<void> {
    while (!this.#stopping) {
      const number = this.#next++
      try {
        await this.#client.execute('insert into inserted values (?)', [number])
        this.#acknowledged.push(number)
      } catch (error) {
        this.#rejected.push({ number, error })
      }
    }
  }
}

/** Lost, doubled and unasked-for rows of `inserted`, as the leader sees it. All empty if every insert ran exactly once. */
export async function auditInserts(
  client: Client,
  { acknowledged }: InsertOutcome,
): Promise<{ lost: number[]; doubled: number[]; surplus: number[] }> {
  const rows = await client.query('select number, count(*) as times from inserted group by number')
  const times = new Map(rows.map((row) => [Number(row['number']), Number(row['times'])]))
  const asked = new Set(acknowledged)
  return {
    lost: acknowledged.filter((number) => !times.has(number)),
    doubled: [...times].filter(([, count]) => count > 1).map(([number]) => number),
    surplus: [...times.keys()].filter((number) => !asked.has(number)),
  }
}
