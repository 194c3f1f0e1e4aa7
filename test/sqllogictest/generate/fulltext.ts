import type { Chance } from './random.ts'
import type { Generator } from './script-writer.ts'

// FTS5: documents come, change and go; queries of every form in between.

const WORDS = [
  'quorum',
  'leader',
  'leaders',
  'follower',
  'candidate',
  'term',
  'index',
  'entry',
  'entries',
  'commit',
  'committed',
  'snapshot',
  'café',
  'über',
  'ran',
  'running',
  'runs',
  'x1',
  '42',
]
const ROUNDS = 14
const QUERIES_PER_ROUND = 22

export const fulltext: Generator = {
  name: 'fulltext',
  write(script, chance) {
    script.statement(
      'CREATE VIRTUAL TABLE note USING fts5(title, body)',
      "CREATE VIRTUAL TABLE stem USING fts5(title, body, tokenize = 'porter unicode61', prefix = '2 3')",
      "CREATE VIRTUAL TABLE part USING fts5(body, tokenize = 'trigram')",
      'CREATE TABLE source(id INTEGER PRIMARY KEY, title TEXT, body TEXT)',
      "CREATE VIRTUAL TABLE outside USING fts5(title, body, content = 'source', content_rowid = 'id')",
      'CREATE TRIGGER source_insert AFTER INSERT ON source BEGIN INSERT INTO outside(rowid, title, body) VALUES (new.id, new.title, new.body); END',
      "CREATE TRIGGER source_delete AFTER DELETE ON source BEGIN INSERT INTO outside(outside, rowid, title, body) VALUES ('delete', old.id, old.title, old.body); END",
      "CREATE VIRTUAL TABLE vocabulary USING fts5vocab('note', 'row')",
    )
    for (let round = 0; round < ROUNDS; round++) {
      for (let i = 0; i < 4; i++) {
        const id = round * 4 + i + 1
        const [title, body] = [sentence(chance, 3), sentence(chance, 14)]
        for (const table of ['note', 'stem', 'source']) {
          const key = table === 'source' ? 'id' : 'rowid'
          script.statement(
            `INSERT INTO ${table}(${key}, title, body) VALUES(${id}, '${title}', '${body}')`,
          )
        }
        script.statement(`INSERT INTO part(rowid, body) VALUES(${id}, '${body}')`)
      }
      for (let i = 0; i < QUERIES_PER_ROUND; i++) ask(script, chance)
      const gone = chance.integer(1, round * 4 + 4)
      const changed = chance.integer(1, round * 4 + 4)
      script.statement(
        `DELETE FROM note WHERE rowid = ${gone}`,
        `DELETE FROM source WHERE id = ${gone}`,
        `UPDATE note SET body = '${sentence(chance, 9)}' WHERE rowid = ${changed}`,
        `UPDATE stem SET title = '${sentence(chance, 4)}' WHERE rowid = ${changed}`,
      )
      if (round % 5 === 4) script.statement(...maintenance(round))
    }
    script.query('T', 'PRAGMA integrity_check')
  },
}

function ask(script: Parameters<Generator['write']>[0], chance: Chance): void {
  const table = chance.pick(['note', 'stem', 'outside'] as const)
  const match = `'${expression(chance, 2)}'`
  const where = `FROM ${table} WHERE ${table} MATCH ${match}`
  switch (chance.integer(0, 8)) {
    case 0:
      script.query('II', `SELECT rowid, round(bm25(${table}) * 1000) ${where} ORDER BY rowid`)
      break
    case 1:
      script.query('V', `SELECT highlight(${table}, 1, '[', ']') ${where} ORDER BY rowid`)
      break
    case 2:
      script.query('V', `SELECT snippet(${table}, -1, '<', '>', '...', 5) ${where} ORDER BY rowid`)
      break
    case 3:
      script.query('I', `SELECT rowid ${where} ORDER BY rank, rowid LIMIT 5`)
      break
    case 4: {
      const some = chance.pick(WORDS).slice(0, 4)
      script.query('I', `SELECT rowid FROM part WHERE body LIKE '%${some}%' ORDER BY rowid`)
      break
    }
    case 5:
      script.query('VII', 'SELECT term, doc, cnt FROM vocabulary ORDER BY term')
      break
    case 6:
      script.query(
        'V',
        `SELECT body FROM part WHERE part MATCH '"${chance.pick(WORDS)}"' ORDER BY rowid`,
      )
      break
    default:
      script.query('IV', `SELECT rowid, title ${where} ORDER BY rowid`)
  }
}

function expression(chance: Chance, depth: number): string {
  const word = (): string => chance.pick(WORDS)
  switch (chance.integer(0, depth > 0 ? 9 : 4)) {
    case 0:
    case 1:
      return word()
    case 2:
      return `${word().slice(0, 3)}*`
    case 3:
      return `"${word()} ${word()}"`
    case 4:
      return `${chance.pick(['title', 'body', '{title body}', '- title'])} : ${word()}`
    case 5:
      return `NEAR(${word()} ${word()}, ${chance.integer(1, 6)})`
    case 6:
      return `^ ${word()}`
    default: {
      const operator = chance.pick(['AND', 'OR', 'NOT'])
      return `(${expression(chance, depth - 1)}) ${operator} (${expression(chance, depth - 1)})`
    }
  }
}

function maintenance(round: number): string[] {
  return [
    "INSERT INTO note(note) VALUES('optimize')",
    "INSERT INTO stem(stem) VALUES('rebuild')",
    "INSERT INTO outside(outside) VALUES('integrity-check')",
    `INSERT INTO part(part, rank) VALUES('merge', ${round})`,
  ]
}

function sentence(chance: Chance, words: number): string {
  return chance
    .list(chance.integer(1, words), () => chance.pick(WORDS))
    .join(chance.pick([' ', ', ', ' - ']))
}
