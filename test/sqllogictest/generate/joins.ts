import type { Chance } from './random.ts'
import type { Generator } from './script-writer.ts'

// Joins of all kinds, compound selects, subqueries, GROUP BY and HAVING.

const QUERIES = 620

export const joins: Generator = {
  name: 'joins',
  write(script, chance) {
    script.statement(
      'CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT, boss INTEGER, town INTEGER, pay REAL)',
      'CREATE TABLE town(id INTEGER PRIMARY KEY, name TEXT, country TEXT)',
      'CREATE TABLE skill(person INTEGER, what TEXT, level INTEGER, PRIMARY KEY(person, what)) WITHOUT ROWID',
      'CREATE VIEW citizen AS SELECT p.id, p.name, t.name AS town, t.country FROM person p LEFT JOIN town t ON t.id = p.town',
    )
    const people = chance.list(24, (i) => {
      const boss = i === 0 || chance.chance(0.1) ? 'NULL' : chance.integer(1, i)
      const town = chance.chance(0.15) ? 'NULL' : chance.integer(1, 8)
      return `(${i + 1}, '${name(chance)}', ${boss}, ${town}, ${chance.integer(0, 400) * 25}.5)`
    })
    script.change(`INSERT INTO person VALUES ${people.join(', ')}`)
    const towns = chance.list(
      6,
      (i) => `(${i + 1}, '${name(chance)}', '${chance.pick(['CH', 'FR', 'IT'])}')`,
    )
    script.change(`INSERT INTO town VALUES ${towns.join(', ')}`)
    const skills = chance.list(40, () => {
      return `(${chance.integer(1, 28)}, '${chance.pick(SKILLS)}', ${chance.integer(1, 5)})`
    })
    script.change(`INSERT OR IGNORE INTO skill VALUES ${skills.join(', ')}`)
    for (let i = 0; i < QUERIES; i++) {
      if (i === QUERIES / 3) script.statement('CREATE INDEX person_town ON person(town, pay)')
      if (i === (2 * QUERIES) / 4)
        script.statement('ANALYZE', 'CREATE INDEX skill_what ON skill(what, level)')
      const { types, sql } = select(chance)
      script.query(types, sql, { sort: 'rowsort' })
    }
  },
}

const SKILLS = ['chess', 'go', 'knots', 'rope', 'sail'] as const

interface Select {
  readonly types: string
  readonly sql: string
}

function select(chance: Chance): Select {
  const n = chance.integer(1, 24)
  const join = chance.pick(['JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL JOIN', 'INNER JOIN'])
  const what = chance.pick(SKILLS)
  const comparison = chance.pick(['<', '>', '=', '<=', '<>'])
  const choices: (() => Select)[] = [
    () => ({
      types: 'VVV',
      sql: `SELECT p.id, p.name, t.name FROM person p ${join} town t ON p.town = t.id AND p.id ${comparison} ${n}`,
    }),
    () => ({
      types: 'VVV',
      sql: `SELECT t.country, p.name, s.what FROM person p ${join} skill s ON s.person = p.id ${join} town t ON t.id = p.town WHERE coalesce(s.level, 3) ${comparison} 3`,
    }),
    () => ({
      types: 'VVI',
      sql: `SELECT t.country, s.what, count(*) FROM skill s JOIN person p ON p.id = s.person JOIN town t ON t.id = p.town GROUP BY t.country, s.what HAVING sum(s.level) ${comparison} ${n}`,
    }),
    () => ({
      types: 'VV',
      sql: `SELECT name, (SELECT max(level) FROM skill WHERE person = person.id AND what ${chance.pick(['=', '<>'])} '${what}') FROM person WHERE id ${comparison} ${n}`,
    }),
    () => ({
      types: 'V',
      sql: `SELECT name FROM person p WHERE ${chance.pick(['', 'NOT '])}EXISTS (SELECT 1 FROM skill s WHERE s.person = p.id AND s.level ${comparison} ${chance.integer(1, 5)})`,
    }),
    () => ({
      types: 'V',
      sql: `SELECT id FROM person WHERE town ${chance.pick(['IN', 'NOT IN'])} (SELECT id FROM town WHERE country = '${chance.pick(['CH', 'FR', 'IT'])}')`,
    }),
    () => ({
      types: 'VV',
      sql: `SELECT id, name FROM person WHERE id < ${n} ${compound(chance)} SELECT person, what FROM skill WHERE level > 2 ${compound(chance)} SELECT id, name FROM person WHERE pay ${comparison} 5000`,
    }),
    () => ({
      types: 'V',
      sql: `SELECT person FROM skill WHERE what = '${what}' ${compound(chance)} SELECT id FROM person WHERE town ${comparison} 3`,
    }),
    () => ({
      types: 'VIVVV',
      sql: `SELECT town, count(*), min(name), sum(pay), avg(pay) FROM person WHERE id ${comparison} ${n} GROUP BY town`,
    }),
    () => ({
      types: 'VI',
      sql: `SELECT country, count(DISTINCT town) FROM citizen WHERE name ${comparison} 'M' GROUP BY country`,
    }),
    () => ({
      types: 'VV',
      sql: `SELECT a.name, b.name FROM person a, person b WHERE a.boss = b.id AND (a.pay, a.id) ${chance.pick(['<', '>'])} (b.pay, ${n})`,
    }),
    () => ({
      types: 'VV',
      sql: `SELECT * FROM (SELECT what, level FROM skill ORDER BY level DESC, what, person LIMIT ${n}) NATURAL JOIN (SELECT what FROM skill WHERE person < ${n})`,
    }),
    () => ({
      types: 'VV',
      sql: `WITH RECURSIVE under(id, depth) AS (SELECT ${n}, 0 UNION ALL SELECT p.id, depth + 1 FROM person p JOIN under ON p.boss = under.id) SELECT name, depth FROM under JOIN person USING (id)`,
    }),
    () => ({
      types: 'VV',
      sql: `WITH best AS ${chance.pick(['', 'MATERIALIZED ', 'NOT MATERIALIZED '])}(SELECT person, max(level) AS top FROM skill GROUP BY person) SELECT p.name, top FROM person p ${join} best ON best.person = p.id WHERE top ${comparison} 4`,
    }),
    () => ({
      types: 'VV',
      sql: `SELECT column1, name FROM (VALUES (${n}), (${n + 1}), (NULL)) LEFT JOIN person ON person.id = column1`,
    }),
  ]
  return chance.pick(choices)()
}

function compound(chance: Chance): string {
  return chance.pick(['UNION', 'UNION ALL', 'INTERSECT', 'EXCEPT'])
}

function name(chance: Chance): string {
  const [consonants, vowels] = ['BDFKLMNRST', 'aeiou']
  return chance
    .list(chance.integer(1, 3), () => chance.character(consonants) + chance.character(vowels))
    .join('')
}
