// Each file in transcripts/ is a story of a small cluster, to be read line by line. To make one anew after an intended
// change: npx vitest run test/unit/raft/transcripts.test.ts -u, and read the difference.

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runTranscript } from './support/transcript.ts'

const DIRECTORY = new URL('./transcripts/', import.meta.url)

for (const name of readdirSync(DIRECTORY)) {
  test(`transcript: ${name}`, async () => {
    const transcript = readFileSync(new URL(name, DIRECTORY), 'utf8')
    await expect(runTranscript(transcript)).toMatchFileSnapshot(`./transcripts/${name}`)
  })
}
