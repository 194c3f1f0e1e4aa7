import { describe, expect, test } from 'vitest'
import { helpText, parseArguments, UsageError } from '../../../bench/src/arguments.ts'
import type { Suite } from '../../../bench/src/suite.ts'

const suite = (name: string): Suite => ({ name, summary: `what ${name} is`, run: async () => [] })
const SUITES = [suite('writes'), suite('reads')]

test('a suite alone is measured three times ten seconds, warm', () => {
  expect(parseArguments(['reads'], SUITES)).toEqual({
    suite: SUITES[1],
    seconds: 10,
    warmUpSeconds: 10,
    repeats: 3,
    only: undefined,
    json: undefined,
    etcd: [],
    databaseMib: 1024,
    dqlite: undefined,
  })
})

test('options are taken over', () => {
  const line = 'writes --seconds 0.5 --warm-up 0 --repeats 2 --only callers=16 --json out.json'
  expect(parseArguments(line.split(' '), SUITES)).toMatchObject({
    seconds: 0.5,
    warmUpSeconds: 0,
    repeats: 2,
    only: 'callers=16',
    json: 'out.json',
  })
})

test('peers are named on the command line, or in the environment', () => {
  const environment = {
    QUORUMLITE_BENCH_ETCD: 'http://a:1',
    QUORUMLITE_BENCH_DQLITE: 'http://a:2',
  }
  expect(parseArguments(['writes'], SUITES, environment)).toMatchObject({
    etcd: ['http://a:1'],
    dqlite: 'http://a:2',
  })
  const args = ['writes', '--etcd', 'http://b:2/, http://c:3', '--dqlite', 'http://d:4']
  expect(parseArguments(args, SUITES, environment)).toMatchObject({
    etcd: ['http://b:2', 'http://c:3'],
    dqlite: 'http://d:4',
  })
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
    ['writes --warm-up -1', "Option '--warm-up' argument is ambiguous"],
    ['writes --warm-up=-1', "--warm-up must be a number from 0 to 3600, not '-1'"],
    ['writes --repeats 0', "--repeats must be a whole number from 1 to 100, not '0'"],
    ['writes --repeats 1.5', "--repeats must be a whole number from 1 to 100, not '1.5'"],
    ['writes --repeat 2', "Unknown option '--repeat'"],
    ['writes --seconds', "Option '--seconds <value>' argument missing"],
    ['writes --only=', '--only needs a text'],
    ['writes --json=', '--json needs the name of a file'],
    ['writes --etcd 127.0.0.1:2379', "--etcd must be http://host:port, not '127.0.0.1:2379'"],
    ['writes --dqlite https://a', "--dqlite must be http://host:port, not 'https://a'"],
    ['writes --dqlite http://a,http://b', "--dqlite takes one address, not 'http://a,http://b'"],
  ])('%s', (line, message) => {
    const parse = (): unknown => parseArguments(line.split(' ').filter(Boolean), SUITES)
    expect(parse).toThrow(UsageError)
    expect(parse).toThrow(message)
  })
})
