// README.md in this folder: every test that it names exists.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')

/** The rows of its tables: what they are about, and the titles with the file that each is in. */
const rows = read('README.md')
  .split('\n')
  .filter((line) => /^\| (?!\|)/.test(line) && line.includes(": '"))
  .map((line) => {
    const cells = line.split(' | ')
    let file = ''
    const titles = [...cells.at(-1)!.matchAll(/(?:([a-z-]+): )?'([^']+)'/g)].map((match) => {
      file = match[1] ?? file
      return { file, title: match[2]! }
    })
    return { about: cells.slice(0, 2).join(' '), titles }
  })

test('the tables have a row for each feature and each bug', () => {
  expect(rows.length).toBeGreaterThanOrEqual(45)
})

test.each(rows)('$about: its tests exist', ({ titles }) => {
  expect(titles.length).toBeGreaterThan(0)
  expect(titles.filter(({ file, title }) => !read(`${file}.test.ts`).includes(title))).toEqual([])
})
