import { describe, expect, test } from 'vitest'
import { read } from '../../architecture/sources.ts'
import { plant } from '../../sim/mutants/mutant.ts'
import { RARE } from '../../sim/mutants/rare.ts'
import { MUTANTS } from '../../sim/mutants/run.ts'

describe('planted bugs', () => {
  test('are at least 40, each with a name of its own', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(40)
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length)
  })

  test('are rare by names that they have', () => {
    const names = new Set(MUTANTS.map(({ name }) => name))
    expect([...RARE].filter((name) => !names.has(name))).toEqual([])
  })

  test.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))(
    'can be planted: %s',
    (_name, { edits }) => {
      for (const edit of edits) expect(plant(read(edit.file), edit)).not.toBe(read(edit.file))
    },
  )

  test('are refused where their text does not stand, or stands twice', () => {
    const edit = { file: 'a.ts', find: 'x', replace: 'y' }
    expect(() => plant('a', edit)).toThrow('0 times')
    expect(() => plant('x x', edit)).toThrow('2 times')
    expect(plant('a x', edit)).toBe('a y')
  })
})
