// SQLite as a C compiler builds it, through better-sqlite3. It is no dependency: whoever wants the comparison has it built
// once, into the cache of the user.

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** As test/sqllogictest/regenerate.sh has it: it bundles the version of SQLite that ours is made from. */
const PACKAGE = 'better-sqlite3@12.11.1'

/** As much of better-sqlite3 as is used here. */
export interface NativeDatabase {
  prepare(sql: string): NativeStatement
}

export interface NativeStatement {
  /** True for what gives rows. */
  readonly reader: boolean
  run(...params: readonly unknown[]): unknown
  all(...params: readonly unknown[]): unknown[]
  get(...params: readonly unknown[]): unknown
  raw(): this
  pluck(): this
}

/** An empty database in memory. Takes minutes when it has to be built first. */
export async function openNative(progress: (words: string) => void): Promise<NativeDatabase> {
  const cache = join(
    process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    'quorumlite',
    PACKAGE,
  )
  const installed = join(cache, 'node_modules', 'better-sqlite3')
  if (!existsSync(join(installed, 'build', 'Release', 'better_sqlite3.node'))) {
    progress(`building ${PACKAGE} into ${cache}, once`)
    mkdirSync(cache, { recursive: true })
    const args = ['install', PACKAGE, '--prefix', cache, '--no-audit', '--no-fund']
    const env = { ...process.env, npm_config_build_from_source: 'true' }
    await promisify(execFile)('npm', args, { env })
  }
  const Database = createRequire(import.meta.url)(installed) as new (file: string) => NativeDatabase
  return new Database(':memory:')
}
