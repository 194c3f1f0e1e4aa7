// The package is a state machine and nothing else.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const SOURCE = new URL('../../../packages/raft/src/', import.meta.url)
const files = readdirSync(SOURCE).map((name) => ({
  name,
  text: readFileSync(new URL(name, SOURCE), 'utf8'),
}))

describe.each(files)('$name', ({ text }) => {
  test('imports nothing but its neighbours', () => {
    const imported = [...text.matchAll(/(?:from|import\(?) '([^']+)'/g)].map((match) => match[1]!)
    expect(imported.filter((path) => !/^\.\/[a-z-]+\.ts$/.test(path))).toEqual([])
  })

  test('touches neither time, nor randomness, nor the world', () => {
    const worldly =
      /\b(Date|Math\.random|setTimeout|setInterval|queueMicrotask|Promise|async|process|console|globalThis|performance|crypto)\b/
    const code = text.replace(/\/\*[^]*?\*\/|\/\/.*/g, '')
    expect(code.match(worldly)?.[0]).toBeUndefined()
  })

  test('is short enough to be read at once', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(400)
  })
})
