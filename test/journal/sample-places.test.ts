import { describe, expect, it } from 'vitest'
import { samplePlaces } from '../../src/journal/sample-places.ts'
import { problemSeeds } from '../../src/sample/seeds.ts'
import { seedsReserved } from '../../src/vote/policy.ts'
import { manifestOf } from '../support/manifest.ts'

describe('the places of samples in a set', () => {
  const manifest = manifestOf({ command: 'bench', n: 2 })
  const ids = Array.from({ length: 100 }, (_, place) => `p${place + 1}`)
  const problems = ids.map((id) => ({ id }))
  const seeds = problemSeeds(manifest.seedBase, ids, seedsReserved(manifest))
  const place = (problem: string, seed: number) => ({ key: `${problem}/0`, problem, index: 0, seed })

  it('are the same in whatever order they are asked for', () => {
    const misplaced = samplePlaces(manifest, problems)
    for (const id of ['p70', 'p3', 'p100', 'p70', 'p1'])
      expect(misplaced(place(id, seeds.get(id) ?? 0))).toEqual([])
  })

  it('hold no problem of another set, and no seed of another problem', () => {
    const misplaced = samplePlaces(manifest, problems)
    expect(misplaced(place('other', 1))).toEqual(['there is no problem "other" in the run'])
    expect(misplaced(place('p2', seeds.get('p1') ?? 0))).toEqual([
      `its seed is ${seeds.get('p1')}, by the manifest ${seeds.get('p2')}`,
    ])
  })
})
