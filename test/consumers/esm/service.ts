// Never run: a service in TypeScript, which has to compile as strictly as it can.

import {
  connect,
  open,
  QuorumliteError,
  type Database,
  type OpenOptions,
  type Quorumlite,
  type SqlValue,
} from 'quorumlite'
import { openCluster, type Cluster } from '@quorumlite/cluster'
import { sql, type Client, type ExecuteResult, type Rows } from '@quorumlite/client'

interface Job {
  readonly id: number
  readonly state: string
}

const options: OpenOptions = {
  dataDir: 'data',
  join: ['/dns4/db-1/tcp/4100'],
  secret: { file: 's' },
}
const service: Quorumlite = await open(options)

async function jobs(db: Database): Promise<readonly Job[]> {
  const inserted: ExecuteResult = await db.execute(sql`insert into job (state) values (${'new'})`)
  const rows: Rows<Job> = await db.query<Job>('select id, state from job', [], {
    consistency: 'session',
    position: inserted.position,
  })
  return rows
}

const found: readonly Job[] = await service.db.transaction(async (tx) => {
  await tx.execute('delete from job where state = ?', ['done'])
  return tx.query<Job>('select id, state from job')
})
const value: SqlValue = (await jobs(service.db)).at(0)?.state ?? found.length

const client: Client = await connect({ addresses: service.node.addresses, secret: 'secret' })
const cluster: Cluster = await openCluster({ addresses: ['/dns4/db-1/tcp/4100'], secret: 'secret' })
try {
  await cluster.transferLeadership(2)
} catch (error) {
  if (!(error instanceof QuorumliteError) || !error.retryable) throw error
  console.log(error.code, error.hint, value)
}
await client.close()

// @ts-expect-error -- the types have teeth: a directory is needed
await open({ bootstrap: true })
