// The README's example runs, and its tables are complete.

import { readFileSync } from 'node:fs'
import { runInThisContext } from 'node:vm'
import { MemoryStorage, MessageType, RawNode } from '@quorumlite/raft'
import { expect, test } from 'vitest'

const readme = readFileSync(new URL('../../../packages/raft/README.md', import.meta.url), 'utf8')

test('the example of the README does what it says', () => {
  const [, block] = /```ts\n([^]*?)```/.exec(readme)!
  const code = block!.replace(/^import .*$/m, '')
  const run = runInThisContext(`(MemoryStorage, RawNode) => { ${code}; return applied }`)
  expect(run(MemoryStorage, RawNode)).toEqual(['', 'hello'])
})

test.each(Object.keys(MessageType))('the README explains the message %s', (name) => {
  expect(readme).toContain(`\n| \`${name}\` |`)
})

const source = (name: string): string =>
  readFileSync(new URL(`../../../packages/raft/src/${name}.ts`, import.meta.url), 'utf8')
const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1]!)
const notNamed = (names: readonly string[]): string[] => {
  expect(names.length).toBeGreaterThan(3)
  return names.filter((name) => !readme.includes(`\`${name}`))
}

const options = matches(source('config'), /^ {2}readonly (\w+)\??:/gm)

test.each(options)(
  'the README says of %s its default, what to take, and what a wrong value costs',
  (option) => {
    expect(options.length).toBeGreaterThan(15)
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${option}\` |`))
    const [, , , take, costs] = row?.split('|') ?? []
    expect(take?.trim()).toBeTruthy()
    expect(costs?.trim()).toBeTruthy()
  },
)

test('the README names everything that a RawNode can be asked', () => {
  const members = matches(source('raw-node'), /^ {2}(?:get )?([a-z]\w+)\(/gm)
  const plain = ['constructor', 'id', 'role', 'term', 'leader', 'commit', 'applied', 'lastIndex']
  expect(notNamed(members.filter((name) => !plain.includes(name)))).toEqual([])
})

test('the README names every field of a Ready', () => {
  const fields = matches(source('ready'), /^ {2}readonly (\w+):/gm)
  expect(notNamed(fields)).toEqual([])
})

test('the README names every reason to refuse a proposal or a change, and every outcome of a step', () => {
  const reasons = matches(source('errors'), /^ {2}(\w+): '/gm)
  const outcomes = matches(source('outcomes'), /^ {2}\| '(\w+)'/gm)
  expect(notNamed([...reasons, ...outcomes])).toEqual([])
})
