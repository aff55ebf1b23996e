import { expect, it } from 'vitest'
import { largestSeed, seedAfter, seedCount, seedSteps } from '../../src/ground/seed.ts'

it('counts seeds as a runtime takes them, in a ring', () => {
  expect([seedCount, largestSeed]).toEqual([2_147_483_648, 2_147_483_647])
  expect(seedAfter(7, 0)).toBe(7)
  expect(seedAfter(largestSeed, 0)).toBe(largestSeed)
  expect(seedAfter(largestSeed - 1, 3)).toBe(1)
  expect([seedSteps(3, 3), seedSteps(3, 10), seedSteps(largestSeed - 1, 1)]).toEqual([0, 7, 3])
})
