import type { Chance } from './random.ts'
import type { Generator } from './script-writer.ts'

// Date and time functions with random moments and modifiers; nothing here asks what time it is.

const QUERIES = 330

export const dates: Generator = {
  name: 'dates',
  write(script, chance) {
    for (let i = 0; i < QUERIES; i++) script.query('V', `SELECT ${call(chance)}`)
  },
}

function call(chance: Chance): string {
  const modifiers = chance.list(chance.integer(0, 3), () => `, '${modifier(chance)}'`).join('')
  const at = `'${moment(chance)}'${modifiers}`
  return chance.pick([
    `date(${at})`,
    `time(${at})`,
    `datetime(${at})`,
    `datetime(${at}, 'subsec')`,
    `round(julianday(${at}), 6)`,
    `unixepoch(${at})`,
    `strftime('%Y %m %d %H:%M:%f %j %w %u %W %G-%V %s', ${at})`,
    `strftime('%e %I %p %k %l %R %T %F %%', ${at})`,
    `timediff('${moment(chance)}', '${moment(chance)}')`,
    `datetime(${chance.integer(-(10 ** 9), 4 * 10 ** 9)}, 'unixepoch'${modifiers})`,
    `datetime(${chance.integer(0, 5_373_484)}.5)`,
    `datetime(${chance.integer(0, 10 ** 7)}, 'auto')`,
  ])
}

function moment(chance: Chance): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  const year = String(chance.integer(1, 9999)).padStart(4, '0')
  const day = `${year}-${two(chance.integer(1, 12))}-${two(chance.integer(1, 31))}`
  const time = `${two(chance.integer(0, 23))}:${two(chance.integer(0, 59))}`
  const second = two(chance.integer(0, 59))
  return chance.pick([
    day,
    `${day} ${time}`,
    `${day}T${time}:${second}`,
    `${day} ${time}:${second}.${chance.integer(1, 999)}`,
    `${day} ${time}+0${chance.integer(1, 9)}:30`,
    `${day} ${time}Z`,
    time,
    String(chance.integer(0, 5_000_000)),
    'no date',
    `${year}-13-01`,
  ])
}

function modifier(chance: Chance): string {
  const unit = chance.pick(['days', 'hours', 'minutes', 'seconds', 'months', 'years'])
  return chance.pick([
    `${chance.integer(-400, 400)} ${unit}`,
    `+${chance.integer(0, 99)}.25 ${unit}`,
    'start of month',
    'start of year',
    'start of day',
    `weekday ${chance.integer(0, 6)}`,
    '+0001-02-03',
    '-01:30',
    'floor',
    'ceiling',
    'nonsense',
  ])
}
