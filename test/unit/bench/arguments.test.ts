import { describe, expect, test } from 'vitest'
import { helpText, parseArguments, UsageError } from '../../../bench/src/arguments.ts'
import type { Suite } from '../../../bench/src/suite.ts'

const suite = (name: string): Suite => ({ name, summary: `what ${name} is`, run: async () => [] })
const SUITES = [suite('writes'), suite('reads')]

test('a suite alone is measured three times ten seconds', () => {
  expect(parseArguments(['reads'], SUITES)).toEqual({
    suite: SUITES[1],
    seconds: 10,
    repeats: 3,
    only: undefined,
    json: undefined,
    etcd: [],
  })
})

test('options are taken over', () => {
  const args = 'writes --seconds 0.5 --repeats 2 --only callers=16 --json out.json'.split(' ')
  expect(parseArguments(args, SUITES)).toMatchObject({
    seconds: 0.5,
    repeats: 2,
    only: 'callers=16',
    json: 'out.json',
  })
})

test('peers are named on the command line, or in the environment', () => {
  const environment = { QUORUMLITE_BENCH_ETCD: 'http://a:1' }
  expect(parseArguments(['writes'], SUITES, environment)?.etcd).toEqual(['http://a:1'])
  const args = ['writes', '--etcd', 'http://b:2/, http://c:3']
  expect(parseArguments(args, SUITES, environment)?.etcd).toEqual(['http://b:2', 'http://c:3'])
})

test('help is no run, and names every suite', () => {
  expect(parseArguments(['--help'], SUITES)).toBeUndefined()
  expect(parseArguments(['writes', '-h'], SUITES)).toBeUndefined()
  for (const { name, summary } of SUITES) {
    expect(helpText(SUITES)).toContain(name)
    expect(helpText(SUITES)).toContain(summary)
  }
})

describe('what cannot be run is refused with a sentence:', () => {
  test.each([
    ['', 'name a suite: writes, reads'],
    ['write', "there is no suite 'write'; there are writes, reads"],
    ['writes reads', "one suite at a time; 'reads' is too much"],
    ['writes --seconds 0', "--seconds must be a number above 0 and at most 3600, not '0'"],
    ['writes --seconds=-1', "--seconds must be a number above 0 and at most 3600, not '-1'"],
    ['writes --seconds 1e3', "--seconds must be a number above 0 and at most 3600, not '1e3'"],
    ['writes --seconds 4000', "--seconds must be a number above 0 and at most 3600, not '4000'"],
    ['writes --repeats 0', "--repeats must be a whole number from 1 to 100, not '0'"],
    ['writes --repeats 1.5', "--repeats must be a whole number from 1 to 100, not '1.5'"],
    ['writes --repeat 2', "Unknown option '--repeat'"],
    ['writes --seconds', "Option '--seconds <value>' argument missing"],
    ['writes --only=', '--only needs a text'],
    ['writes --json=', '--json needs the name of a file'],
    ['writes --etcd 127.0.0.1:2379', "--etcd must be http://host:port,..., not '127.0.0.1:2379'"],
  ])('%s', (line, message) => {
    const parse = (): unknown => parseArguments(line.split(' ').filter(Boolean), SUITES)
    expect(parse).toThrow(UsageError)
    expect(parse).toThrow(message)
  })
})
