import {
  decodeCell,
  decodeParameters,
  decodeRows,
  encodeCells,
  encodeParameters,
  PARAMETERS_MAX,
  QuorumliteError,
  VALUE_BYTES_MAX,
  type IntegerMode,
  type SqlParameter,
  type SqlValue,
} from '@quorumlite/wire'
import fc, { type Arbitrary } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytes, text } from './arbitraries.ts'

/** Values of every type, and the edges between the encodings of integers. */
const sqlValue: Arbitrary<SqlValue> = fc.oneof(
  fc.constant(null),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  text,
  bytes,
  fc.constantFrom<SqlValue>(
    0,
    -0,
    2 ** 31,
    -(2 ** 31),
    -(2 ** 31) - 1,
    2 ** 53 - 1,
    2 ** 53,
    -(2 ** 53),
    Infinity,
    Number.MIN_VALUE,
    2n ** 63n - 1n,
    -(2n ** 63n),
    '',
    '\ufeffmark',
  ),
)

const INT64_MAX = 2n ** 63n - 1n
const INT64_MIN = -(2n ** 63n)

function failure(action: () => unknown): QuorumliteError {
  try {
    action()
  } catch (error) {
    expect(error).toBeInstanceOf(QuorumliteError)
    return error as QuorumliteError
  }
  throw new Error('nothing was thrown')
}

/** What a value is after its trip: integers that numbers hold exactly come back as numbers. */
function returned(value: SqlValue): SqlValue {
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value)
  return Object.is(value, -0) ? 0 : value
}

function transferred(): Uint8Array {
  const bytes = new Uint8Array(5)
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] })
  return bytes
}

describe('parameters', () => {
  test('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(sqlValue), (values) => {
        const { cells, names } = encodeParameters(values)
        expect(names).toEqual([])
        expect(decodeParameters(cells)).toEqual(values.map(returned))
      }),
    )
  })

  test('by name keep their order and their names', () => {
    const { cells, names } = encodeParameters({ ':b': 2, a: 'one', $c: null })
    expect(names).toEqual([':b', 'a', '$c'])
    expect(decodeParameters(cells)).toEqual([2, 'one', null])
  })

  test.each([
    [null, 'null'],
    [5, 'a number'],
    ['abc', 'a string'],
  ])('that are no list are refused: %s', (given, described) => {
    const error = failure(() => encodeParameters(given as never))
    expect(error).toMatchObject({
      code: 'PARAMETER_TYPE',
      message: `the parameters are ${described}`,
    })
  })

  test('that are none take no bytes', () => {
    for (const none of [[], {}]) {
      expect(encodeParameters(none)).toEqual({ cells: new Uint8Array(0), names: [] })
    }
    expect(decodeParameters(new Uint8Array(0))).toEqual([])
  })

  test.each<[string, SqlParameter, string]>([
    ['null', null, '00000000'],
    ['an int32', -2, '21000000 feffffff'],
    ['a small bigint', 7n, '21000000 07000000'],
    ['an integer of more than 32 bits', 2 ** 31, '42000000 0000008000000000'],
    ['the largest safe integer', 2 ** 53 - 1, '42000000 ffffffffffff1f00'],
    ['the least int64', INT64_MIN, '42000000 0000000000000080'],
    ['the largest int64', INT64_MAX, '42000000 ffffffffffffff7f'],
    ['a number with a fraction', 1.5, '43000000 000000000000f83f'],
    ['a number that is no safe integer', 2 ** 53, '43000000 0000000000004043'],
    ['true', true, '21000000 01000000'],
    ['false', false, '21000000 00000000'],
    ['text, padded', 'abcde', '2c000000 6162636465000000'],
    ['text beyond ASCII', 'é€😀', '4c000000 c3a9e282acf09f9880000000'],
    ['empty text', '', '04000000'],
    ['a blob, padded', new Uint8Array([1, 2]), '15000000 01020000'],
    ['an empty blob', new Uint8Array(0), '05000000'],
    ['a Buffer', Buffer.from([255]), '0d000000 ff000000'],
  ])('%s has its documented bytes', (_, value, hex) => {
    const expected = `01000000${hex.replaceAll(' ', '')}`
    expect(Buffer.from(encodeParameters([value]).cells).toString('hex')).toBe(expected)
    expect(Buffer.from(encodeCells([value])).toString('hex')).toBe(expected.slice(8))
  })

  test.each([
    ['undefined', undefined, 'undefined'],
    ['a symbol', Symbol('x'), 'symbol'],
    ['a function', () => 1, 'function'],
    ['a date', new Date(0), 'an object (Date)'],
    ['an array', [1], 'an object (Array)'],
    ['an object without prototype', Object.create(null), 'an object (without a prototype)'],
    ['another view', new Uint16Array(1), 'an object (Uint16Array)'],
    ['bytes that went elsewhere', transferred(), 'a Uint8Array whose buffer was transferred'],
  ])('refuse %s, naming the position', (_, value, described) => {
    const error = failure(() => encodeParameters([1, value as SqlParameter]))
    expect(error.code).toBe('PARAMETER_TYPE')
    expect(error.message).toBe(`parameter 2 is ${described}`)
  })

  test('refuse a hole in the array as undefined', () => {
    const holed: SqlParameter[] = Array.from({ length: 2 })
    expect(failure(() => encodeParameters(holed)).message).toBe('parameter 1 is undefined')
  })

  test('refuse by name, naming the name', () => {
    const error = failure(() => encodeParameters({ id: 1, when: new Date(0) as never }))
    expect(error.message).toBe("parameter 'when' is an object (Date)")
  })

  test.each([INT64_MAX + 1n, INT64_MIN - 1n])('refuse %s, which has no 64 bits', (value) => {
    const error = failure(() => encodeParameters(['x', value]))
    expect(error.code).toBe('INTEGER_OUT_OF_RANGE')
    expect(error.message).toMatch(/^parameter 2 /)
  })

  test('refuse a value or a count beyond the limits', () => {
    const large = failure(() => encodeParameters([new Uint8Array(VALUE_BYTES_MAX + 1)]))
    expect(large.code).toBe('INVALID_ARGUMENT')
    const many = failure(() =>
      encodeParameters(Array.from({ length: PARAMETERS_MAX + 1 }, () => 1)),
    )
    expect(many.code).toBe('INVALID_ARGUMENT')
  })
})

