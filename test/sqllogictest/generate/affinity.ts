import type { Generator } from './script-writer.ts'

// Every kind of value in every kind of column: storage classes, comparisons, casts and arithmetic between all of them.

const AFFINITIES = ['INTEGER', 'REAL', 'TEXT', 'NUMERIC', 'BLOB', ''] as const
const VALUES = [
  'NULL',
  '0',
  '-1',
  '9223372036854775807',
  '-9223372036854775808',
  '9007199254740993',
  '1.0',
  '-0.5',
  '1e300',
  '1e-300',
  "''",
  "'0'",
  "'12'",
  "' 12 '",
  "'12abc'",
  "'1e2'",
  "'0x10'",
  "'abc'",
  "'ABC'",
  "'ünï ☃ 𝄞'",
  "x''",
  "x'3132'",
  "x'00ff'",
] as const
const OPERATORS = ['<', '=', '>=', 'IS', 'IS NOT', 'LIKE', 'GLOB'] as const
const ARITHMETIC = ['+', '-', '*', '/', '%', '||', '&', '|', '<<', '>>'] as const

export const affinity: Generator = {
  name: 'affinity',
  write(script, chance) {
    for (const [i, type] of AFFINITIES.entries()) {
      script.statement(`CREATE TABLE t${i}(id INTEGER PRIMARY KEY, v ${type})`)
      const rows = VALUES.map((value, id) => `(${id}, ${value})`)
      script.change(`INSERT INTO t${i} VALUES ${rows.join(', ')}`)
    }
    for (const i of AFFINITIES.keys()) {
      script.query('IVT', `SELECT id, v, typeof(v) FROM t${i} ORDER BY id`)
      script.query('I', `SELECT id FROM t${i} ORDER BY v, id`)
      script.query('I', `SELECT id FROM t${i} ORDER BY v COLLATE NOCASE DESC, id`)
      script.query('VVV', `SELECT MIN(v), MAX(v), COUNT(DISTINCT v) FROM t${i}`)
      for (const value of VALUES) {
        const operator = chance.pick(OPERATORS)
        script.query('I', `SELECT id FROM t${i} WHERE v ${operator} ${value} ORDER BY id`)
      }
      for (const operator of ARITHMETIC) {
        const value = chance.pick(VALUES)
        script.query('IV', `SELECT id, v ${operator} ${value} FROM t${i} ORDER BY id`)
      }
      for (const type of AFFINITIES) {
        if (type) script.query('IV', `SELECT id, CAST(v AS ${type}) FROM t${i} ORDER BY id`)
      }
      for (const j of AFFINITIES.keys()) {
        const pairs = `SELECT COUNT(*), SUM(a.id * 31 + b.id) FROM t${i} a JOIN t${j} b`
        script.query('II', `${pairs} ON a.v = b.v`)
        script.query('II', `${pairs} ON a.v < b.v`)
      }
    }
    for (const left of VALUES) {
      for (const right of chance.some(VALUES, 8)) {
        const operators = chance
          .some(OPERATORS, 3)
          .map((operator) => `${left} ${operator} ${right}`)
        script.query('VVV', `SELECT ${operators.join(', ')}`)
      }
    }
  },
}
