import type { Chance } from './random.ts'
import type { Generator } from './script-writer.ts'

// JSON and JSONB: reading, changing, building, taking apart.

const DOCUMENTS = 40
const ROUNDS = 26
const KEYS = ['a', 'b', 'c', 'deep', 'with space'] as const

export const json: Generator = {
  name: 'json',
  write(script, chance) {
    script.statement('CREATE TABLE doc(id INTEGER PRIMARY KEY, body TEXT CHECK (json_valid(body)))')
    script.statement('CREATE TABLE docb(id INTEGER PRIMARY KEY, body BLOB)')
    for (let id = 1; id <= DOCUMENTS; id++) {
      const text = JSON.stringify(value(chance, 3)).replaceAll("'", "''")
      script.change(`INSERT INTO doc VALUES(${id}, '${text}')`)
    }
    script.change('INSERT INTO docb SELECT id, jsonb(body) FROM doc')
    script.query('IV', 'SELECT id, body FROM docb ORDER BY id')
    script.statement(`CREATE INDEX doc_a ON doc(body ->> '$.a')`)
    for (let round = 0; round < ROUNDS; round++) {
      for (const select of selects(chance)) {
        const columns = select.split(' FROM ')[0]!
        script.query(columns.includes(' AS second') ? 'VV' : 'V', select)
      }
      const id = chance.integer(1, DOCUMENTS)
      script.change(`UPDATE doc SET body = ${change(chance, 'body')} WHERE id = ${id}`)
      script.change(
        `UPDATE docb SET body = jsonb_${change(chance, 'body').slice(5)} WHERE id = ${id}`,
      )
    }
    script.statement("INSERT INTO doc VALUES(1000, '{broken')")
    script.statement("SELECT json_extract('{broken', '$.a')")
    script.statement("SELECT json_extract('{}', 'a')")
  },
}

function selects(chance: Chance): string[] {
  const id = chance.integer(1, DOCUMENTS)
  const one = `FROM doc WHERE id = ${id}`
  const binary = `FROM docb WHERE id = ${id}`
  const literal = `'${JSON.stringify(value(chance, 2)).replaceAll("'", "''")}'`
  return [
    `SELECT json_extract(body, '${path(chance)}') ${one}`,
    `SELECT json_extract(body, '${path(chance)}', '$') ${binary}`,
    `SELECT body -> '${path(chance)}' AS first, body ->> '${path(chance)}' AS second ${binary}`,
    `SELECT json_type(body, '${path(chance)}') AS first, json_array_length(body) AS second ${one}`,
    `SELECT ${change(chance, 'body')} ${one}`,
    `SELECT json(body) AS first, json_valid(body, 8) AS second ${binary}`,
    `SELECT json_patch(body, ${literal}) ${one}`,
    `SELECT json_pretty(${literal})`,
    `SELECT fullkey || '=' || coalesce(atom, type) FROM doc, json_tree(body) WHERE doc.id = ${id} ORDER BY json_tree.id`,
    `SELECT json_each.key AS first, json_each.value AS second FROM docb, json_each(body) WHERE docb.id = ${id} ORDER BY json_each.id`,
    `SELECT json_group_array(body ->> '${path(chance)}') FROM (SELECT body FROM doc ORDER BY id)`,
    `SELECT json_group_object(id, json_type(body)) FROM (SELECT * FROM docb WHERE id < ${chance.integer(2, 20)} ORDER BY id)`,
    `SELECT COUNT(*) FROM doc WHERE body ->> '$.a' ${chance.pick(['IS NOT NULL', '> 0', "= 'x'"])}`,
    `SELECT json_quote(${chance.pick(["'it''s'", '1.5', 'NULL', "json('[1]')"])}) || json_array(${chance.integer(0, 9)}, 'x', NULL)`,
    `SELECT json_object('k', ${chance.integer(0, 9)}, 'l', json(${literal}))`,
    `SELECT json_error_position('${chance.pick(['[1,2', '{"a":}', '[1]', '{a:1}'])}')`,
  ]
}

function change(chance: Chance, body: string): string {
  const part = chance.pick(['9', "'text'", 'NULL', '1.5', "json('[1,2]')"])
  const name = chance.pick(['json_set', 'json_insert', 'json_replace', 'json_remove'])
  if (name === 'json_remove') return `json_remove(${body}, '${path(chance)}')`
  return `${name}(${body}, '${path(chance)}', ${part})`
}

function path(chance: Chance): string {
  const step = (): string => {
    const index = chance.pick([0, 1, 2, '#', '#-1'])
    return chance.chance(0.6) ? `."${chance.pick(KEYS)}"` : `[${index}]`
  }
  return `$${chance.list(chance.integer(1, 3), step).join('')}`
}

function value(chance: Chance, depth: number): unknown {
  switch (chance.integer(0, depth > 0 ? 9 : 5)) {
    case 0:
      return null
    case 1:
      return chance.chance(0.5)
    case 2:
      return chance.integer(-1000, 1000)
    case 3:
      return chance.integer(-1000, 1000) / 8
    case 4:
      return chance.pick(['', 'x', 'it\'s "quoted"', 'tab\there', 'grüße ☃', '\u0001'])
    case 5:
      return chance.integer(0, 2 ** 45)
    case 6:
    case 7:
      return chance.list(chance.integer(0, 4), () => value(chance, depth - 1))
    default:
      return Object.fromEntries(
        chance.some(KEYS, chance.integer(0, 5)).map((key) => [key, value(chance, depth - 1)]),
      )
  }
}
