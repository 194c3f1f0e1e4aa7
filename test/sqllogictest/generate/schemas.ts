import type { Chance } from './random.ts'
import type { Generator, ScriptWriter } from './script-writer.ts'

// Tables of random shape (STRICT, WITHOUT ROWID, generated columns, checks), filled, altered, and taken down again.

const TABLES = 34
const TYPES = ['INTEGER', 'REAL', 'TEXT', 'BLOB', 'ANY'] as const

export const schemas: Generator = {
  name: 'schemas',
  write(script, chance) {
    for (let i = 0; i < TABLES; i++) liveOf(script, chance, `t${i}`)
    script.query('TTT', 'SELECT type, name, tbl_name FROM sqlite_schema', { sort: 'rowsort' })
    script.query('T', 'PRAGMA integrity_check')
  },
}

/** One table's life, from CREATE to (sometimes) DROP. */
function liveOf(script: ScriptWriter, chance: Chance, table: string): void {
  const isStrict = chance.chance(0.5)
  const isRowless = chance.chance(0.4)
  const type = (): string => chance.pick(isStrict ? TYPES : TYPES.slice(0, 4))
  const types = [type(), type(), type()]
  const stored = chance.pick(['STORED', 'VIRTUAL'])
  const options = [isStrict ? 'STRICT' : '', isRowless ? 'WITHOUT ROWID' : ''].filter(Boolean)
  const constraint = chance.pick([
    '',
    ' NOT NULL',
    ' DEFAULT 7',
    ' UNIQUE',
    " CHECK (typeof(b) <> 'blob')",
  ])
  const columns = [
    `k ${chance.pick(['INTEGER', 'TEXT'])} PRIMARY KEY`,
    `a ${types[0]}`,
    `b ${types[1]}${constraint}`,
    `c ${types[2]} COLLATE ${chance.pick(['BINARY', 'NOCASE', 'RTRIM'])}`,
    `g TEXT GENERATED ALWAYS AS (typeof(a) || '/' || coalesce(b, '-')) ${stored}`,
  ]
  script.statement(`CREATE TABLE ${table}(${columns.join(', ')}) ${options.join(', ')}`.trim())
  const index = chance.pick(['g', 'c, a', 'b DESC', 'a, b, c'])
  script.statement(`CREATE INDEX ${table}_index ON ${table}(${index})`)
  for (let k = 1; k <= 8; k++) {
    script.change(
      `INSERT INTO ${table}(k, a, b, c) VALUES(${k}, ${value(chance)}, ${value(chance)}, ${value(chance)})`,
    )
  }
  const all = `SELECT * FROM ${table} ORDER BY k`
  script.query('VVVVV', all)
  script.query('VI', `SELECT g, count(*) FROM ${table} GROUP BY g ORDER BY g`)
  script.query('IVVIVVI', `PRAGMA table_xinfo(${table})`)
  script.change(
    `UPDATE ${table} SET a = ${value(chance)}, c = ${value(chance)} WHERE k > ${chance.integer(2, 7)}`,
  )
  script.query('VVVVV', all)
  alter(script, chance, table)
  if (chance.chance(0.3)) script.statement(`REINDEX ${table}`)
  if (chance.chance(0.2)) script.statement('VACUUM')
  if (chance.chance(0.3)) script.statement(`DROP TABLE ${table}`)
}

function alter(script: ScriptWriter, chance: Chance, table: string): void {
  switch (chance.integer(0, 4)) {
    case 0:
      script.statement(`ALTER TABLE ${table} ADD COLUMN extra INTEGER DEFAULT 3`)
      return script.query('VV', `SELECT k, extra FROM ${table} ORDER BY k`)
    case 1:
      script.statement(`ALTER TABLE ${table} RENAME COLUMN c TO renamed`)
      return script.query('VV', `SELECT k, renamed FROM ${table} ORDER BY renamed, k`)
    case 2:
      script.statement(`DROP INDEX ${table}_index`, `ALTER TABLE ${table} DROP COLUMN c`)
      return script.query('VVVV', `SELECT * FROM ${table} ORDER BY k`)
    case 3:
      script.statement(
        `ALTER TABLE ${table} RENAME TO ${table}_new`,
        `ALTER TABLE ${table}_new RENAME TO ${table}`,
      )
      return script.query('V', `SELECT sql FROM sqlite_schema WHERE name = '${table}'`)
    default:
      return script.query('VV', `SELECT a, count(*) FROM ${table} GROUP BY a ORDER BY a`)
  }
}

function value(chance: Chance): string {
  return chance.pick([
    'NULL',
    '1',
    '-7',
    '2.5',
    '3.0',
    "'text'",
    "'Text  '",
    "'12'",
    "x'6162'",
    "''",
  ])
}
