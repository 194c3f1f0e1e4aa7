// What the README promises, as a service in ES modules would write it.

import assert from 'node:assert/strict'
import { open, sql } from 'quorumlite'
import { clusterOf } from '@quorumlite/cluster'
import { QuorumliteError } from '@quorumlite/wire'

const service = await open({ dataDir: process.argv[2], bootstrap: true })
await service.db.execute('create table job (id integer primary key, state text unique)')
await service.db.execute(sql`insert into job (state) values (${'new'})`)
assert.deepEqual([...(await service.db.query('select * from job'))], [{ id: 1, state: 'new' }])
await assert.rejects(service.db.execute("insert into job (state) values ('new')"), QuorumliteError)
const { healthy } = await clusterOf(service.client).status()
assert.equal(healthy, true)
await service.close()
