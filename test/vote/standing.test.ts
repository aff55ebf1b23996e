import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Candidate, Standing } from '../../src/vote/standing.ts'

it('keeps answers by their votes, then by launch order, however many grow, begin and go between two looks', () => {
  const steps = fc.array(
    fc.array(fc.tuple(fc.nat(9), fc.constantFrom('vote', 'vote', 'vote', 'go')), { maxLength: 4 }),
    {
      maxLength: 30,
    },
  )
  fc.assert(
    fc.property(steps, (looks) => {
      const standing = new Standing<Candidate>()
      const present = new Map<number, { votes: number; first: number }>()
      let index = 0
      for (const changes of looks) {
        const [gone, begun, grown] = [new Set<Candidate>(), new Set<Candidate>(), new Set<Candidate>()]
        for (const [answer, what] of changes) {
          const before = present.get(answer)
          if (what === 'vote' && before !== undefined) {
            before.votes += 1
            if (!begun.has(before)) grown.add(before)
          } else if (what === 'vote') {
            const fresh = { votes: 1, first: index }
            present.set(answer, fresh)
            begun.add(fresh)
          } else if (before !== undefined) {
            present.delete(answer)
            grown.delete(before)
            if (!begun.delete(before)) gone.add(before)
          }
          index += 1
        }
        standing.update({ gone: [...gone], begun: [...begun], grown: [...grown] })
        const order = [...present.values()].sort((a, b) => b.votes - a.votes || a.first - b.first)
        expect(standing.order).toEqual(order)
        expect(standing.counts).toEqual(order.map(({ votes }) => votes))
        expect(standing.firsts).toEqual(order.map(({ first }) => first))
        expect(order.map((each) => standing.placeOf(each))).toEqual(order.map((_, place) => place))
      }
    }),
    { numRuns: 1000 },
  )
})
