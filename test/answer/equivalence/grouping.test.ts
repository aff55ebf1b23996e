import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupAnswers } from '../../../src/answer/group-answers.ts'
import { sameAnswer } from '../../../src/answer/same-answer.ts'

/** Answers that can be read in several ways, beside those that decide between the readings. */
const open = fc.constantFrom(
  ...[
    '3,5',
    '3.5',
    '7/2',
    '\\{3,5\\}',
    '5 and 3',
    '(3,5)',
    '3 < x < 5',
    '[3,5]',
    'x \\in (3,5)',
    '5, 3',
    '1,234',
    '1.234',
  ],
  ...[
    '1234',
    '25%',
    '25',
    '0.25',
    '1/4',
    '25\\%',
    '2500%',
    '5 cm',
    '5',
    '5 m',
    '5 \\text{ kg}',
    '5s',
    '5\\,\\text{s}',
  ],
  ...[
    '1/3',
    '0.333',
    '0.33',
    '0.3333',
    '0.334',
    '\\sqrt{2}',
    '1.414',
    '1.4142',
    '\\pi',
    '3.14',
    '3.1416',
    '3.1415',
  ],
  ...[
    'x=3',
    'y=3',
    '3',
    'x=1, y=2',
    '(1,2)',
    'y=2, x=1',
    '\\{5\\}',
    '{5}',
    '\\log 8',
    '\\ln 8',
    '1011_2',
    '11',
    '12',
  ],
  ...[
    'y=2x',
    '2x',
    '2x-y=0',
    'x=y/2',
    'twelve',
    'B',
    '(b)',
    'yes',
    'Yes.',
    'no',
    'I',
    'i',
    'j',
    '5e-3',
    '0.005',
    '0.333...',
  ],
)

/** Texts like those that models write, made of pieces that go wrong. */
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '\\frac',
          '{',
          '}',
          '\\sqrt',
          '^',
          '_',
          '(',
          ')',
          '[',
          ']',
          '\\{',
          '\\}',
          '|',
          '=',
          '<',
          '\\le',
          '+',
          '-',
          '*',
          '/',
        ],
        ...[
          '!',
          '%',
          ',',
          ';',
          ':',
          ' ',
          '.',
          '$',
          '\\\\',
          '&',
          '\\text{',
          '\\begin{pmatrix}',
          '\\end{pmatrix}',
          '\\pm',
          '\\cup',
        ],
        ...[
          '\\in',
          '\\infty',
          '\\int',
          '\\sum_{k=1}^n',
          'dx',
          '\\sin',
          '\\log',
          'x',
          'e',
          'i',
          'pi',
          '9',
          '10^',
          '0',
          '\\overline',
        ],
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''))

const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length })

/** What a grouping says whatever the order: the printed answer of each cluster with its texts. */
function partition(answers: readonly (string | null)[]): unknown[] {
  return groupAnswers(answers)
    .clusters.map(({ answer, members }) => [answer, members.map((member) => answers[member]).sort()])
    .sort()
}

describe('groupAnswers', () => {
  it('says the same in every order', () => {
    const lists = fc.array(open, { minLength: 2, maxLength: 14 })
    fc.assert(
      fc.property(
        lists.chain((answers) => fc.tuple(fc.constant(answers), shuffled(answers))),
        ([answers, others]) => {
          expect(partition(others)).toEqual(partition(answers))
        },
      ),
      { numRuns: 400 },
    )
  })

  it('is not touched by abstentions, wherever they stand', () => {
    const mixed = fc.array(fc.oneof(open, fc.constantFrom(null, '', '  ')), { maxLength: 14 })
    fc.assert(
      fc.property(mixed, (answers) => {
        const said = answers.filter((answer) => answer !== null && answer.trim() !== '')
        expect(partition(answers)).toEqual(partition(said))
        const { clusters, abstained } = groupAnswers(answers)
        const places = [...clusters.flatMap(({ members }) => members), ...abstained]
        expect(places.sort((a, b) => a - b)).toEqual(answers.map((_, place) => place))
        expect(abstained).toHaveLength(answers.length - said.length)
      }),
      { numRuns: 300 },
    )
  })

  it('never throws, and every answer is in one cluster', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(soup, open, fc.string()), { maxLength: 8 }), (answers) => {
        const { clusters, abstained } = groupAnswers(answers)
        expect(clusters.flatMap(({ members }) => members).length + abstained.length).toBe(answers.length)
      }),
      { numRuns: 300 },
    )
  })
})

describe('sameAnswer', () => {
  it('says the same both ways, and that an answer is itself', () => {
    const texts = fc.oneof(open, soup)
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        expect(sameAnswer(a, b)).toEqual(sameAnswer(b, a))
        expect(sameAnswer(a, a).same).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
