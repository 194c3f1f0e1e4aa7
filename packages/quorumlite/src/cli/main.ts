#!/usr/bin/env node
// The command line: finds the verb, runs it, and says what went wrong in one line with a way out.

import { PRODUCT_VERSION } from '@quorumlite/node'
import { QuorumliteError } from '@quorumlite/wire'
import { parse, type Command, type CommandIo } from './command.ts'
import { toJson } from './output.ts'

/** A verb before its module is loaded: `start` need not wait for the shell's. */
interface Verb {
  readonly name: string
  /** One line for the list of verbs. */
  readonly summary: string
  readonly load: () => Promise<Command>
}

const VERBS: readonly Verb[] = [
  {
    name: 'start',
    summary: 'runs a node until it is told to stop',
    load: async () => (await import('./start.ts')).startCommand,
  },
  {
    name: 'status',
    summary: 'shows every node: role, term, log positions, checksums',
    load: async () => (await import('./status.ts')).statusCommand,
  },
  {
    name: 'sql',
    summary: 'runs SQL, or opens a shell',
    load: async () => (await import('./sql.ts')).sqlCommand,
  },
  {
    name: 'databases',
    summary: 'lists the databases, creates, copies and drops one',
    load: async () => (await import('./databases.ts')).databasesCommand,
  },
  {
    name: 'load',
    summary: 'fills a database from an SQLite file or a script',
    load: async () => (await import('./load.ts')).loadCommand,
  },
  {
    name: 'export',
    summary: 'writes a database to an SQLite file',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  {
    name: 'add',
    summary: 'makes a learner a voter',
    load: async () => (await import('./add.ts')).addCommand,
  },
  {
    name: 'remove',
    summary: 'takes a node out of the cluster for good',
    load: async () => (await import('./remove.ts')).removeCommand,
  },
  {
    name: 'transfer',
    summary: 'hands the leadership to another voter',
    load: async () => (await import('./transfer.ts')).transferCommand,
  },
  {
    name: 'verify',
    summary: "checks a stopped node's directory: files, records, pages, log, checksums",
    load: async () => (await import('./verify.ts')).verifyCommand,
  },
  {
    name: 'demo',
    summary: 'three nodes, a stream of orders, and the leader killed',
    load: async () => (await import('./demo/demo.ts')).demoCommand,
  },
]

const EXIT_USAGE = 2
const EXIT_FAILURE = 1

const HELP = `quorumlite ${PRODUCT_VERSION}: SQLite that survives the loss of machines

Usage: quorumlite VERB [options]

${VERBS.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join('\n')}

'quorumlite VERB --help' explains a verb. '--version' prints the version.`

async function main(args: readonly string[], io: CommandIo): Promise<number> {
  const [verb, ...rest] = args
  if (verb === undefined || verb === '--help' || verb === '-h' || verb === 'help') {
    const about = VERBS.find(({ name }) => name === rest[0])
    io.out(about ? (await about.load()).help : HELP)
    return verb === undefined ? EXIT_USAGE : 0
  }
  if (verb === '--version' || verb === '-v') {
    io.out(PRODUCT_VERSION)
    return 0
  }
  const found = VERBS.find(({ name }) => name === verb)
  if (!found) {
    io.err(`quorumlite: there is no verb '${verb}'; 'quorumlite --help' lists them`)
    return EXIT_USAGE
  }
  const command = await found.load()
  try {
    const invocation = parse(command, rest)
    if (invocation.options['help']) {
      io.out(command.help)
      return 0
    }
    return await command.run({ ...invocation, io })
  } catch (cause) {
    return report(cause, rest.includes('--json'), io)
  }
}

function report(cause: unknown, json: boolean, io: CommandIo): number {
  if (!(cause instanceof QuorumliteError)) {
    io.err(`quorumlite: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`)
    return EXIT_FAILURE
  }
  const { code, message, hint, retryable } = cause
  if (json) io.out(toJson({ error: { code, message, hint, retryable } }))
  else io.err(`quorumlite: ${message} (${code})${hint ? `\n  ${hint}` : ''}`)
  return code === 'INVALID_ARGUMENT' ? EXIT_USAGE : EXIT_FAILURE
}

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => interrupted.abort())
}
process.exitCode = await main(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  progress: process.stderr.isTTY ? (line) => process.stderr.write(`\r\x1b[K${line}`) : undefined,
  signal: interrupted.signal,
  streams: { input: process.stdin, output: process.stdout },
})
