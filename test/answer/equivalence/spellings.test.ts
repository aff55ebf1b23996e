import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupAnswers } from '../../../src/answer/group-answers.ts'
import { sameAnswer } from '../../../src/answer/same-answer.ts'
import { everydayKinds } from './everyday-spellings.ts'
import { kinds } from './spellings.ts'

/** The texts of each cluster, sorted: what a grouping says whatever the order. */
function clustersOf(answers: readonly (string | null)[]): string[][] {
  return groupAnswers(answers)
    .clusters.map(({ members }) => [...new Set(members.map((member) => answers[member] ?? ''))].sort())
    .sort()
}

describe.each(Object.entries({ ...kinds, ...everydayKinds }))('%s', (_kind, values) => {
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

describe('whatever is written', () => {
  const pieces = fc.constantFrom(
    ...[
      '3',
      '10',
      '2024',
      '-',
      '–',
      '/',
      '.',
      ',',
      ':',
      ' ',
      'x',
      'kg',
      'mW',
      'and',
      'to',
      '$',
      '€',
      '%',
      '"',
      '`',
      '*',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
    ],
    ...[
      'March',
      'H',
      'O',
      '_2',
      '^2',
      '\\vec',
      '\\times',
      '\\text{',
      'Alice',
      '=',
      '→',
      '≈',
      'yes',
      'twelve',
      '✓',
      '!',
      '\\sqrt',
      '&',
      '|',
      'E',
      "'",
    ],
  )
  const text = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''))

  it('is compared without throwing, the same both ways, and is itself', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(sameAnswer(a, b)).toEqual(sameAnswer(b, a))
        expect(sameAnswer(a, a).same).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('is in one cluster, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (answers) => {
        const clusters = clustersOf(answers)
        expect(clustersOf([...answers].reverse())).toEqual(clusters)
        const filled = new Set(answers.filter((answer) => answer.trim() !== ''))
        expect(clusters.flat().sort()).toEqual([...filled].sort())
      }),
      { numRuns: 300 },
    )
  })
})
