import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const WIRE = fileURLToPath(new URL('../../../packages/wire/', import.meta.url))

test('the committed module is what the .proto files generate (npm run build:proto)', () => {
  const fresh = mkdtempSync(join(tmpdir(), 'quorumlite-proto-'))
  onTestFinished(() => rmSync(fresh, { recursive: true }))
  execFileSync('bash', [join(WIRE, 'scripts/build-proto.sh'), fresh], { stdio: 'pipe' })
  for (const file of ['messages.js', 'messages.d.ts']) {
    const committed = readFileSync(join(WIRE, 'generated', file), 'utf8')
    // Compared as a boolean: a difference of half a megabyte would be printed otherwise.
    expect(readFileSync(join(fresh, file), 'utf8') === committed, file).toBe(true)
  }
})
