import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url))

/** What is made by tools, or is not ours. */
const FOREIGN = new Set(['node_modules', 'dist', 'build', 'generated', '.cache', '.turbo', 'data'])

/** Files below a folder of the repository, as paths from its root with forward slashes, sorted. */
export function filesBelow(folder: string, ...extensions: string[]): string[] {
  const found: string[] = []
  const visit = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      if (FOREIGN.has(entry.name)) continue
      const path = join(directory, entry.name)
      if (entry.isDirectory()) visit(path)
      else if (extensions.includes(extname(entry.name))) found.push(relative(ROOT, path))
    }
  }
  visit(join(ROOT, folder))
  return found.map((path) => path.replaceAll('\\', '/')).toSorted()
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

export interface Import {
  readonly from: string
  /** Nothing of it is there when the program runs. */
  readonly typeOnly: boolean
}

const parsed = new Map<string, ts.SourceFile>()

function parse(path: string): ts.SourceFile {
  let source = parsed.get(path)
  if (!source) {
    source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)
    parsed.set(path, source)
  }
  return source
}

/** Every module that a file imports, re-exports or loads on demand. */
export function importsOf(path: string): Import[] {
  const imports: Import[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const typeOnly = node.importClause?.isTypeOnly ?? false
      imports.push({ from: node.moduleSpecifier.text, typeOnly })
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      if (ts.isStringLiteral(node.moduleSpecifier)) {
        imports.push({ from: node.moduleSpecifier.text, typeOnly: node.isTypeOnly })
      }
    } else if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      node.arguments[0] &&
      ts.isStringLiteral(node.arguments[0])
    ) {
      imports.push({ from: node.arguments[0].text, typeOnly: false })
    }
    ts.forEachChild(node, visit)
  }
  visit(parse(path))
  return imports
}

/** The package of a module: `@scope/name/sub` gives `@scope/name`; undefined for a file of the same package. */
export function packageOf(module: string): string | undefined {
  if (module.startsWith('.')) return undefined
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/')
}

const WORLDLY_CALLS = new Set(['setTimeout', 'setInterval', 'setImmediate', 'fetch'])
const WORLDLY_MEMBERS = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'process.hrtime',
  'crypto.getRandomValues',
  'crypto.randomUUID',
  'globalThis.setTimeout',
  'globalThis.setInterval',
  'globalThis.setImmediate',
])
const WORLDLY_MODULES = new Set([
  'node:child_process',
  'node:cluster',
  'node:dgram',
  'node:dns',
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:net',
  'node:os',
  'node:perf_hooks',
  'node:timers',
  'node:timers/promises',
  'node:tls',
  'node:worker_threads',
])
const WORLDLY_NAMES = new Set(['systemClock', 'systemRandom', 'randomBytes', 'randomFillSync'])

/** How a file touches time, randomness, files, sockets or threads by itself instead of being given them. */
export function worldlyUses(path: string): string[] {
  const uses = new Set<string>()
  for (const { from, typeOnly } of importsOf(path)) {
    if (!typeOnly && WORLDLY_MODULES.has(from)) uses.add(from)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) {
      const name = node.getText()
      if (WORLDLY_MEMBERS.has(name)) uses.add(name)
    } else if (ts.isIdentifier(node) && isReference(node)) {
      if (WORLDLY_CALLS.has(node.text) || WORLDLY_NAMES.has(node.text)) uses.add(node.text)
    } else if (ts.isNewExpression(node) && node.expression.getText() === 'Date') {
      if (node.arguments === undefined || node.arguments.length === 0) uses.add('new Date()')
    }
    ts.forEachChild(node, visit)
  }
  visit(parse(path))
  return [...uses].toSorted()
}

/** Of a global or an import: not the name of a member, a method or a property. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false
  return !('name' in parent && parent.name === node)
}
