import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { read, ROOT } from '../architecture/sources.ts'
import { anchorsOf, linksOf, pages, proseOf } from './markdown.ts'

const exists = (path: string): boolean => existsSync(join(ROOT, path))

test.each(pages())('the links of %s lead somewhere', (page) => {
  const broken = linksOf(page).filter(({ path, anchor }) => {
    if (!exists(path)) return true
    return anchor !== undefined && path.endsWith('.md') && !anchorsOf(path).has(anchor)
  })
  expect(broken.map(({ path, anchor }) => (anchor ? `${path}#${anchor}` : path))).toEqual([])
})

test.each(pages())('the files that %s names are there', (page) => {
  const named = [
    ...read(page).matchAll(/`((?:packages|test|wasm|docs|examples|bench)\/[\w./-]+)`/g),
  ]
  const made = /\/(dist|build|generated)(\/|$)/
  const missing = named
    .map(([, path = '']) => path)
    .filter((path) => !made.test(path) && !exists(path))
  expect(missing).toEqual([])
})

test.each(pages().filter((page) => /^(docs|[A-Z]+\.md)/.test(page)))(
  'the commands that %s names are there',
  (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    const named = [...read(page).matchAll(/npm run (?:--silent )?([a-z:-]+)/g)].map(
      ([, name = '']) => name,
    )
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  },
)

/** Quoted names that follow a link to a test, up to the next link or the end of the line. */
function namedTests(page: string): { file: string; names: string[] }[] {
  const prose = proseOf(page)
  const links = linksOf(page)
  return links.flatMap(({ path, end }) => {
    if (!path.endsWith('.test.ts')) return []
    const next = prose.indexOf('[', end)
    const line = prose.slice(end).search(/\n(\n|\|)/)
    const until = Math.min(
      ...[next, line < 0 ? -1 : end + line].filter((at) => at >= 0),
      prose.length,
    )
    const names = [
      ...prose
        .slice(end, until)
        .replaceAll('\n', ' ')
        .matchAll(/"([^"]+)"/g),
    ]
    return [{ file: path, names: names.map(([, name = '']) => name) }]
  })
}

describe('docs/guarantees.md', () => {
  test('names tests that exist', () => {
    const named = namedTests('docs/guarantees.md')
    expect(named.flatMap(({ names }) => names).length).toBeGreaterThan(60)
    const unknown = named.flatMap(({ file, names }) => {
      const source = read(file)
      return names.filter((name) => !source.includes(name)).map((name) => `${file}: ${name}`)
    })
    expect(unknown).toEqual([])
  })

  test('has a test for every promise', () => {
    let promises = 0
    let inTable = false
    const bare: string[] = []
    for (const line of read('docs/guarantees.md').split('\n')) {
      if (line === '| promise | held by |') inTable = true
      else if (!line.startsWith('|')) inTable = false
      else if (inTable && !line.startsWith('|---')) {
        promises++
        if (!/\]\(\.\.\/test\/[^)]+\.test\.ts\)/.test(line)) bare.push(line)
      }
    }
    expect(promises).toBeGreaterThan(30)
    expect(bare).toEqual([])
  })
})
