#!/usr/bin/env node
// The command line: finds the verb, runs it, and says what went wrong in one line with a way out.

import { PRODUCT_VERSION } from '@quorumlite/node'
import { QuorumliteError } from '@quorumlite/wire'
import { addCommand } from './add.ts'
import { parse, type Command, type CommandIo } from './command.ts'
import { databasesCommand } from './databases.ts'
import { demoCommand } from './demo/demo.ts'
import { exportCommand } from './export.ts'
import { loadCommand } from './load.ts'
import { removeCommand } from './remove.ts'
import { sqlCommand } from './sql.ts'
import { startCommand } from './start.ts'
import { statusCommand } from './status.ts'
import { toJson } from './output.ts'
import { transferCommand } from './transfer.ts'
import { verifyCommand } from './verify.ts'

const COMMANDS: readonly Command[] = [
  startCommand,
  statusCommand,
  sqlCommand,
  databasesCommand,
  loadCommand,
  exportCommand,
  addCommand,
  removeCommand,
  transferCommand,
  verifyCommand,
  demoCommand,
]

const EXIT_USAGE = 2
const EXIT_FAILURE = 1

const HELP = `quorumlite ${PRODUCT_VERSION}: SQLite that survives the loss of machines

Usage: quorumlite VERB [options]

${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join('\n')}

'quorumlite VERB --help' explains a verb. '--version' prints the version.`

async function main(args: readonly string[], io: CommandIo): Promise<number> {
  const [verb, ...rest] = args
  if (verb === undefined || verb === '--help' || verb === '-h' || verb === 'help') {
    const about = COMMANDS.find(({ name }) => name === rest[0])
    io.out(about?.help ?? HELP)
    return verb === undefined ? EXIT_USAGE : 0
  }
  if (verb === '--version' || verb === '-v') {
    io.out(PRODUCT_VERSION)
    return 0
  }
  const command = COMMANDS.find(({ name }) => name === verb)
  if (!command) {
    io.err(`quorumlite: there is no verb '${verb}'; 'quorumlite --help' lists them`)
    return EXIT_USAGE
  }
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
