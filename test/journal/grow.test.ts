import { describe, expect, it } from 'vitest'
import { firstN, grownManifest } from '../../src/journal/grow.ts'
import { samplePlaces } from '../../src/journal/sample-places.ts'
import { problemSeeds } from '../../src/sample/seeds.ts'
import { manifestOf } from '../support/manifest.ts'

describe('a run that grows', () => {
  const begun = manifestOf({ n: 4, min: 0, extendBy: 4 })

  it('remembers every n it had, and asks for as many as it is told', () => {
    const once = grownManifest(begun, { n: 8 })
    const twice = grownManifest(once, { n: 16, min: 9 })
    expect([once.n, once.grownFrom, twice.n, twice.min, twice.grownFrom]).toEqual([8, [4], 16, 9, [4, 8]])
    expect([begun, once, twice].map(firstN)).toEqual([4, 4, 4])
  })

  it('stays as it is where nothing grows, or one thing would shrink', () => {
    for (const wish of [{}, { n: 4 }, { n: 3 }, { n: 8, min: -1 }])
      expect(grownManifest(begun, wish)).toBe(begun)
  })

  it('is no run under a budget', () => {
    expect(() => grownManifest({ ...begun, budget: { mean: 2 } }, { n: 8 })).toThrow(
      'A run under a budget cannot grow',
    )
  })

  it('keeps the seeds of its problems', () => {
    const ids = ['a', 'b', 'c']
    const run = { ...begun, command: 'bench' as const }
    const seeds = problemSeeds(run.seedBase, ids, 8)
    const wrong = samplePlaces(
      grownManifest(run, { n: 64 }),
      ids.map((id) => ({ id })),
    )
    for (const id of ids)
      for (const index of [0, 3, 4, 63])
        expect(
          wrong({ key: `${id}/${index}`, problem: id, index, seed: (seeds.get(id) ?? 0) + index }),
        ).toEqual([])
  })
})
