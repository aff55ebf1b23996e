import { describe, expect, it } from 'vitest'
import { groupAnswers } from '../../src/answer/group-answers.ts'

/** Members of each cluster. */
function partition(answers: (string | null)[], context = {}, options = {}): (readonly number[])[] {
  return groupAnswers(answers, context, options).clusters.map((cluster) => cluster.members)
}

describe('groupAnswers', () => {
  it('joins spellings of one number and reports the whole grouping', () => {
    expect(groupAnswers(['1/2', '3', '0.5', null, '\\frac12', '0.5', '  '])).toEqual({
      clusters: [
        { answer: '0.5', kind: 'number', spellings: ['0.5', '1/2', '\\frac12'], members: [0, 2, 4, 5] },
        { answer: '3', kind: 'number', spellings: ['3'], members: [1] },
      ],
      abstained: [3, 6],
    })
  })

  it('has no cluster where nobody answered', () => {
    expect(groupAnswers([null, null])).toEqual({ clusters: [], abstained: [0, 1] })
  })

  it('lets the others decide what "3,5" is', () => {
    expect(partition(['3,5', '3.5', '7/2'])).toEqual([[0, 1, 2]])
    expect(partition(['3,5', '\\{3,5\\}', '5 and 3'])).toEqual([[0, 1, 2]])
    expect(partition(['3,5', '3.5', '\\{3,5\\}', '\\{5,3\\}'])).toEqual([[0, 2, 3], [1]])
  })

  it('takes 25 for 25 % only where nobody says 0.25', () => {
    expect(partition(['25%', '25', '25'])).toEqual([[0, 1, 2]])
    expect(partition(['25%', '25', '25', '1/4'])).toEqual([
      [0, 3],
      [1, 2],
    ])
  })

  it('puts a bare number with the unit that most state, and alone where two units tie', () => {
    expect(partition(['5 cm', '5', '5 \\text{ cm}', '5 m'])).toEqual([[0, 1, 2], [3]])
    expect(partition(['5 cm', '5', '5 \\text{ m}'])).toEqual([[0], [1], [2]])
  })

  it('attaches decimals to the exact value they round, and to none where two claim them', () => {
    expect(partition(['1/3', '0.333', '0.3333', '0.34'])).toEqual([[0, 1, 2], [3]])
    expect(partition(['0.3349', '0.335', '0.3354'])).toEqual([[0], [1], [2]])
    expect(partition(['1/3', '0.333'], {}, { rounding: false })).toEqual([[0], [1]])
  })

  it('never chains one decimal to another to a third', () => {
    expect(partition(['2.3333', '2.333', '2.33', '2.30'])).toEqual([[0, 1, 2], [3]])
  })

  it('knows an option by its letter and by its text', () => {
    const choices = ['7', '12', '9']
    expect(partition(['B', '(b)', '12', 'C', '\\boxed{12}'], { choices })).toEqual([[0, 1, 2, 4], [3]])
    expect(partition(['B. 12', 'B: 12', 'B) 12', 'B', 'C. 9'], { choices })).toEqual([[0, 1, 2, 3], [4]])
    expect(partition(['A, C', 'C and A', 'A', '(C), (A)'], { choices })).toEqual([[0, 1, 3], [2]])
  })

  it('compares JSON by value', () => {
    const answers = ['{"a":1,"b":[1.0,2]}', '{"b":[1,2e0],"a":1}', '{"a":1,"b":[2,1]}']
    expect(partition(answers, { kind: 'json' })).toEqual([[0, 1], [2]])
  })
})
