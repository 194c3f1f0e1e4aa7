import type { Chance } from './random.ts'
import type { Generator } from './script-writer.ts'

// Scalar functions over all sorts of arguments.

const ROUNDS = 9
const STRINGS = [
  "''",
  "'a'",
  "'Hello, World'",
  "'  padded  '",
  "'grüße ☃'",
  "'𝄞𝄞'",
  "'O''Reilly'",
  "'%_%'",
  "'12345'",
  'NULL',
] as const

export const functions: Generator = {
  name: 'functions',
  write(script, chance) {
    for (let round = 0; round < ROUNDS; round++) {
      for (const call of calls(chance)) script.query('V', `SELECT ${call}`)
    }
  },
}

function calls(chance: Chance): string[] {
  const s = (): string => chance.pick(STRINGS)
  const n = (): string => (chance.chance(0.08) ? 'NULL' : String(chance.integer(-9, 9)))
  const r = (): string => (chance.integer(-9_999_999, 9_999_999) / 1000).toFixed(3)
  const big = (): string => String(chance.integer(-(2 ** 50), 2 ** 50))
  return [
    `substr(${s()}, ${n()}, ${n()})`,
    `substr(${s()}, ${n()})`,
    `instr(${s()}, ${s()})`,
    `instr(${s()}, 'o')`,
    `replace(${s()}, '${chance.character('aleo1')}', ${s()})`,
    `trim(${s()}, ${s()})`,
    `ltrim(${s()}) || '|' || rtrim(${s()})`,
    `upper(${s()}) || lower(${s()})`,
    `length(${s()}) + octet_length(${s()})`,
    `hex(${s()})`,
    `unhex('${chance.pick(['00ff', '4a4B', 'xyz', '0', ''])}')`,
    `unhex('4a-4b 4c', '${chance.pick(['- ', '-', ' '])}')`,
    `quote(${s()})`,
    `quote(${r()})`,
    `unicode(${s()})`,
    `char(${chance.list(3, () => chance.integer(32, 0x2fff)).join(', ')})`,
    `concat(${s()}, ${n()}, ${s()})`,
    `concat_ws('${chance.pick([',', ', ', ''])}', ${s()}, ${n()}, ${s()})`,
    `printf('%d|%5d|%-5d|%05d|%+d', ${n()}, ${n()}, ${n()}, ${n()}, ${n()})`,
    `format('%.${chance.integer(0, 9)}f', ${r()})`,
    `format('%${chance.integer(1, 20)}.${chance.integer(0, 5)}e', ${r()})`,
    `format('%g %G %!.15g', ${r()}, ${r()}, ${r()})`,
    `format('%s|%10s|%-10s|%.3s', ${s()}, ${s()}, ${s()}, ${s()})`,
    `format('%q|%Q|%w', ${s()}, ${s()}, ${s()})`,
    `format('%x %X %o %,d', ${big()}, ${big()}, ${big()}, ${big()})`,
    `format('%c%c%%', ${s()}, ${s()})`,
    `abs(${n()}) + abs(${r()})`,
    `round(${r()}, ${chance.integer(-2, 6)})`,
    `round(${r()})`,
    `sign(${r()})`,
    `ceil(${r()}) + floor(${r()}) + trunc(${r()})`,
    `mod(${r()}, ${chance.integer(1, 99)})`,
    `round(sqrt(${chance.integer(0, 9999)}), 9)`,
    `round(pow(${chance.integer(1, 9)}, ${chance.integer(-5, 5)}), 9)`,
    `round(ln(${chance.integer(1, 9999)}) + log(${chance.integer(1, 9999)}) + log2(${chance.integer(1, 99)}), 9)`,
    `round(exp(${chance.integer(-5, 5)}), 9)`,
    `round(sin(${r()}) + cos(${r()}) + atan2(${n()}, ${chance.integer(1, 9)}), 6)`,
    `round(degrees(${r()}) + radians(${r()}), 6)`,
    `coalesce(${n()}, ${s()}, 'last')`,
    `ifnull(${s()}, ${n()})`,
    `nullif(${n()}, ${n()})`,
    `iif(${n()} > ${n()}, ${s()}, ${s()})`,
    `typeof(${chance.pick([s(), n(), r(), "x'00'"])})`,
    `max(${n()}, ${s()}, ${r()})`,
    `min(${s()}, ${s()})`,
    `${s()} LIKE '${chance.pick(['%o%', 'h%', '_', '%', 'HELLO%'])}'`,
    `${s()} LIKE '${chance.pick(['\\%%', '\\_%', '%\\%'])}' ESCAPE '\\'`,
    `${s()} GLOB '${chance.pick(['*o*', '[a-h]*', '?', '[^H]*', '*[0-9]'])}'`,
    `zeroblob(${chance.integer(0, 5)})`,
    `length(randomblob(${chance.integer(1, 50)}))`,
    `CAST(${s()} AS BLOB)`,
    `CAST(${r()} AS INTEGER)`,
    `CAST(${r()} AS TEXT)`,
    `likely(${n()}) + unlikely(${n()}) + likelihood(${n()}, 0.5)`,
    `unistr('\\u00${chance.integer(41, 79)}\\u2603')`,
    `${big()} * ${chance.integer(1, 9999)}`,
    `${big()} / ${chance.integer(1, 9999)} % 97`,
    `${r()} / ${chance.integer(1, 999)}`,
    `${r()} * ${r()} - ${r()}`,
    `${s()} COLLATE NOCASE = upper(${s()})`,
    `1 << ${chance.integer(-3, 66)}`,
    `-1 >> ${chance.integer(-3, 66)}`,
  ]
}
