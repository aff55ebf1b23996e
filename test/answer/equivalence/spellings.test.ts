import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupAnswers } from '../../../src/answer/group-answers.ts'
import { sameAnswer } from '../../../src/answer/same-answer.ts'
import { kinds } from './spellings.ts'

/** The texts of each cluster, sorted: what a grouping says whatever the order. */
function clustersOf(answers: readonly (string | null)[]): string[][] {
  return groupAnswers(answers)
    .clusters.map(({ members }) => [...new Set(members.map((member) => answers[member] ?? ''))].sort())
    .sort()
}

describe.each(Object.entries(kinds))('%s', (_kind, values) => {
  it('stay one cluster however they are spelt', () => {
    const spelt = values.chain(({ name, spellings }) =>
      fc.record({ name: fc.constant(name), answers: fc.shuffledSubarray([...spellings], { minLength: 2 }) }),
    )
    fc.assert(
      fc.property(spelt, ({ answers }) => {
        expect(clustersOf(answers)).toEqual([[...new Set(answers)].sort()])
      }),
    )
  })

  it('are never joined with another value', () => {
    const two = fc
      .tuple(values, values)
      .filter(([a, b]) => a.name !== b.name)
      .chain(([a, b]) =>
        fc.tuple(
          fc.shuffledSubarray([...a.spellings], { minLength: 2 }),
          fc.shuffledSubarray([...b.spellings], { minLength: 2 }),
        ),
      )
    fc.assert(
      fc.property(two, ([a, b]) => {
        expect(clustersOf([...a, ...b])).toEqual([[...new Set(a)].sort(), [...new Set(b)].sort()].sort())
        expect(sameAnswer(a[0] ?? '', b[0] ?? '').same).toBe(false)
      }),
    )
  })
})
