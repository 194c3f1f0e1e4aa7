import type { Chance } from './random.ts'
import type { Generator, ScriptWriter } from './script-writer.ts'

// The same rows in tables that differ in their indexes: whatever plan a query gets, its answer is the same.

const TABLES = ['bare', 'single', 'covering', 'partial', 'expressive', 'rowless'] as const
const ROUNDS = 4
const PREDICATES_PER_ROUND = 28
const ROWS = 60

export const indexes: Generator = {
  name: 'indexes',
  write(script, chance) {
    createTables(script)
    insertRows(script, chance, 0)
    for (let round = 0; round < ROUNDS; round++) {
      if (round === 2) script.statement('ANALYZE')
      for (let i = 0; i < PREDICATES_PER_ROUND; i++) askAll(script, chance, `r${round}q${i}`)
      changeAll(script, chance)
      insertRows(script, chance, (round + 1) * ROWS)
    }
    script.query('T', 'PRAGMA integrity_check')
  },
}

function createTables(script: ScriptWriter): void {
  const columns = 'a INTEGER, b REAL, c TEXT, d INTEGER'
  for (const table of TABLES) {
    const rowless = table === 'rowless' ? ' WITHOUT ROWID' : ''
    script.statement(`CREATE TABLE ${table}(pk INTEGER PRIMARY KEY, ${columns})${rowless}`)
  }
  script.statement(
    'CREATE INDEX single_a ON single(a)',
    'CREATE INDEX single_b ON single(b DESC)',
    'CREATE INDEX single_c ON single(c COLLATE NOCASE)',
    'CREATE INDEX covering_all ON covering(a, b, c, d)',
    'CREATE INDEX covering_back ON covering(d DESC, c, b)',
    'CREATE INDEX partial_a ON partial(a) WHERE d > 50',
    'CREATE INDEX partial_c ON partial(c) WHERE c IS NOT NULL',
    'CREATE INDEX expressive_sum ON expressive(a + d)',
    'CREATE INDEX expressive_length ON expressive(length(c), b)',
    'CREATE UNIQUE INDEX rowless_dpk ON rowless(d, pk)',
  )
}

function insertRows(script: ScriptWriter, chance: Chance, from: number): void {
  for (let at = 0; at < ROWS; at += 20) {
    const rows = chance.list(20, (i) => {
      const a = chance.chance(0.1) ? 'NULL' : chance.integer(0, 99)
      const b = chance.chance(0.1) ? 'NULL' : (chance.integer(0, 999) / 10).toFixed(1)
      const c = chance.chance(0.1) ? 'NULL' : `'${word(chance)}'`
      return `(${from + at + i + 1}, ${a}, ${b}, ${c}, ${chance.integer(0, 99)})`
    })
    for (const table of TABLES) script.change(`INSERT INTO ${table} VALUES ${rows.join(', ')}`)
  }
}

function askAll(script: ScriptWriter, chance: Chance, label: string): void {
  const where = predicate(chance, 2)
  const limit = chance.chance(0.3)
    ? ` LIMIT ${chance.integer(1, 9)} OFFSET ${chance.integer(0, 5)}`
    : ''
  const order = chance.pick([
    'pk',
    'a, pk',
    'b DESC, pk',
    'd, c, pk',
    'c COLLATE NOCASE, pk',
    'a + d, pk',
  ])
  const tables = chance.some(TABLES, 3)
  for (const table of tables) {
    script.query('IV', `SELECT pk, c FROM ${table} WHERE ${where} ORDER BY ${order}${limit}`, {
      label,
    })
  }
  if (chance.chance(0.3)) {
    const sum = `SELECT COUNT(*), SUM(a), MIN(b), MAX(c) FROM`
    for (const table of tables) {
      script.query('VVVV', `${sum} ${table} WHERE ${where}`, { label: `${label}sum` })
    }
  }
}

function changeAll(script: ScriptWriter, chance: Chance): void {
  const where = predicate(chance, 1)
  const changes = [
    `SET a = d, d = a WHERE a IS NOT NULL AND ${where}`,
    `SET b = b + ${chance.integer(1, 9)}, c = upper(c) WHERE ${predicate(chance, 1)}`,
    `SET c = NULL WHERE pk % ${chance.integer(3, 9)} = 0`,
  ]
  for (const change of changes) {
    for (const table of TABLES) script.change(`UPDATE ${table} ${change}`)
  }
  const deleted = predicate(chance, 1)
  const divisor = chance.integer(2, 4)
  for (const table of TABLES) {
    script.change(`DELETE FROM ${table} WHERE (${deleted}) AND pk % ${divisor} = 0`)
  }
}

function predicate(chance: Chance, depth: number): string {
  const n = (): number => chance.integer(0, 99)
  switch (chance.integer(0, depth > 0 ? 11 : 8)) {
    case 0:
      return `a ${chance.pick(['<', '<=', '=', '>=', '>', '<>'])} ${n()}`
    case 1:
      return `b BETWEEN ${n() / 2} AND ${n()}.5`
    case 2:
      return `a IN (${chance.list(chance.integer(1, 6), n).join(', ')})`
    case 3:
      return `c ${chance.pick(['LIKE', 'NOT LIKE'])} '${word(chance).slice(0, 2)}%'`
    case 4:
      return `c COLLATE NOCASE ${chance.pick(['>', '<='])} '${word(chance)}'`
    case 5:
      return `a + d ${chance.pick(['>', '<'])} ${n() * 2}`
    case 6:
      return `length(c) = ${chance.integer(2, 6)}`
    case 7:
      return chance.pick(['a IS NULL', 'b IS NULL', 'c IS NOT NULL'])
    case 8:
      return `(d > 50 AND a ${chance.pick(['<', '>'])} ${n()})`
    case 9:
      return `(d, a) > (${n()}, ${n()})`
    default:
      return `(${predicate(chance, depth - 1)} ${chance.pick(['AND', 'OR'])} ${predicate(chance, depth - 1)})`
  }
}

function word(chance: Chance): string {
  return chance.list(chance.integer(2, 6), () => chance.character('abcdeABCDE')).join('')
}
