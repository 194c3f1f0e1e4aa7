import type { Chance } from './random.ts'
import type { Generator } from './script-writer.ts'

// Deep scalar expressions and aggregates over small tables with NULLs.

const TABLES = ['tab0', 'tab1', 'tab2'] as const
const COLUMNS = ['col0', 'col1', 'col2', 'col3'] as const
const QUERIES = 900
const DEPTH = 3

export const expressions: Generator = {
  name: 'expressions',
  write(script, chance) {
    for (const table of TABLES) {
      script.statement(
        `CREATE TABLE ${table}(id INTEGER PRIMARY KEY, col0 INTEGER, col1 INTEGER, col2 REAL, col3 TEXT)`,
      )
      for (let id = 1; id <= 6; id++) {
        const values = [whole(chance), whole(chance), real(chance), text(chance)]
        script.change(`INSERT INTO ${table} VALUES(${[id, ...values].join(', ')})`)
      }
    }
    for (let i = 0; i < QUERIES; i++) {
      const table = chance.pick(TABLES)
      if (chance.chance(0.35)) {
        const count = chance.integer(1, 3)
        const results = chance.list(count, () => aggregate(chance)).join(', ')
        script.query('V'.repeat(count), `SELECT ${results} FROM ${table}${condition(chance)}`)
      } else {
        const count = chance.integer(1, 3)
        const distinct = chance.chance(0.3) ? 'DISTINCT ' : ''
        const results = chance.list(count, () => expression(chance, DEPTH)).join(', ')
        const sql = `SELECT ${distinct}${results} FROM ${table}${condition(chance)}`
        script.query('V'.repeat(count), sql, { sort: 'rowsort' })
      }
    }
  },
}

function condition(chance: Chance): string {
  return chance.chance(0.6) ? ` WHERE ${predicate(chance, 2)}` : ''
}

function aggregate(chance: Chance): string {
  const inner = expression(chance, 1)
  const distinct = chance.chance(0.3) ? 'DISTINCT ' : ''
  return chance.pick([
    `COUNT(*)`,
    `COUNT(${distinct}${inner})`,
    `MIN(${inner})`,
    `MAX(${inner})`,
    `SUM(${distinct}col0 - ${chance.integer(1, 99)})`,
    `TOTAL(${distinct}col1)`,
    `AVG(${distinct}col0)`,
    `group_concat(${distinct}col1)`,
    `COALESCE(SUM(col2), ${chance.integer(1, 99)})`,
    `- COUNT(*) + ${chance.integer(1, 99)} * MAX(col0)`,
  ])
}

function expression(chance: Chance, depth: number): string {
  if (depth === 0) return leaf(chance)
  const inner = (): string => expression(chance, depth - 1)
  switch (chance.integer(0, 12)) {
    case 0:
    case 1:
    case 2:
      return `${inner()} ${chance.pick(['+', '-', '*', '/', '%'])} ${inner()}`
    case 3:
      return `(${inner()} ${chance.pick(['&', '|', '<<', '>>'])} ${chance.integer(0, 9)})`
    case 4:
      return `${chance.pick(['- ', '+ ', '~ '])}(${inner()})`
    case 5:
      return `CASE WHEN ${predicate(chance, 1)} THEN ${inner()} ELSE ${inner()} END`
    case 6:
      return `CASE ${inner()} WHEN ${leaf(chance)} THEN ${inner()} WHEN ${leaf(chance)} THEN NULL ELSE ${leaf(chance)} END`
    case 7:
      return `COALESCE(${leaf(chance)}, ${inner()})`
    case 8:
      return `NULLIF(${inner()}, ${leaf(chance)})`
    case 9:
      return `CAST(${inner()} AS ${chance.pick(['INTEGER', 'TEXT', 'REAL', 'NUMERIC'])})`
    case 10:
      return `iif(${predicate(chance, 1)}, ${inner()}, ${inner()})`
    case 11:
      return `${chance.pick(['max', 'min'])}(${inner()}, ${inner()}, ${leaf(chance)})`
    default:
      return `(${inner()} || ${leaf(chance)})`
  }
}

function predicate(chance: Chance, depth: number): string {
  const inner = (): string => expression(chance, Math.max(0, depth - 1))
  switch (chance.integer(0, 8)) {
    case 0:
      return `${inner()} ${chance.pick(['<', '<=', '=', '<>', '>=', '>', 'IS', 'IS NOT'])} ${inner()}`
    case 1:
      return `${inner()} ${negation(chance)}BETWEEN ${leaf(chance)} AND ${leaf(chance)}`
    case 2: {
      const items = chance.list(chance.integer(0, 4), () => leaf(chance))
      return `${inner()} ${negation(chance)}IN (${items.join(', ')})`
    }
    case 3:
      return `${inner()} ${chance.pick(['IS NULL', 'IS NOT NULL', 'ISNULL', 'NOTNULL'])}`
    case 4:
      return `NOT (${inner()} ${chance.pick(['<', '>'])} ${leaf(chance)})`
    case 5:
      return `col3 ${negation(chance)}LIKE '${chance.pick(['%a%', 'b%', '_e%', '%'])}'`
    case 6:
      return `${inner()} IS ${negation(chance)}DISTINCT FROM ${leaf(chance)}`
    default:
      return depth === 0
        ? `${leaf(chance)} > 0`
        : `(${predicate(chance, depth - 1)} ${chance.pick(['AND', 'OR'])} ${predicate(chance, depth - 1)})`
  }
}

function negation(chance: Chance): string {
  return chance.chance(0.3) ? 'NOT ' : ''
}

function leaf(chance: Chance): string {
  return chance.chance(0.6) ? chance.pick(COLUMNS) : chance.pick([whole, whole, real])(chance)
}

function whole(chance: Chance): string {
  return chance.chance(0.1) ? 'NULL' : String(chance.integer(0, 99))
}

function real(chance: Chance): string {
  return chance.chance(0.1) ? 'NULL' : (chance.integer(-9999, 9999) / 100).toFixed(2)
}

function text(chance: Chance): string {
  if (chance.chance(0.1)) return 'NULL'
  return `'${chance.list(chance.integer(0, 5), () => chance.character('abcde12')).join('')}'`
}
