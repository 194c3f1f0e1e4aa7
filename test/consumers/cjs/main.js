// The same from CommonJS: by require() where this Node can require ES modules (20.19 and later), and by import() anyway.

const assert = require('node:assert/strict')
const path = require('node:path')

async function main(directory) {
  const required = require('quorumlite')
  const imported = await import('quorumlite')
  assert.equal(required.open, imported.open)
  const service = await required.open({ dataDir: path.join(directory, 'cjs'), bootstrap: true })
  await service.db.execute('create table job (id integer primary key, state text)')
  await service.db.execute('insert into job (state) values (?)', ['new'])
  const rows = await service.db.query('select * from job')
  assert.deepEqual([...rows], [{ id: 1, state: 'new' }])
  await service.close()
}

main(process.argv[2]).catch((error) => {
  console.error(error)
  process.exitCode = 1
})
