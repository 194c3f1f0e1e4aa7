import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import ts from 'typescript'
import { ROOT } from '../architecture/sources.ts'
import type { Fence } from './markdown.ts'

/** Inside the repository, so that `quorumlite` is found as a user's program would find it: built. */
const DIRECTORY = join(ROOT, 'node_modules/.cache/docs-examples')

/** Stands in the pages for an address of a node; the examples talk to a real one. */
const ADDRESS = /\/dns4\/db-\d\/tcp\/\d+/g

/** What a fragment, which imports nothing, may count on. */
const PRELUDE = `
import { connect, openCluster, OutcomeUnknownError, QuorumliteError, sql } from 'quorumlite'
const options = { addresses: ['/dns4/db-1/tcp/4101'], secret: { file: 'cluster.secret' } }
await using client = await connect(options)
await using cluster = await openCluster(options)
const db = client.database('main')
{
`
const POSTLUDE = `
}
void [db, cluster, sql, OutcomeUnknownError, QuorumliteError]
export {}
`

export interface Example {
  readonly name: string
  readonly source: string
}

export function toExample({ page, line, code }: Fence): Example {
  const whole = /^import /m.test(code)
  const name = `${page}:${line}`
  return { name, source: whole ? code : `${PRELUDE}${code}${POSTLUDE}` }
}

const fileOf = ({ name }: Example, extension: string): string =>
  join(DIRECTORY, name.replaceAll(/[^a-zA-Z0-9]/g, '-') + extension)

/** What the compiler has against the examples, one line each. */
export function compile(examples: readonly Example[]): string[] {
  mkdirSync(DIRECTORY, { recursive: true })
  const files = examples.map((example) => {
    const file = fileOf(example, '.mts')
    writeFileSync(file, example.source)
    return file
  })
  const base = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), (path) => ts.sys.readFile(path))
  const { options } = ts.convertCompilerOptionsFromJson(
    (base.config as { compilerOptions: object }).compilerOptions,
    ROOT,
  )
  const program = ts.createProgram(files, {
    ...options,
    composite: false,
    incremental: false,
    isolatedDeclarations: false,
    declaration: false,
    noEmit: true,
    typeRoots: [join(ROOT, 'node_modules/@types')],
  })
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const example = examples[files.indexOf(file?.fileName ?? '')]
    const at = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0
    const message = ts.flattenDiagnosticMessageText(messageText, ' ')
    return `${example?.name ?? file?.fileName ?? ''}, line ${at}: ${message}`
  })
}

/** Runs an example as a program of its own, and returns what it wrote. */
export async function run(example: Example, cwd: string, address: string): Promise<string> {
  const { outputText } = ts.transpileModule(example.source.replaceAll(ADDRESS, address), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  })
  const file = fileOf(example, '.mjs')
  writeFileSync(file, outputText)
  const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd })
  return stdout
}
