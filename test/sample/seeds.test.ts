import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problemSeeds } from '../../src/sample/seeds.ts'

describe('seeds of problems', () => {
  it('are the same whatever else is in the set, and ranges never meet', () => {
    const many = Array.from({ length: 500 }, (_, index) => `p${index}`)
    const seeds = problemSeeds(7, many, 128)
    expect(problemSeeds(7, ['p3'], 128).get('p3')).toBe(seeds.get('p3'))
    expect(problemSeeds(8, ['p3'], 128).get('p3')).not.toBe(seeds.get('p3'))
    const sorted = [...seeds.values()].sort((a, b) => a - b)
    for (const [place, seed] of sorted.entries()) {
      expect(seed).toBeGreaterThanOrEqual(place === 0 ? 0 : (sorted[place - 1] ?? 0) + 128)
      expect(seed + 128).toBeLessThanOrEqual(2 ** 31)
    }
  })

  it('are kept apart where the hashes of two problems meet', () => {
    const crowded = Array.from({ length: 40 }, (_, index) => `p${index}`)
    const wide = 2 ** 24
    const sorted = [...problemSeeds(1, crowded, wide).values()].sort((a, b) => a - b)
    for (const [place, seed] of sorted.entries())
      if (place > 0) expect(seed - (sorted[place - 1] ?? 0)).toBeGreaterThanOrEqual(wide)
  })

  it('are refused where there are not enough', () => {
    expect(() => problemSeeds(1, ['a', 'b'], 2 ** 30)).toThrow('need more seeds than there are')
  })

  it('are those that older runs were drawn with', () => {
    const ids = ['a', 'b', 'c']
    expect([...problemSeeds(7, ids, 128)]).toEqual([
      ['a', 1661611802],
      ['b', 1175305938],
      ['c', 1583978500],
    ])
  })

  it('are as each problem moves to its first hash whose range meets no earlier one', () => {
    const seedCount = 2 ** 31
    const firstFree = (runSeed: number, ids: readonly string[], width: number) => {
      const starts: number[] = []
      for (const id of ids) {
        for (let salt = 0; ; salt += 1) {
          const bits = createHash('sha256').update(`${runSeed}/${salt}/${id}`).digest().readUInt32BE(0) >>> 1
          const start = bits % (seedCount - width)
          if (starts.some((other) => Math.abs(other - start) < width)) continue
          starts.push(start)
          break
        }
      }
      return starts
    }
    fc.assert(
      fc.property(
        fc.nat(),
        fc.uniqueArray(fc.string(), { maxLength: 40 }),
        fc.integer({ min: 1, max: 2 ** 24 }),
        (runSeed, ids, width) => {
          expect([...problemSeeds(runSeed, ids, width)]).toEqual(
            firstFree(runSeed, ids, width).map((start, at) => [ids[at], start]),
          )
        },
      ),
    )
  })
})
