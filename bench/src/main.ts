// npm run bench -- SUITE --seconds S --repeats R --json FILE

import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { describeMachine, measureSyncFloor } from './machine.ts'
import { formatTable } from './report.ts'
import type { Suite } from './suite.ts'
import { failover } from './suites/failover.ts'
import { mixed } from './suites/mixed.ts'
import { reads } from './suites/reads.ts'
import { writes } from './suites/writes.ts'

const SUITES: readonly Suite[] = [writes, reads, failover, mixed]

const HELP = `Usage: npm run bench -- SUITE [--seconds S] [--repeats R] [--json FILE]

Runs a suite and prints its figures beside those of the reference. Each figure is the repeat with the median rate.

${SUITES.map(({ name, summary }) => `  ${name.padEnd(10)}${summary}`).join('\n')}

  --seconds S   how long each measurement lasts (default: 10)
  --repeats R   how often it is repeated (default: 3)
  --json FILE   writes machine, versions and results there`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '10' },
    repeats: { type: 'string', default: '3' },
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})
const suite = SUITES.find(({ name }) => name === positionals[0])
if (values.help || !suite) {
  console.log(HELP)
  process.exitCode = values.help ? 0 : 2
} else {
  await run(suite)
}

async function run({ name, run: measure }: Suite): Promise<void> {
  const machine = describeMachine()
  const floor = { fdatasyncP50Ms: measureSyncFloor() }
  const { cores, cpu, node } = machine
  console.log(
    `${name}: ${cores} x ${cpu}, Node ${node}, fdatasync p50 ${floor.fdatasyncP50Ms.toFixed(2)} ms`,
  )
  const results = await measure({
    seconds: Number(values.seconds),
    repeats: Number(values.repeats),
    progress: (words) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${words}`)
      else process.stderr.write(`${words}\n`)
    },
  })
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
  console.log(`\n${formatTable(results)}`)
  if (values.json === undefined) return
  const versions = { ...process.versions }
  writeFileSync(
    values.json,
    `${JSON.stringify({ suite: name, machine, versions, floor, results }, undefined, 2)}\n`,
  )
}
