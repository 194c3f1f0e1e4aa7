import { describe, expect, test } from 'vitest'
import { filesBelow, importsOf, packageOf, read, worldlyUses } from './architecture/sources.ts'

const folderOf = (name: string): string => `packages/${name.replace('@quorumlite/', '')}`
const sourcesOf = (name: string): string[] => filesBelow(`${folderOf(name)}/src`, '.ts')

interface Manifest {
  readonly name: string
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
}

function declaredBy(name: string): string[] {
  const manifest = JSON.parse(read(`${folderOf(name)}/package.json`)) as Manifest
  return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
}

const isOurs = (name: string): boolean => name === 'quorumlite' || name.startsWith('@quorumlite/')

/** The table in docs/architecture.md: a package, and the packages that it may import. */
function readTable(): Map<string, string[]> {
  const table = new Map<string, string[]>()
  for (const line of read('docs/architecture.md').split('\n')) {
    const row =
      /^\| \[`((?:@quorumlite\/)?[a-z]+)`\]\(\.\.\/packages\/[a-z]+\) \|.*\| (.*) \|$/.exec(line)
    if (!row) continue
    const [, name = '', allowed = ''] = row
    const above = [...table.keys()]
    if (allowed === 'all') table.set(name, above)
    else if (allowed === 'nothing') table.set(name, [])
    else
      table.set(
        name,
        [...allowed.matchAll(/`([^`]+)`/g)].map(([, each = '']) => each),
      )
  }
  return table
}

const table = readTable()

describe('the table of packages in docs/architecture.md', () => {
  test('has every package of the repository', () => {
    const folders = filesBelow('packages', '.json').filter((path) =>
      /^packages\/[^/]+\/package\.json$/.test(path),
    )
    const names = folders.map((path) => (JSON.parse(read(path)) as Manifest).name)
    expect([...table.keys()].toSorted()).toEqual(names.toSorted())
  })

  test('has arrows that point up only', () => {
    const above: string[] = []
    for (const [name, allowed] of table) {
      expect(above, name).toEqual(expect.arrayContaining(allowed))
      above.push(name)
    }
  })

  test('keeps the driver and the management away from node, SQLite and storage', () => {
    for (const name of ['@quorumlite/client', '@quorumlite/cluster']) {
      for (const far of ['@quorumlite/node', '@quorumlite/sqlite', '@quorumlite/storage']) {
        expect(table.get(name)).not.toContain(far)
      }
    }
  })
})

describe.each([...table])('%s', (name, allowed) => {
  test('declares only workspace packages that the table allows', () => {
    const declared = declaredBy(name).filter(isOurs)
    expect(allowed).toEqual(expect.arrayContaining(declared))
  })

  test('imports only what it declares, and what Node brings', () => {
    const declared = declaredBy(name)
    const strangers = sourcesOf(name).flatMap((path) =>
      importsOf(path)
        .map(({ from }) => packageOf(from))
        .filter(
          (from) => from !== undefined && !from.startsWith('node:') && !declared.includes(from),
        )
        .map((from) => `${path} imports ${from}`),
    )
    expect(strangers).toEqual([])
  })

  test('imports its own files with their extension, and none outside its folder', () => {
    const wrong = sourcesOf(name).flatMap((path) =>
      importsOf(path)
        .filter(({ from }) => from.startsWith('.') && !/\.(ts|js)$/.test(from))
        .map(({ from }) => `${path} imports ${from}`),
    )
    expect(wrong).toEqual([])
  })
})

test('@quorumlite/raft depends on nothing and imports nothing, not even from Node', () => {
  expect(declaredBy('@quorumlite/raft')).toEqual([])
  const imports = sourcesOf('@quorumlite/raft').flatMap((path) => importsOf(path))
  expect(imports.filter(({ from }) => !from.startsWith('./'))).toEqual([])
})

/** Where the world comes in. Everything else in these packages is given clock, randomness, storage, network and ports. */
const SEAMS: Record<string, Record<string, string[]>> = {
  '@quorumlite/raft': {},
  '@quorumlite/storage': {
    'packages/storage/src/leveldb-directory.ts': ['node:fs/promises'],
    'packages/storage/src/storage-inspection.ts': ['node:fs/promises'],
    'packages/storage/src/open-storage.ts': ['node:fs/promises', 'randomBytes'],
    'packages/storage/src/table-check-entry.ts': ['node:worker_threads'],
    'packages/storage/src/table-check.ts': ['node:fs', 'node:fs/promises', 'node:worker_threads'],
  },
  '@quorumlite/node': {
    'packages/node/src/consensus/worker-entry.ts': ['node:worker_threads'],
    'packages/node/src/consensus/worker-service.ts': ['systemClock'],
    'packages/node/src/local-stores.ts': ['node:worker_threads', 'systemClock', 'systemRandom'],
    'packages/node/src/node-directory.ts': ['node:fs/promises'],
    'packages/node/src/node.ts': ['node:os'],
    'packages/node/src/runtime.ts': ['node:fs', 'node:fs/promises', 'systemClock', 'systemRandom'],
    'packages/node/src/sql/reader-entry.ts': ['node:worker_threads', 'systemClock', 'systemRandom'],
    'packages/node/src/sql/reader-thread.ts': ['node:worker_threads', 'systemClock'],
    'packages/node/src/sql/worker-entry.ts': ['node:worker_threads', 'systemClock', 'systemRandom'],
    'packages/node/src/worker-node.ts': ['node:worker_threads', 'systemClock'],
  },
  '@quorumlite/client': {
    'packages/client/src/connect.ts': ['systemClock', 'systemRandom'],
  },
}

test.each(Object.entries(SEAMS))('%s touches the world at its seams only', (name, seams) => {
  const uses = sourcesOf(name).flatMap((path) => {
    const found = worldlyUses(path)
    return found.length > 0 ? [[path, found] as const] : []
  })
  const sources = sourcesOf(name)
  const present = Object.entries(seams).filter(([path]) => sources.includes(path))
  expect(Object.fromEntries(uses)).toEqual(Object.fromEntries(present))
})

describe('house rules', () => {
  const ours = ['packages', 'test', 'examples', 'bench'].flatMap((folder) =>
    filesBelow(folder, '.ts', '.js', '.mjs'),
  )
  /** Outgrew the limit. They may become shorter; whoever gets one below it takes it off this list. */
  const LONGER: Record<string, number> = {
    'packages/node/src/consensus/consensus-service.ts': 530,
    'test/unit/node/consensus/write-coordinator.test.ts': 700,
  }
  const linesMax = (path: string): number => LONGER[path] ?? (path.startsWith('test/') ? 500 : 450)

  test('files have at most 450 lines, tests 500', () => {
    const long = ours
      .map((path) => [path, read(path).split('\n').length - 1] as const)
      .filter(([path, lines]) => lines > linesMax(path))
    expect(long).toEqual([])
  })

  test('file names are kebab-case', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.config)?\.(ts|js|mjs)$/
    expect(ours.filter((path) => !kebab.test(path.split('/').at(-1) ?? ''))).toEqual([])
  })

  test('nothing is left to be done', () => {
    const files = [...ours, ...filesBelow('wasm', '.c', '.h', '.sh'), ...filesBelow('docs', '.md')]
    const marker = new RegExp(
      `\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b`,
    )
    expect(files.filter((path) => marker.test(read(path)))).toEqual([])
  })

  test('no test is left out, and none keeps the others from running', () => {
    const left = /\b(test|it|describe|suite)(\.\w+)*\.(only|skip|todo|fails)\b/
    expect(ours.filter((path) => path.endsWith('.test.ts') && left.test(read(path)))).toEqual([])
  })
})
