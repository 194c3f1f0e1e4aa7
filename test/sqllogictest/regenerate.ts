// Writes the expected answers into the scripts: runs them in a native SQLite. Started by regenerate.sh, which brings it
// along. Arguments: the directory of this file, and the path of better-sqlite3.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { GENERATORS } from './generate/generators.ts'
import { Chance } from './generate/random.ts'
import { ScriptWriter } from './generate/script-writer.ts'
import { NativeTarget, type NativeDatabase } from './native-target.ts'
import { runScript, type Finding } from './run-script.ts'
import { parseScript, printScript, type ScriptRecord } from './script.ts'

/** The version in packages/sqlite/wasm. */
const SQLITE_VERSION = '3.53.2'

const [directory = '', modulePath = ''] = process.argv.slice(2)
type Native = new (file: string) => NativeDatabase
const Database = createRequire(import.meta.url)(modulePath) as Native

const generated = join(directory, 'generated')
rmSync(generated, { recursive: true, force: true })
mkdirSync(generated)
for (const { name, write } of GENERATORS) {
  const script = new ScriptWriter()
  script.comment(
    `Written by generate/${name}.ts; do not edit.`,
    `Expected answers: SQLite ${SQLITE_VERSION}, built natively.`,
  )
  script.hashThreshold(24)
  write(script, new Chance(name))
  await answer(join(generated, `${name}.test`), script.records, 'accept')
}

const cases = join(directory, 'cases')
for (const name of readdirSync(cases).filter((file) => file.endsWith('.test'))) {
  const file = join(cases, name)
  await answer(file, parseScript(readFileSync(file, 'utf8')), 'refuse')
}

/**
 * Puts the reference's answers into the records and writes them. A person who writes `statement ok` means it: there, a
 * statement that fails is a mistake in the script.
 */
async function answer(
  file: string,
  records: readonly ScriptRecord[],
  surprises: 'accept' | 'refuse',
): Promise<void> {
  const database = new Database(':memory:')
  const found = new Map<ScriptRecord, Finding>()
  const target = new NativeTarget(database)
  const { deviations } = await runScript(records, target, (record, finding) => {
    found.set(record, finding)
  })
  database.close()
  const mistakes = deviations.filter(({ expected, found: [first = ''] }) => {
    const isSurprise = isError(expected[0]) !== isError(first)
    return first.startsWith('failed: ') || (surprises === 'refuse' && isSurprise)
  })
  for (const { line, sql, expected, found: lines } of mistakes) {
    process.exitCode = 1
    console.error(`${file}:${line}\n${sql}\n${lines.join('\n')}, not ${expected.join('\n')}`)
  }
  writeFileSync(file, printScript(records.map((record) => withFinding(record, found.get(record)))))
  console.log(`${file}: ${found.size} records`)
}

function isError(line: string | undefined): boolean {
  return line?.startsWith('error ') ?? false
}

function withFinding(record: ScriptRecord, finding: Finding | undefined): ScriptRecord {
  if (finding?.kind === 'query' && record.kind === 'query') {
    return { ...record, expected: finding.lines }
  }
  if (finding?.kind === 'statement' && record.kind === 'statement') {
    return { ...record, expected: finding.outcome }
  }
  return record
}
