import { existsSync, readFileSync, statSync } from 'node:fs'
import type { Client } from '@quorumlite/client'
import { createEngine, exportDatabase } from '@quorumlite/sqlite'
import { QuorumliteError } from '@quorumlite/wire'
import { CONNECT_HELP, CONNECT_OPTIONS, text, usage, type Command } from './command.ts'
import { connectBy } from './connection.ts'
import { toJson } from './output.ts'

const SQLITE_MAGIC = 'SQLite format 3\0'
const FORMAT_VERSION_OFFSETS = [18, 19]
const WAL_MODE = 2
const ROLLBACK_MODE = 1

export const loadCommand: Command = {
  name: 'load',
  help: `Usage: quorumlite load --connect MULTIADDR... --secret FILE --db NAME [--replace] FILE

Makes database NAME what FILE holds, as one write: an SQLite database file (4096-byte pages, UTF-8), or an SQL script, which
is run by the same SQLite here first. Creates the database if there is none. One that has tables is replaced only with
--replace.

      --db NAME            the database
      --replace            also if it has content, which is lost
${CONNECT_HELP}`,
  options: { ...CONNECT_OPTIONS, db: { type: 'string' }, replace: { type: 'boolean' } },
  async run({ options, positionals, io }) {
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) throw usage('name one file', 'load')
    const database = text(options, 'db')
    if (database === undefined) throw usage('--db NAME is missing', 'load')
    const image = await readImage(file)
    await using client = await connectBy(options, 'load', database)
    await loadImage(client, database, image, options['replace'] === true)
    const tables = await countTables(client, database)
    io.out(
      options['json']
        ? toJson({ database, bytes: image.length, tables })
        : `${database}: ${tables} tables, ${image.length} bytes`,
    )
    return 0
  },
}

/** Imports a database file's bytes, unless that would throw away tables without leave. */
export async function loadImage(
  client: Client,
  database: string,
  image: Uint8Array,
  replace: boolean,
): Promise<void> {
  const known = await client.databases()
  const exists = known.some(({ name }) => name === database)
  if (exists && !replace && (await countTables(client, database)) > 0) {
    throw new QuorumliteError('DATABASE_EXISTS', `database '${database}' has tables already`, {
      hint: 'Load into another database, or give --replace to lose what it holds.',
    })
  }
  await client.importDatabase(database, image)
}

/** The bytes of a database file, read or made by running a script. */
export async function readImage(file: string): Promise<Uint8Array> {
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new QuorumliteError('INVALID_ARGUMENT', `there is no file ${file}`)
  }
  const bytes = new Uint8Array(readFileSync(file))
  const isDatabase = Buffer.from(bytes.subarray(0, 16)).toString('latin1') === SQLITE_MAGIC
  return isDatabase ? withoutWalMode(bytes, file) : runScript(Buffer.from(bytes).toString('utf8'))
}

/** A file in WAL mode is whole without its -wal file once that is empty: only its header has to say so. */
function withoutWalMode(bytes: Uint8Array, file: string): Uint8Array {
  const walFile = `${file}-wal`
  const walBytes = existsSync(walFile) ? statSync(walFile).size : 0
  if (walBytes > 0) {
    throw new QuorumliteError(
      'UNSUPPORTED_DATABASE_FILE',
      `${walFile} holds changes that are not in the database file yet`,
      {
        hint: `Close the program that has it open, or run: sqlite3 ${file} 'PRAGMA wal_checkpoint(TRUNCATE)'`,
      },
    )
  }
  for (const offset of FORMAT_VERSION_OFFSETS) {
    if (bytes[offset] === WAL_MODE) bytes[offset] = ROLLBACK_MODE
  }
  return bytes
}

/** Runs a script in an empty database of this process, and takes that as a file. */
export async function runScript(script: string): Promise<Uint8Array> {
  using engine = await createEngine()
  using store = engine.createStore('script')
  const restore = store.restore()
  restore.put(1, engine.blankPage1())
  restore.finish(1)
  using connection = store.connect({
    view: 'speculative',
    writable: true,
    profile: 'unrestricted',
  })
  store.setMaxTransactionBytes(2 ** 31)
  connection.setForeignKeys(false)
  try {
    for (const statement of connection.statements(script)) {
      statement.run()
      store.publish(store.speculativeCount)
    }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new QuorumliteError('SQL_ERROR', `the script failed: ${message}`, { cause })
  }
  if (!connection.autocommit) {
    throw new QuorumliteError('SQL_ERROR', 'the script ends inside a transaction')
  }
  store.publish(store.speculativeCount)
  using pin = store.pin()
  return Buffer.concat([...exportDatabase(pin)])
}

async function countTables(client: Client, database: string): Promise<number> {
  const count = "select count(*) as n from sqlite_schema where type = 'table'"
  const [row] = await client.database(database).query(count)
  return Number(row?.['n'] ?? 0)
}
