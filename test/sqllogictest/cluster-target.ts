import type { Client, Database } from '@quorumlite/client'
import { QuorumliteError, type Position, type SqlValue } from '@quorumlite/wire'
import { resultCodeName } from '../../packages/sqlite/src/result-codes.ts'
import type { InlineCluster } from '../support/inline-cluster.ts'
import { Refusal, type Answer, type Target } from './run-script.ts'

const EXACT = { values: true, integers: 'bigint' } as const
const WRITES = /^\s*(insert|update|delete|replace)\b|^\s*with\b[^]*\breturning\b/i

/** A database of a cluster: statements go to the leader, queries to the leader and then to every follower. */
export class ClusterTarget implements Target {
  readonly name = 'quorumlite'
  readonly #cluster: InlineCluster
  readonly #database: Database
  #position: Position | undefined

  constructor(cluster: InlineCluster, client: Client, databaseName: string) {
    this.#cluster = cluster
    this.#database = client.database(databaseName)
  }

  async execute(sql: string): Promise<number> {
    const { changes, position } = await this.#run(this.#database.execute(sql, [], EXACT))
    this.#position = position
    return changes
  }

  async query(sql: string): Promise<Answer[]> {
    if (WRITES.test(sql)) {
      const { rows, position } = await this.#run(this.#database.execute<SqlValue[]>(sql, [], EXACT))
      this.#position = position
      return [{ place: 'the leader, writing', rows }]
    }
    return this.#run(Promise.all([this.#readLeader(sql), ...this.#readFollowers(sql)]))
  }

  async #readLeader(sql: string): Promise<Answer> {
    const options = { ...EXACT, consistency: 'linearizable', readFrom: 'leader' } as const
    return { place: 'the leader', rows: await this.#database.query(sql, [], options) }
  }

  /** What the last write left must be there, on every node, without asking the leader. */
  #readFollowers(sql: string): Promise<Answer>[] {
    const leader = this.#cluster.leader()
    const followers = this.#cluster.running().filter((i) => i !== leader)
    return followers.map(async (i) => {
      const readFrom = this.#cluster.node(i).info.nodeId
      const rows = await this.#database.query(sql, [], {
        ...EXACT,
        consistency: 'session',
        readFrom,
        ...(this.#position && { position: this.#position }),
      })
      if (rows.nodeId !== readFrom) throw new Error(`node ${rows.nodeId} answered for ${readFrom}`)
      return { place: `follower ${i}`, rows }
    })
  }

  async #run<T>(promise: Promise<T>): Promise<T> {
    try {
      return await this.#cluster.run(promise)
    } catch (error) {
      if (!(error instanceof QuorumliteError)) throw error
      const { code, details, message } = error
      const isSql = code === 'SQL_ERROR' && details.sqliteCode !== undefined
      throw new Refusal(isSql ? resultCodeName(details.sqliteCode) : code, message)
    }
  }
}
