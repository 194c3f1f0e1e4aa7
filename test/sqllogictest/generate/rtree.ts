import type { Chance } from './random.ts'
import type { Generator } from './script-writer.ts'

// Boxes in R-trees of 32-bit floats and of integers, held against the same boxes in a plain table.

const BOXES = 60
const ROUNDS = 60

export const rtree: Generator = {
  name: 'rtree',
  write(script, chance) {
    script.statement(
      'CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, y0, y1, +label TEXT)',
      'CREATE VIRTUAL TABLE grid USING rtree_i32(id, x0, x1, y0, y1)',
      'CREATE TABLE plain(id INTEGER PRIMARY KEY, x0, x1, y0, y1)',
    )
    for (let id = 1; id <= BOXES; id++) insert(script, chance, id)
    for (let round = 0; round < ROUNDS; round++) {
      const within = overlap(chance)
      script.query('I', `SELECT id FROM box WHERE ${within} ORDER BY id`, { label: `w${round}` })
      script.query('I', `SELECT id FROM grid WHERE ${within} ORDER BY id`, { label: `w${round}` })
      script.query('I', `SELECT id FROM plain WHERE ${within} ORDER BY id`, { label: `w${round}` })
      if (round % 3 === 0) {
        const x = chance.integer(0, 90)
        script.query(
          'IRRT',
          `SELECT id, x0, y1, label FROM box WHERE x0 >= ${x} AND x1 <= ${x + 20} ORDER BY id`,
        )
        script.query(
          'II',
          `SELECT a.id, b.id FROM box a JOIN box b ON a.x0 <= b.x1 AND a.x1 >= b.x0 AND a.y0 <= b.y1 AND a.y1 >= b.y0 AND a.id < b.id WHERE a.id < 20 ORDER BY 1, 2`,
        )
      }
      move(script, chance)
    }
    script.statement('INSERT INTO box(id, x0, x1, y0, y1) VALUES(1000, 5, 4, 0, 1)')
    script.query('T', "SELECT rtreecheck('box')")
    script.query('T', "SELECT rtreecheck('grid')")
    script.query('T', 'PRAGMA integrity_check')
  },
}

type Script = Parameters<Generator['write']>[0]

function insert(script: Script, chance: Chance, id: number): void {
  const box = corners(chance).join(', ')
  script.change(
    `INSERT INTO box VALUES(${id}, ${box}, 'box ${id}')`,
    `INSERT INTO grid VALUES(${id}, ${box})`,
    `INSERT INTO plain VALUES(${id}, ${box})`,
  )
}

function move(script: Script, chance: Chance): void {
  const id = chance.integer(1, BOXES)
  const tables = ['box', 'grid', 'plain'] as const
  if (chance.chance(0.3)) {
    for (const table of tables) script.change(`DELETE FROM ${table} WHERE id = ${id}`)
    return insert(script, chance, id)
  }
  const [x0, x1] = corners(chance)
  for (const table of tables) {
    script.change(`UPDATE ${table} SET x0 = ${x0}, x1 = ${x1} WHERE id = ${id}`)
  }
}

function overlap(chance: Chance): string {
  const [x0, x1, y0, y1] = corners(chance)
  return chance.pick([
    `x1 >= ${x0} AND x0 <= ${x1} AND y1 >= ${y0} AND y0 <= ${y1}`,
    `x0 > ${x0} AND y0 < ${y1}`,
    `x0 BETWEEN ${x0} AND ${x1}`,
    `id < 30 AND y1 = ${y1}`,
  ])
}

/** Whole numbers: they are exact in 32-bit floats. */
function corners(chance: Chance): [number, number, number, number] {
  const [x, y] = [chance.integer(-100, 100), chance.integer(-100, 100)]
  return [x, x + chance.integer(0, 40), y, y + chance.integer(0, 40)]
}
