// The command line: what to run, or why it cannot be run.

import { parseArgs } from 'node:util'
import type { Suite } from './suite.ts'

/** What a person typed wrong: a sentence that says what to type instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export interface Arguments {
  readonly suite: Suite
  readonly seconds: number
  readonly warmUpSeconds: number
  readonly repeats: number
  /** Of suites with a large database: its size. */
  readonly databaseMib: number
  readonly only: string | undefined
  readonly json: string | undefined
  /** Addresses of peers that are already running, to be measured in the same run. */
  readonly etcd: readonly string[]
  readonly dqlite: string | undefined
}

const SECONDS_MAX = 3600
const REPEATS_MAX = 100
const DATABASE_MIB_MAX = 3072

export function helpText(suites: readonly Suite[]): string {
  const list = suites.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join('\n')
  return `Usage: npm run bench -- SUITE [--seconds S] [--repeats R] [--only TEXT] [--json FILE]

Runs a suite and prints its figures beside those of the reference. Each figure is that of the repeat with the median rate.

${list}

  --seconds S   how long each measurement lasts (default: 10)
  --warm-up S   how long it runs before that, unmeasured (default: 10)
  --repeats R   how often each is repeated (default: 3)
  --mib N       of join and rejoin: the size of the database (default: 1024)
  --only TEXT   runs the measurements whose name contains this, like --only 'callers=64 '
  --json FILE   also writes machine, versions and results there
  --etcd URLS   of \`peers\` and \`writes\`: all members of an etcd that runs already, as http://host:port,...
  --dqlite URL  the same for a dqlite: the HTTP API of go-dqlite's dqlite-demo, as http://host:port
  --help        this text

The environment can name peers, too: QUORUMLITE_BENCH_ETCD, QUORUMLITE_BENCH_DQLITE.

Ends with 0; 1 if a measurement failed; 2 if it was asked for something that does not exist.`
}

/**
 * Undefined: help was asked for.
 *
 * @throws UsageError
 */
export function parseArguments(
  args: readonly string[],
  suites: readonly Suite[],
  environment: Readonly<Record<string, string | undefined>> = {},
): Arguments | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const [name, ...rest] = positionals
  const names = suites.map((each) => each.name).join(', ')
  if (name === undefined) throw new UsageError(`name a suite: ${names}`)
  const suite = suites.find((each) => each.name === name)
  if (!suite) throw new UsageError(`there is no suite '${name}'; there are ${names}`)
  if (rest.length > 0) throw new UsageError(`one suite at a time; '${rest[0]}' is too much`)
  if (values.only === '') throw new UsageError('--only needs a text')
  if (values.json === '') throw new UsageError('--json needs the name of a file')
  return {
    suite,
    seconds: positive('--seconds', values.seconds, SECONDS_MAX),
    warmUpSeconds: notNegative('--warm-up', values['warm-up'], SECONDS_MAX),
    repeats: whole('--repeats', values.repeats, REPEATS_MAX),
    databaseMib: whole('--mib', values.mib, DATABASE_MIB_MAX),
    only: values.only,
    json: values.json,
    etcd: urls('--etcd', values.etcd ?? environment['QUORUMLITE_BENCH_ETCD'] ?? ''),
    dqlite: onlyUrl('--dqlite', values.dqlite ?? environment['QUORUMLITE_BENCH_DQLITE'] ?? ''),
  }
}

interface Values {
  readonly seconds: string
  readonly 'warm-up': string
  readonly repeats: string
  readonly mib: string
  readonly only?: string | undefined
  readonly json?: string | undefined
  readonly etcd?: string | undefined
  readonly dqlite?: string | undefined
  readonly help?: boolean | undefined
}

function parse(args: readonly string[]): { values: Values; positionals: string[] } {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seconds: { type: 'string', default: '10' },
        'warm-up': { type: 'string', default: '10' },
        repeats: { type: 'string', default: '3' },
        mib: { type: 'string', default: '1024' },
        only: { type: 'string' },
        json: { type: 'string' },
        etcd: { type: 'string' },
        dqlite: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    // Node's sentence, without its advice on how to write positional arguments that begin with a dash.
    throw new UsageError((cause as Error).message.split('. ')[0]!.replaceAll('\n', ' '), { cause })
  }
}

const DECIMAL = /^\d+(\.\d+)?$/

function notNegative(option: string, text: string, max: number): number {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN
  if (value <= max) return value
  throw new UsageError(`${option} must be a number from 0 to ${max}, not '${text}'`)
}

function positive(option: string, text: string, max: number): number {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN
  if (value > 0 && value <= max) return value
  throw new UsageError(`${option} must be a number above 0 and at most ${max}, not '${text}'`)
}

function whole(option: string, text: string, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (value >= 1 && value <= max) return value
  throw new UsageError(`${option} must be a whole number from 1 to ${max}, not '${text}'`)
}

function urls(option: string, text: string): string[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
    .map((each) => {
      const url = URL.canParse(each) ? new URL(each) : undefined
      if (url?.protocol === 'http:') return url.origin
      throw new UsageError(`${option} must be http://host:port, not '${each}'`)
    })
}

function onlyUrl(option: string, text: string): string | undefined {
  const [url, ...more] = urls(option, text)
  if (more.length > 0) throw new UsageError(`${option} takes one address, not '${text}'`)
  return url
}
