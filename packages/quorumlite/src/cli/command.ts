import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { ConsistencyLevel } from '@quorumlite/client'
import { QuorumliteError } from '@quorumlite/wire'

type Options = NonNullable<ParseArgsConfig['options']>
export type OptionValues = Record<string, string | boolean | (string | boolean)[] | undefined>

export interface Invocation {
  readonly options: OptionValues
  readonly positionals: readonly string[]
  readonly io: CommandIo
}

/** Where a command reads and writes: the process's own streams, or a test's. */
export interface CommandIo {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
  /** Shows a line in the place of the one before, and nothing for ''; absent when no person watches. */
  readonly progress?: ((line: string) => void) | undefined
  /** For verbs that talk with a person, or read a script. */
  readonly streams?: CommandStreams
  /** Fires on SIGINT and SIGTERM. */
  readonly signal: AbortSignal
}

export interface CommandStreams {
  readonly input: NodeJS.ReadStream | (NodeJS.ReadableStream & { readonly isTTY?: boolean })
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }
}

/** One verb of the command line. */
export interface Command {
  readonly name: string
  /** The whole help text. */
  readonly help: string
  readonly options: Options
  /** Resolves with the exit code. */
  readonly run: (invocation: Invocation) => Promise<number>
}

/** What every verb that talks to a cluster takes. */
export const CONNECT_OPTIONS: Options = {
  connect: { type: 'string', short: 'c', multiple: true },
  secret: { type: 'string', short: 's' },
  'timeout-ms': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
}

export const CONNECT_HELP: string = `  -c, --connect MULTIADDR  a node of the cluster; repeat it to name several (one that answers is enough)
  -s, --secret FILE        the cluster's secret (default: $QUORUMLITE_SECRET_FILE)
      --timeout-ms N       how long to wait for an answer (default: 10000)
      --json               one line of JSON on standard output
  -h, --help               this text`

export function parse(command: Command, args: readonly string[]): Omit<Invocation, 'io'> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: command.options,
      allowPositionals: true,
    })
    return { options: values as OptionValues, positionals }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw usage(message, command.name)
  }
}

export function usage(message: string, verb: string): QuorumliteError {
  return new QuorumliteError('INVALID_ARGUMENT', message, {
    hint: `See 'quorumlite ${verb} --help'.`,
  })
}

export function text(options: OptionValues, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

export function texts(options: OptionValues, name: string): string[] {
  const value = options[name]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** A whole number from 0, or the default. */
export function count(options: OptionValues, name: string, fallback: number, verb: string): number {
  const value = text(options, name)
  if (value === undefined) return fallback
  if (/^\d+$/.test(value)) return Number(value)
  throw usage(`--${name} must be a whole number, not '${value}'`, verb)
}

export const CONSISTENCY_LEVELS: readonly ConsistencyLevel[] = ['linearizable', 'session', 'stale']

export function consistency(options: OptionValues, verb: string): ConsistencyLevel {
  const value = text(options, 'consistency') ?? 'linearizable'
  const level = CONSISTENCY_LEVELS.find((known) => known === value)
  if (level) return level
  throw usage(`--consistency is one of ${CONSISTENCY_LEVELS.join(', ')}, not '${value}'`, verb)
}
