import type { Chance } from './random.ts'
import type { Generator, ScriptWriter } from './script-writer.ts'

// INSERT, UPDATE, DELETE in all their forms, with constraints that some of them break and triggers that watch.

const STEPS = 620
const KINDS = ['tin', 'iron', 'gold', 'salt'] as const

export const changes: Generator = {
  name: 'changes',
  write(script, chance) {
    script.statement(
      `CREATE TABLE stock(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, place INTEGER, amount INTEGER DEFAULT 1 CHECK (amount >= 0), UNIQUE(kind, place))`,
      `CREATE TABLE kept(kind TEXT, place INTEGER, total INTEGER, PRIMARY KEY(kind, place)) WITHOUT ROWID`,
      `CREATE TABLE child(id INTEGER PRIMARY KEY AUTOINCREMENT, stock_id INTEGER REFERENCES stock(id) ON DELETE CASCADE ON UPDATE CASCADE, note TEXT)`,
      `CREATE TABLE audit(n INTEGER PRIMARY KEY, what TEXT, id INTEGER, before INTEGER, after INTEGER)`,
      `CREATE TRIGGER stock_insert AFTER INSERT ON stock BEGIN INSERT INTO audit(what, id, after) VALUES('insert', new.id, new.amount); INSERT INTO kept VALUES(new.kind, new.place, new.amount) ON CONFLICT DO UPDATE SET total = total + excluded.total; END`,
      `CREATE TRIGGER stock_update AFTER UPDATE OF amount ON stock WHEN old.amount IS NOT new.amount BEGIN INSERT INTO audit(what, id, before, after) VALUES('update', new.id, old.amount, new.amount); END`,
      `CREATE TRIGGER stock_delete BEFORE DELETE ON stock BEGIN INSERT INTO audit(what, id, before) VALUES('delete', old.id, old.amount); SELECT RAISE(ABORT, 'too much to throw away') WHERE old.amount > 900; END`,
      `CREATE VIEW rich AS SELECT kind, sum(amount) AS total FROM stock GROUP BY kind`,
      `CREATE TRIGGER rich_update INSTEAD OF UPDATE ON rich BEGIN UPDATE stock SET amount = amount + 1 WHERE kind = new.kind; END`,
    )
    for (let step = 0; step < STEPS; step++) {
      change(script, chance)
      if (step % 4 === 3) look(script, chance)
    }
    script.query('T', 'PRAGMA integrity_check')
    script.query('VVVV', 'PRAGMA foreign_key_check')
  },
}

function change(script: ScriptWriter, chance: Chance): void {
  const id = chance.integer(1, 60)
  const kind = chance.pick(KINDS)
  const place = chance.chance(0.1) ? 'NULL' : chance.integer(1, 9)
  const amount = chance.chance(0.05) ? -1 : chance.integer(0, 999)
  const row = `${chance.chance(0.5) ? id : 'NULL'}, '${kind}', ${place}, ${amount}`
  switch (chance.integer(0, 15)) {
    case 0:
    case 1:
    case 2:
      return script.change(`INSERT INTO stock VALUES(${row})`)
    case 3:
      return script.change(`INSERT OR IGNORE INTO stock VALUES(${row})`)
    case 4:
      return script.change(`INSERT OR REPLACE INTO stock VALUES(${row})`)
    case 5:
      return script.change(
        `INSERT INTO stock VALUES(${row}) ON CONFLICT(kind, place) DO UPDATE SET amount = amount + excluded.amount WHERE amount < 500`,
      )
    case 6:
      return script.change(
        `INSERT INTO stock VALUES(${row}) ON CONFLICT(id) DO NOTHING ON CONFLICT DO UPDATE SET amount = 0`,
      )
    case 7:
      return script.change(
        `UPDATE stock SET amount = amount - ${chance.integer(1, 200)} WHERE kind = '${kind}'`,
      )
    case 8:
      return script.change(`UPDATE OR IGNORE stock SET place = place + 1 WHERE amount > ${amount}`)
    case 9:
      return script.change(
        `UPDATE stock SET amount = kept.total FROM kept WHERE kept.kind = stock.kind AND kept.place = stock.place AND stock.id < ${id} AND kept.total < 900`,
      )
    case 10:
      return script.change(`DELETE FROM stock WHERE id BETWEEN ${id} AND ${id + 3}`)
    case 11:
      return script.change(
        `INSERT INTO child(stock_id, note) VALUES(${id}, 'n${amount}')`,
        `INSERT INTO child(stock_id, note) SELECT id, kind FROM stock WHERE place = ${place} ORDER BY id`,
      )
    case 12:
      return script.change(`UPDATE stock SET id = id + 100 WHERE id = ${id}`)
    case 13:
      return script.change(`UPDATE rich SET total = 0 WHERE kind = '${kind}'`)
    case 14:
      return script.change(
        `INSERT INTO stock(kind, place, amount) WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < ${chance.integer(10, 14)}) SELECT '${kind}', i + ${amount}, i FROM n`,
      )
    default:
      return returning(script, chance, id)
  }
}

function returning(script: ScriptWriter, chance: Chance, id: number): void {
  const sql = chance.pick([
    `UPDATE stock SET amount = amount + 1 WHERE id <= ${id} RETURNING id, amount`,
    `DELETE FROM child WHERE id % 7 = ${id % 7} RETURNING id, note`,
    `INSERT INTO child(note) VALUES('r${id}'), ('s${id}') RETURNING id, upper(note)`,
    `INSERT INTO kept VALUES('salt', ${id % 9}, 5) ON CONFLICT DO UPDATE SET total = total * 2 % 1000 RETURNING place, total`,
  ])
  script.query('VV', sql, { sort: 'rowsort' })
}

function look(script: ScriptWriter, chance: Chance): void {
  const queries: readonly (readonly [types: string, sql: string])[] = [
    ['IVVI', 'SELECT * FROM stock ORDER BY id'],
    ['VVI', 'SELECT * FROM kept ORDER BY kind, place'],
    ['IVV', 'SELECT * FROM child ORDER BY id'],
    ['IVVVV', 'SELECT * FROM audit ORDER BY n DESC LIMIT 4'],
    ['VI', 'SELECT * FROM rich ORDER BY kind'],
    ['II', 'SELECT count(*), max(n) FROM audit'],
    ['VI', 'SELECT * FROM sqlite_sequence'],
    [
      'VII',
      'SELECT what, count(*), sum(coalesce(after, 0) - coalesce(before, 0)) FROM audit GROUP BY what ORDER BY what',
    ],
  ]
  const [types, sql] = chance.pick(queries)
  script.query(types, sql)
}
