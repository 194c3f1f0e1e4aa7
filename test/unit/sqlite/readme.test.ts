// The example of the package's README does what its comments say.
import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import * as sqlite from '@quorumlite/sqlite'
import { expect, test } from 'vitest'

type AsyncBody = (sqlite: unknown, console: unknown) => Promise<void>
const AsyncFunction = (async () => {}).constructor as new (...source: string[]) => AsyncBody

test('the example of the README', async () => {
  const path = new URL('../../../packages/sqlite/README.md', import.meta.url)
  const source = /```js\n(.*?)```/s.exec(readFileSync(path, 'utf8'))?.[1] ?? ''
  const [importLine = '', ...body] = source.split('\n')
  const names = /^import (\{.*\}) from '@quorumlite\/sqlite'$/.exec(importLine)?.[1] ?? ''
  const logged: string[] = []
  const log = (...values: unknown[]): void => {
    logged.push(values.map((value) => inspect(value)).join(' '))
  }
  await new AsyncFunction('sqlite', 'console', `const ${names} = sqlite\n${body.join('\n')}`)(
    sqlite,
    { log },
  )
  const promised = [...source.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map((match) => match[1])
  expect(promised.length).toBeGreaterThan(3)
  expect(logged).toEqual(promised)
})
