import { negotiate, OWN_VERSIONS, PROTOCOL_VERSION, QuorumliteError } from '@quorumlite/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const range = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.nat(6))
  .map(([versionMin, span]) => ({ versionMin, version: versionMin + span }))

function refusal(action: () => unknown): QuorumliteError {
  try {
    action()
  } catch (error) {
    return error as QuorumliteError
  }
  throw new Error('the versions were accepted')
}

describe('negotiate', () => {
  test('agrees with itself', () => {
    expect(negotiate(OWN_VERSIONS)).toBe(PROTOCOL_VERSION)
  })

  test('takes the highest version in common, the same on both sides, or refuses on both', () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        const common: number[] = []
        for (let version = 1; version <= 18; version++) {
          const both = [a, b].every((r) => r.versionMin <= version && version <= r.version)
          if (both) common.push(version)
        }
        const highest = common.at(-1)
        if (highest === undefined) {
          expect(refusal(() => negotiate(a, b)).code).toBe('PROTOCOL_VERSION')
          expect(refusal(() => negotiate(b, a)).code).toBe('PROTOCOL_VERSION')
        } else {
          expect(negotiate(a, b)).toBe(highest)
          expect(negotiate(b, a)).toBe(highest)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('says which side to upgrade', () => {
    const own = { version: 5, versionMin: 4 }
    const older = refusal(() => negotiate({ version: 3, versionMin: 1 }, own))
    expect(older.hint).toBe('Upgrade the other side.')
    const newer = refusal(() => negotiate({ version: 9, versionMin: 6 }, own))
    expect(newer.hint).toBe('Upgrade this side.')
  })

  test.each([
    { version: 0, versionMin: 0 },
    { version: 3, versionMin: 0 },
    { version: 1, versionMin: 2 },
  ])('refuses $versionMin to $version as nonsense', (remote) => {
    expect(refusal(() => negotiate(remote)).code).toBe('MALFORMED')
  })
})
