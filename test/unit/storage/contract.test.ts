import { storageContract } from '@quorumlite/storage/contract'
import { describe, it } from 'vitest'

import { levelFixture, memoryFixture, volatileFixture } from './fixtures.ts'

describe.each([
  { implementation: 'LevelDB', create: levelFixture },
  { implementation: 'the volatile disk', create: volatileFixture },
  { implementation: 'memory-level, as a user may bring it', create: memoryFixture },
])('storage on $implementation', ({ create }) => {
  for (const { name, run } of storageContract) {
    it(name, () => run(create))
  }
})
