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

test('the README names every option', () => {
  const config = readFileSync(
    new URL('../../../packages/raft/src/config.ts', import.meta.url),
    'utf8',
  )
  const options = [...config.matchAll(/^ {2}readonly (\w+)\??:/gm)].map((match) => match[1]!)
  expect(options.length).toBeGreaterThan(15)
  expect(options.filter((option) => !readme.includes(`\`${option}\``))).toEqual([])
})
