import { storageContract } from '@quorumlite/storage/contract'
import { describe, it } from 'vitest'

import { levelFixture, volatileFixture } from './fixtures.ts'

describe.each([
  { implementation: 'LevelDB', create: levelFixture },
  { implementation: 'the volatile disk', create: volatileFixture },
])('storage on $implementation', ({ create }) => {
  for (const { name, run } of storageContract) {
    it(name, () => run(create))
  }
})
