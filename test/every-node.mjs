// What has to work on every version of Node that is supported, with the built packages: a node inside this process, the
// command line beside it, and three processes whose leader is killed. Argument: the major version that this should be.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { open } from 'quorumlite'

const run = promisify(execFile)
const main = fileURLToPath(import.meta.resolve('quorumlite').replace(/index\.js$/, 'cli/main.js'))

assert.equal(process.versions.node.split('.')[0], process.argv[2])
const directory = mkdtempSync(join(tmpdir(), 'quorumlite-every-node-'))
try {
  await embedded(join(directory, 'data'), join(directory, 'copy.db'))
  await threeProcesses()
  console.log(`Node ${process.version}: all is well`)
} finally {
  rmSync(directory, { recursive: true, force: true })
}

/** Writes, reads, a copy to a file and back by the command line, and all of it again after a restart. */
async function embedded(dataDir, copy) {
  const before = await open({ dataDir, bootstrap: true })
  await before.db.execute('create virtual table note using fts5(text)')
  await before.db.transaction(async (tx) => {
    await tx.execute('insert into note values (?)', ['grüße ☃'])
    await tx.execute('insert into note values (?)', ['another'])
  })
  const connection = [
    '--connect',
    before.node.addresses[0],
    '--secret',
    `${dataDir}/cluster.secret`,
  ]
  await run(process.execPath, [main, 'export', ...connection, copy])
  await run(process.execPath, [main, 'load', ...connection, '--db', 'copied', copy])
  await before.close()

  const after = await open({ dataDir })
  for (const db of [after.db, after.database('copied')]) {
    const rows = await db.query("select rowid, text from note where note match 'grüße'")
    assert.deepEqual([...rows], [{ rowid: 1, text: 'grüße ☃' }])
  }
  await after.close()
}

/** The demo proves what it shows: that every acknowledged write is on every node, exactly once, after a leader's death. */
async function threeProcesses() {
  const { stdout } = await run(process.execPath, [main, 'demo', '--seconds', '3'])
  console.log(stdout.trim())
}
