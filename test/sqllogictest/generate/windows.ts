import type { Chance } from './random.ts'
import type { Generator } from './script-writer.ts'

// Window functions over random frames.

const QUERIES = 480

export const windows: Generator = {
  name: 'windows',
  write(script, chance) {
    script.statement(
      'CREATE TABLE sale(id INTEGER PRIMARY KEY, shop TEXT, day INTEGER, amount INTEGER, weight REAL)',
    )
    const rows = chance.list(48, (i) => {
      const amount = chance.chance(0.1) ? 'NULL' : chance.integer(-20, 60)
      const weight = (chance.integer(0, 400) / 8).toFixed(3)
      return `(${i + 1}, '${chance.pick(['north', 'south', 'east'])}', ${chance.integer(1, 12)}, ${amount}, ${weight})`
    })
    script.change(`INSERT INTO sale VALUES ${rows.join(', ')}`)
    for (let i = 0; i < QUERIES; i++) {
      if (i === QUERIES / 2)
        script.statement('CREATE INDEX sale_shop_day ON sale(shop, day, amount)')
      const call = `${windowFunction(chance)} OVER (${frame(chance)})`
      const where = chance.chance(0.3) ? ` WHERE day > ${chance.integer(1, 9)}` : ''
      script.query('IV', `SELECT id, ${call} FROM sale${where} ORDER BY id`)
    }
    for (const shop of ['north', 'south', 'east']) {
      script.query(
        'IVV',
        `SELECT id, sum(amount) OVER w, rank() OVER (w ROWS UNBOUNDED PRECEDING) FROM sale WHERE shop = '${shop}' WINDOW w AS (PARTITION BY day % 3 ORDER BY amount, id) ORDER BY id`,
      )
    }
  },
}

function windowFunction(chance: Chance): string {
  const filter = chance.chance(0.25) ? ` FILTER (WHERE amount ${chance.pick(['>', '<'])} 10)` : ''
  const n = chance.integer(1, 4)
  return chance.pick([
    `sum(amount)${filter}`,
    `avg(weight)${filter}`,
    `count(*)${filter}`,
    `count(amount)${filter}`,
    `min(amount)${filter}`,
    `max(weight)${filter}`,
    `total(amount)`,
    `group_concat(id, '.')${filter}`,
    'row_number()',
    'rank()',
    'dense_rank()',
    'percent_rank()',
    'cume_dist()',
    `ntile(${n})`,
    `lag(amount, ${n}, -1)`,
    `lead(amount, ${n})`,
    `first_value(amount)`,
    `last_value(id)`,
    `nth_value(weight, ${n})`,
  ])
}

function frame(chance: Chance): string {
  const partition = chance.pick(['', '', 'PARTITION BY shop ', 'PARTITION BY day % 2, shop '])
  const kind = chance.pick(['ROWS', 'RANGE', 'GROUPS'] as const)
  // RANGE with an offset needs exactly one number to order by; ties elsewhere would leave the answer open.
  const order =
    kind === 'RANGE'
      ? chance.pick(['ORDER BY id', 'ORDER BY id DESC'])
      : chance.pick([
          'ORDER BY id',
          'ORDER BY day, id',
          'ORDER BY amount NULLS LAST, id DESC',
          'ORDER BY weight DESC, id',
        ])
  const exclude = chance.pick([
    '',
    '',
    ' EXCLUDE CURRENT ROW',
    ' EXCLUDE GROUP',
    ' EXCLUDE TIES',
    ' EXCLUDE NO OTHERS',
  ])
  return chance.chance(0.2)
    ? partition + order
    : `${partition}${order} ${kind} ${bounds(chance)}${exclude}`
}

function bounds(chance: Chance): string {
  const n = chance.integer(0, 4)
  return chance.pick([
    'UNBOUNDED PRECEDING',
    `${n} PRECEDING`,
    'CURRENT ROW',
    'BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING',
    'BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW',
    `BETWEEN ${n} PRECEDING AND ${chance.integer(0, 3)} FOLLOWING`,
    `BETWEEN ${n + 2} PRECEDING AND ${n} PRECEDING`,
    `BETWEEN ${n} FOLLOWING AND ${n + 3} FOLLOWING`,
    `BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING`,
  ])
}