describe('rows', () => {
  const COLUMNS = ['id', 'name', 'balance']

  test('come back as they were', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(sqlValue, sqlValue, sqlValue)), (rows) => {
        const cells = Buffer.concat(rows.map((row) => encodeCells(row)))
        const decoded = decodeRows(cells, rows.length, COLUMNS, 'mixed')
        expect(decoded).toEqual(rows.map((row) => row.map(returned)))
      }),
    )
  })

  test.each<[IntegerMode, SqlValue[]]>([
    ['number', [1, -(2 ** 53 - 1), 2.5]],
    ['mixed', [1, -(2 ** 53 - 1), 2.5]],
    ['bigint', [1n, -(2n ** 53n - 1n), 2.5]],
  ])('give integers as %s', (mode, expected) => {
    expect(decodeRows(encodeCells([1, -(2 ** 53 - 1), 2.5]), 1, COLUMNS, mode)).toEqual([expected])
  })

  test.each([2n ** 53n, -(2n ** 53n), INT64_MAX, INT64_MIN])(
    'name the column that holds %s when numbers are asked for',
    (value) => {
      const cells = encodeCells([1, 'x', value])
      const error = failure(() => decodeRows(cells, 1, COLUMNS))
      expect(error.code).toBe('INTEGER_OUT_OF_RANGE')
      expect(error.message).toBe(
        `column 'balance' holds ${value}, which no JavaScript number can hold exactly`,
      )
      expect(decodeRows(cells, 1, COLUMNS, 'mixed')).toEqual([[1, 'x', value]])
    },
  )

  test('give blobs as plain views of the frame', () => {
    const cells = Buffer.from(encodeCells([new Uint8Array([7, 8]), null, null]))
    const blob = decodeRows(cells, 1, COLUMNS)[0]?.[0] as Uint8Array
    expect(Buffer.isBuffer(blob.slice())).toBe(false)
    cells[4] = 9
    expect([...blob]).toEqual([9, 8])
  })

  test('read text that is not UTF-8, because SQLite stores it', () => {
    const cells = Buffer.from('14000000ff410000', 'hex')
    expect(decodeRows(cells, 1, ['t'])).toEqual([['\ufffdA']])
  })

  test('claimed in larger numbers than the bytes hold are MALFORMED before anything is allocated', () => {
    expect(failure(() => decodeRows(new Uint8Array(8), 2 ** 50, COLUMNS)).code).toBe('MALFORMED')
    expect(failure(() => decodeRows(new Uint8Array(0), 2 ** 50, [])).code).toBe('MALFORMED')
    const parameters = Buffer.from('ffffffff00000000', 'hex')
    expect(failure(() => decodeParameters(parameters)).code).toBe('MALFORMED')
  })
})

describe('a single cell', () => {
  test('is a value, and no cell is undefined', () => {
    expect(decodeCell(encodeCells([5]))).toBe(5)
    expect(decodeCell(encodeCells([INT64_MAX]), 'mixed')).toBe(INT64_MAX)
    expect(decodeCell(new Uint8Array(0))).toBeUndefined()
    expect(failure(() => decodeCell(encodeCells([1, 2]))).code).toBe('MALFORMED')
  })
})

describe('broken cells', () => {
  test.each([
    ['a tag cut off', '0000'],
    ['a value cut off', '21000000ffff'],
    ['padding cut off', '14000000ffff'],
    ['a length of half a gigabyte', 'fcffffff00000000'],
    ['an int32 of eight bytes', '410000000000000000000000'],
    ['an int64 of four bytes', '2200000000000000'],
    ['a double of four bytes', '2300000000000000'],
    ['a null with bytes', '2000000000000000'],
    ['type 6', '0600000000000000'],
    ['type 7', '0700000000000000'],
    ['bytes after the last cell', '0000000000000000'],
  ])('%s is MALFORMED', (_, hex) => {
    expect(failure(() => decodeRows(Buffer.from(hex, 'hex'), 1, ['a'])).code).toBe('MALFORMED')
  })

  test('of any kind throw MALFORMED and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(4), (bytes, rows) => {
        for (const decode of [
          () => decodeParameters(bytes),
          () => decodeRows(bytes, rows, ['a', 'b'], 'mixed'),
          () => decodeCell(bytes, 'bigint'),
        ]) {
          try {
            decode()
          } catch (error) {
            expect((error as QuorumliteError).code).toBe('MALFORMED')
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('cut off anywhere are MALFORMED', () => {
    const { cells } = encodeParameters([1, 'text', new Uint8Array(5), 2 ** 40, 0.5, null])
    for (let end = 1; end < cells.length; end++) {
      expect(failure(() => decodeParameters(cells.subarray(0, end))).code).toBe('MALFORMED')
    }
  })
})
