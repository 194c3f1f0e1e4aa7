import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open, type Quorumlite } from 'quorumlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compile, run, toExample } from './examples.ts'
import { fencesOf, pages } from './markdown.ts'

const fences = pages()
  .filter((page) => page.startsWith('docs/') || !page.includes('/'))
  .flatMap((page) => fencesOf(page))
const code = fences.filter(({ language }) => language === 'ts' || language === 'js')
const examples = code.map((fence) => ({ ...toExample(fence), info: fence.info }))

describe('the examples of README and docs', () => {
  const directory = mkdtempSync(join(tmpdir(), 'quorumlite-docs-'))
  let node: Quorumlite

  beforeAll(async () => {
    node = await open({
      dataDir: join(directory, 'node'),
      bootstrap: true,
      threads: 'inline',
      secret: { file: join(directory, 'cluster.secret') },
    })
  })

  afterAll(async () => {
    await node.close()
    rmSync(directory, { recursive: true, force: true })
  })

  test('are many, and none says that it is exempt without being known here', () => {
    expect(examples.length).toBeGreaterThan(5)
    expect(code.filter(({ info }) => info !== '' && info !== 'check')).toEqual([])
  })

  test('compile', () => {
    expect(compile(examples)).toEqual([])
  })

  test.each(examples.filter(({ info }) => info === ''))('run: $name', async (example) => {
    await run(example, directory, node.node.addresses[0]!)
  })

  test('print what they say that they print', async () => {
    const first = examples.find(({ name }) => name.startsWith('README.md'))
    const shown = /console\.log\(.*\) \/\/ (.*)$/m.exec(first?.source ?? '')?.[1]
    const empty = mkdtempSync(join(directory, 'again-'))
    expect((await run(first!, empty, '')).trim()).toBe(shown)
  })
})

describe('the pictures of the docs', () => {
  const pictures = fences.filter(({ language }) => language === 'mermaid')

  test('are of a kind that GitHub draws, with balanced blocks', () => {
    expect(pictures.length).toBeGreaterThan(3)
    for (const { page, line, code: source } of pictures) {
      const where = `${page}:${line}`
      expect(source, where).toMatch(/^(flowchart (LR|TB)|sequenceDiagram)\n/)
      const opened = source.match(/^\s*(subgraph|alt|par|loop|opt) /gm)?.length ?? 0
      const closed = source.match(/^\s*end$/gm)?.length ?? 0
      expect(closed, where).toBe(opened)
    }
  })
})
