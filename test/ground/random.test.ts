import { describe, expect, it } from 'vitest'
import { playedChance, randomSource, seedFrom, shuffled } from '../../src/ground/random.ts'

describe('random source', () => {
  it('repeats exactly from its seed', () => {
    const one = randomSource(7)
    const two = randomSource(7)
    const other = randomSource(8)
    const draw = (source: { next(): number }) => Array.from({ length: 20 }, () => source.next())
    const values = draw(one)
    expect(draw(two)).toEqual(values)
    expect(draw(other)).not.toEqual(values)
  })

  it('gives the values it always gave: a recorded seed must mean the same next year', () => {
    const random = randomSource(1)
    expect([random.below(100), random.below(100), random.below(100), random.below(100)]).toEqual([
      26, 80, 33, 9,
    ])
  })

  it('plays for the demo what it always played', () => {
    const chance = playedChance('p1', 7)
    expect([chance(), chance(), chance()]).toEqual([
      0.6551904897205532, 0.23928329115733504, 0.6927881981246173,
    ])
  })

  it('spreads evenly over numbers below a limit', () => {
    const random = randomSource(3)
    const counts = Array<number>(7).fill(0)
    for (let i = 0; i < 70_000; i++) {
      const value = random.below(7)
      counts[value] = (counts[value] ?? 0) + 1
    }
    // Five standard deviations of 10,000 expected hits.
    for (const count of counts)
      expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(70_000 * (1 / 7) * (6 / 7)))
  })

  it('shuffles into every order about as often', () => {
    const random = randomSource(5)
    const orders = new Map<string, number>()
    for (let i = 0; i < 12_000; i++) {
      const order = shuffled(['a', 'b', 'c'], random).join('')
      orders.set(order, (orders.get(order) ?? 0) + 1)
    }
    expect([...orders.keys()].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
    for (const count of orders.values()) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(2000))
  })

  it('derives a seed in the range of a runtime for each thing named, and hardly ever the same twice', () => {
    const seeds = new Set<number>()
    for (let problem = 0; problem < 200; problem++) {
      for (let index = 0; index < 64; index++) {
        const seed = seedFrom(1, `p${problem}`, index)
        expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31).toBe(true)
        seeds.add(seed)
      }
    }
    // 12,800 of 2^31: about 0.04 collisions are expected.
    expect(seeds.size).toBeGreaterThanOrEqual(12_799)
    expect(seedFrom(1, 'a', 'bc')).not.toBe(seedFrom(1, 'ab', 'c'))
    expect(seedFrom(1, 'a')).not.toBe(seedFrom(2, 'a'))
  })
})
