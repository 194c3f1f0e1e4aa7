import { expect, test } from 'vitest'
import { formatTable, toJson } from '../../../bench/src/report.ts'
import { inTurns, labelOf, median, repeated, type Result } from '../../../bench/src/suite.ts'

const rated = (opsPerSecond: number): Result => ({ name: 'insert', opsPerSecond })

test('the median is by rate, and of two the lower one', () => {
  expect(median([rated(300), rated(100), rated(200)])).toEqual(rated(200))
  expect(median([rated(1000), rated(9)])).toEqual(rated(9))
  expect(median([rated(5)])).toEqual(rated(5))
})

test('the median of results without a rate is by their first extra figure', () => {
  const away = (medianMs: number): Result => ({ name: 'failover', extra: { medianMs, rounds: 20 } })
  expect(median([away(900), away(700), away(800)])).toEqual(away(800))
})

test('a measurement is repeated as often as asked, and its median kept', async () => {
  const lines: string[] = []
  const options = { repeats: 3, selects: () => true, progress: (line: string) => lines.push(line) }
  const results = await repeated(options, 'insert', async (repeat) => rated([10, 30, 20][repeat]!))
  expect(results).toEqual([rated(20)])
  expect(lines).toEqual(['insert: repeat 1 of 3', 'insert: repeat 2 of 3', 'insert: repeat 3 of 3'])
})

test('what is to be compared takes turns', async () => {
  const order: string[] = []
  const measurement = (label: string, rates: readonly number[]) => ({
    label,
    once: async (repeat: number) => {
      order.push(label)
      return rated(rates[repeat]!)
    },
  })
  const options = { repeats: 2, selects: (name: string) => name !== 'b', progress: () => {} }
  const results = await inTurns(options, [
    measurement('a', [2, 1]),
    measurement('b', [0, 0]),
    measurement('c', [3, 4]),
  ])
  expect(order).toEqual(['a', 'c', 'a', 'c'])
  expect(results).toEqual([rated(1), rated(3)])
})

test('what --only leaves out is not measured', async () => {
  const options = { repeats: 3, selects: () => false, progress: () => expect.fail('no progress') }
  expect(await repeated(options, 'insert', () => expect.fail('measured'))).toEqual([])
})

test('a label tells one number of callers from another', () => {
  expect(labelOf({ name: 'insert', callers: 16, connections: 1 })).toBe(
    'insert callers=16 connections=1',
  )
  expect(labelOf({ name: 'failover' })).toBe('failover')
})

test('the table has a column for every figure that some result has, and none that is empty', () => {
  const table = formatTable([
    { name: 'insert', callers: 256, opsPerSecond: 12_345.6, p50Ms: 0.12345, reference: 'etcd 1' },
    { name: 'scan', opsPerSecond: 7, extra: { rowsPerOp: 1_000_000 } },
  ])
  expect(table).toBe(
    [
      'what    callers   ops/s  p50 ms  rowsPerOp  reference',
      '------  -------  ------  ------  ---------  ---------',
      'insert      256  12,346   0.123             etcd 1',
      'scan                  7          1,000,000',
    ].join('\n'),
  )
})

test('the JSON has the extra figures beside the usual ones', () => {
  const report = toJson({
    suite: 'writes',
    seconds: 10,
    repeats: 3,
    machine: { cpu: 'x', cores: 2, memoryGiB: 1, os: 'linux', node: 'v20' },
    versions: { node: '20' },
    floor: { fdatasyncP50Ms: 0.3 },
    remarks: [],
    results: [{ name: 'insert', connections: 1, opsPerSecond: 5, extra: { bytes: 600 } }],
  })
  expect(JSON.parse(report)).toMatchObject({
    suite: 'writes',
    floor: { fdatasyncP50Ms: 0.3 },
    results: [{ name: 'insert', connections: 1, opsPerSecond: 5, bytes: 600 }],
  })
})
