import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BestPlace } from '../../../src/experiment/best-place.ts'

describe('the best of many places', () => {
  it('is the first of the greatest, whatever changed', () => {
    const changes = fc.array(fc.tuple(fc.nat(20), fc.nat(3)), { maxLength: 60 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 21 }), changes, (size, moves) => {
        const worth = new Array<number>(size).fill(0)
        const places = new BestPlace(size, (one, other) => (worth[one] ?? 0) >= (worth[other] ?? 0))
        for (const [place, value] of moves.filter(([each]) => each < size)) {
          worth[place] = value
          places.changed(place)
          expect(places.best).toBe(worth.indexOf(Math.max(...worth)))
        }
        if (size === 0) expect(places.best).toBe(-1)
      }),
    )
  })

  it('costs the logarithm of how many there are', () => {
    let compared = 0
    const places = new BestPlace(2 ** 16, (one, other) => {
      compared += 1
      return one < other
    })
    compared = 0
    for (let place = 0; place < 100; place++) places.changed(place * 600)
    expect(compared).toBeLessThanOrEqual(100 * 16)
  })
})
