// Packs every package as it would be published, looks at what is in the tarballs, installs them into consumers in a
// temporary directory, and runs and type-checks those. Needs a build, npm's registry, and nothing else.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PUBLINT = 'publint@0.3.25'
const ATTW = '@arethetypeswrong/cli@0.18.5'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const directory = mkdtempSync(join(tmpdir(), 'quorumlite-consumers-'))
try {
  const packages = pack()
  for (const each of packages) checkContents(each)
  lint(packages)
  for (const consumer of ['esm', 'cjs']) useIn(consumer, packages)
} finally {
  rmSync(directory, { recursive: true, force: true })
}

/** The tarball of each package, and what npm says is in it. */
function pack() {
  const folders = readdirSync(join(root, 'packages'))
  const workspaces = folders.flatMap((folder) => ['-w', `packages/${folder}`])
  const output = run(root, 'npm', [
    'pack',
    '--json',
    '--pack-destination',
    directory,
    ...workspaces,
  ])
  const packed = JSON.parse(output)
  assert.equal(packed.length, folders.length)
  return packed.map(({ name, filename, files }) => ({
    name,
    manifest: manifestOf(name),
    tarball: join(directory, filename),
    paths: new Set(files.map(({ path }) => path)),
  }))
}

function manifestOf(name) {
  const folder = name.replace('@quorumlite/', '')
  return JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'))
}

/** Everything that the manifest points at is there, with the sources that source maps and the source condition name. */
function checkContents({ name, manifest, paths }) {
  const bins = Object.values(manifest.bin ?? {})
  const targets = Object.values(manifest.exports).flatMap((conditions) => Object.values(conditions))
  for (const target of [...targets, ...bins]) {
    assert.ok(paths.has(target.replace(/^\.\//, '')), `${name} does not contain ${target}`)
  }
  for (const file of ['LICENSE', 'README.md']) assert.ok(paths.has(file), `${name} has no ${file}`)
  for (const path of paths) {
    assert.doesNotMatch(path, /\.test\.|tsbuildinfo|\.turbo|node_modules/, `${name} ships ${path}`)
    const source = /^dist\/(.*)\.js$/.exec(path)?.[1]
    if (!source) continue
    assert.ok(paths.has(`src/${source}.ts`), `${name} ships ${path}, which has no source any more`)
    assert.ok(paths.has(`dist/${source}.d.ts`), `${name} ships ${path} without types`)
  }
}

function lint(packages) {
  const tarballs = packages.map(({ tarball }) => tarball)
  const each = `for tarball in ${tarballs.join(' ')}; do publint --strict "$tarball" && attw --profile esm-only "$tarball" || exit 1; done`
  run(root, 'npx', ['-y', '-p', PUBLINT, '-p', ATTW, '-c', each])
  console.log(`${packages.length} tarballs: contents, publint and attw are content`)
}

function useIn(consumer, packages) {
  const folder = join(directory, consumer)
  cpSync(join(here, consumer), folder, { recursive: true })
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const types = `@types/node@${devDependencies['@types/node']}`
  const tarballs = packages.map(({ tarball }) => tarball)
  run(folder, 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', types, ...tarballs])
  run(folder, process.execPath, ['main.js', join(folder, 'data')])
  run(folder, process.execPath, [join(root, 'node_modules/.bin/tsc'), '-p', folder])
  const version = run(folder, 'npx', ['--no-install', 'quorumlite', '--version']).trim()
  assert.equal(version, packages[0].manifest.version)
  console.log(`${consumer}: installs, runs and compiles`)
}

function run(cwd, command, args) {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { stdout = '', stderr = '' } = error
    console.error(`${command} ${args.join(' ')}\n${stdout}${stderr}`)
    throw error
  }
}
