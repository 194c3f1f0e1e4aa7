// npm run bench -- SUITE --seconds S --repeats R --only TEXT --json FILE

import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { PRODUCT_VERSION } from '@quorumlite/node'
import { createEngine } from '@quorumlite/sqlite'
import { helpText, parseArguments, UsageError, type Arguments } from './arguments.ts'
import { removeLeftoversAtExit } from './leftovers.ts'
import { describeMachine, measureSyncFloor } from './machine.ts'
import { createProgressLine } from './progress.ts'
import { formatTable, writeReport } from './report.ts'
import type { Suite } from './suite.ts'
import { checkpoint } from './suites/checkpoint.ts'
import { databases } from './suites/databases.ts'
import { disk } from './suites/disk.ts'
import { failover } from './suites/failover.ts'
import { fork } from './suites/fork.ts'
import { join } from './suites/join.ts'
import { many } from './suites/many.ts'
import { memory } from './suites/memory.ts'
import { mixed } from './suites/mixed.ts'
import { peers } from './suites/peers.ts'
import { raft } from './suites/raft.ts'
import { reads } from './suites/reads.ts'
import { rejoin } from './suites/rejoin.ts'
import { restart } from './suites/restart.ts'
import { sqlite } from './suites/sqlite.ts'
import { writes } from './suites/writes.ts'

const SUITES: readonly Suite[] = [
  writes,
  reads,
  failover,
  mixed,
  sqlite,
  peers,
  raft,
  disk,
  checkpoint,
  memory,
  restart,
  databases,
  fork,
  many,
  join,
  rejoin,
]

const EXIT_FAILURE = 1
const EXIT_USAGE = 2

removeLeftoversAtExit()
const progress = createProgressLine(process.stderr)
process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  try {
    const parsed = parseArguments(args, SUITES, process.env)
    if (parsed) await run(parsed)
    else console.log(helpText(SUITES))
    return 0
  } catch (error) {
    progress.clear()
    if (error instanceof UsageError) {
      console.error(`bench: ${error.message}\n  'npm run bench -- --help' explains everything`)
      return EXIT_USAGE
    }
    console.error(`bench: ${explain(error)}`)
    if (process.env['QUORUMLITE_BENCH_TRACE']) console.error(error)
    return EXIT_FAILURE
  }
}

async function run({ suite, only, json, ...settings }: Arguments): Promise<void> {
  // Better now than after a quarter of an hour.
  if (json !== undefined) assertWritable(json)
  const machine = describeMachine()
  const versions: Record<string, string> = await productVersions()
  const floor = { fdatasyncP50Ms: measureSyncFloor() }
  const { cores, cpu, node } = machine
  console.log(
    `${suite.name}: ${cores} x ${cpu}, Node ${node}, fdatasync p50 ${floor.fdatasyncP50Ms.toFixed(2)} ms`,
  )
  const offered = new Set<string>()
  const remarks: string[] = []
  const results = await suite.run({
    ...settings,
    selects: (name) => {
      offered.add(name)
      return only === undefined || name.includes(only)
    },
    progress: progress.show,
    remark: (words) => void remarks.push(words),
    addVersion: (what, version) => void (versions[what] = version),
  })
  progress.clear()
  const names = [...offered]
  if (only !== undefined && !names.some((name) => name.includes(only))) {
    throw new UsageError(`no measurement contains '${only}'; there are: ${names.join('; ')}`)
  }
  if (results.length > 0) console.log(`\n${formatTable(results)}`)
  for (const words of remarks) console.log(words)
  if (json === undefined) return
  const { seconds, repeats } = settings
  const suiteName = suite.name
  writeReport(json, {
    suite: suiteName,
    seconds,
    repeats,
    machine,
    versions,
    floor,
    remarks,
    results,
  })
}

async function productVersions(): Promise<Record<string, string>> {
  using engine = await createEngine()
  return {
    node: process.versions.node,
    quorumlite: PRODUCT_VERSION,
    sqlite: engine.sqliteVersion,
  }
}

function assertWritable(file: string): void {
  try {
    accessSync(existsSync(file) ? file : dirname(resolve(file)), constants.W_OK)
  } catch (cause) {
    throw new UsageError(`--json ${file} cannot be written: ${(cause as Error).message}`, { cause })
  }
}

/** One line for each error and its causes. */
function explain(error: unknown): string {
  const lines: string[] = []
  for (let each = error; each instanceof Error; each = each.cause) {
    const { code, hint } = each as { code?: unknown; hint?: unknown }
    lines.push(typeof code === 'string' ? `${each.message} (${code})` : each.message)
    if (typeof hint === 'string') lines.push(hint)
  }
  return lines.length > 0 ? lines.join('\n  ') : String(error)
}
