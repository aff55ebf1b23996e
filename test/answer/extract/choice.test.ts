import { describe, expect, it } from 'vitest'
import { extractAnswer } from '../../../src/answer/extract/extract.ts'

const letters = ['A', 'B', 'C', 'D']
const cities = ['Paris', 'Rome']

describe('the choice among options', () => {
  it.each([
    ['\\boxed{C}', 'C', 'choice-boxed'],
    ['\\boxed{\\textbf{(C)}\\ 12}', 'C', 'choice-boxed'],
    ['\\mathrm{(D)\\}1,008,016', 'D', 'choice-line'],
    ['The correct option is (C).', 'C', 'choice-anchor'],
    ['Answer: C. 12 cm', 'C', 'choice-anchor'],
    ["The answer is for sure D, it can't be A or B", 'D', 'choice-anchor'],
    ['réponse est C non A', 'C', 'choice-anchor'],
    ['Die richtige Antwort ist Option (c).', 'C', 'choice-anchor'],
    ['B is the correct answer, since A is too small.', 'B', 'choice-anchor'],
    ['Answer: **B**\n\nExplanation: A is too small.', 'B', 'choice-anchor'],
    ['ANSWER: A, B', 'A, B', 'choice-anchor'],
    ['ANSWER: ABD', 'A, B, D', 'choice-anchor'],
    ['정답은 ③번입니다', 'C', 'choice-anchor'],
    ['(a)', 'A', 'choice-whole'],
    ['C  ', 'C', 'choice-whole'],
    ['B。不是 A', 'B', 'choice-line'],
    ['D) because it fits', 'D', 'choice-line'],
    ["It's not A because it doesn't make sense, therefore I think it's B", 'B', 'choice-line-end'],
    ['所以选C。', 'C', 'choice-anchor'],
    ['Because B is valid', 'B', 'choice-letter'],
  ])('in %j is %s (%s)', (text, value, by) => {
    expect(extractAnswer(text, { choices: letters })).toMatchObject({ value, by, kind: 'choice' })
  })

  it.each(['A train leaves at noon.', 'I think so.', 'A: no\nB: yes\nC: no', 'No idea.'])(
    'is not made by an article, a pronoun or a list: %j',
    (text) => {
      expect(extractAnswer(text, { choices: [...letters, 'E', 'F', 'G', 'H', 'I'] })).toEqual({
        type: 'none',
        reason: 'not-found',
      })
    },
  )

  it('may be the text of one option, which stands for its letter', () => {
    for (const text of ['Rome', 'The answer is Rome.', '\\boxed{\\text{rome}}', 'Answer: **Rome**']) {
      expect(extractAnswer(text, { choices: cities })).toMatchObject({ value: 'B', kind: 'choice' })
    }
  })

  it('leaves an announced answer that is no option as it is, and takes no stray number for one', () => {
    expect(extractAnswer('\\boxed{London}', { choices: cities })).toMatchObject({
      value: 'London',
      by: 'boxed',
    })
    expect(extractAnswer('I counted 5 cities.', { choices: cities })).toEqual({
      type: 'none',
      reason: 'not-found',
    })
  })

  it('goes by the letters of the language', () => {
    expect(extractAnswer('Ответ: Б', { choices: letters, language: 'ru' })).toMatchObject({ value: 'B' })
    expect(extractAnswer('الإجابة هي ب', { choices: letters, language: 'arabic' })).toMatchObject({
      value: 'B',
    })
    expect(extractAnswer('答えはウです', { choices: letters, language: 'ja' })).toMatchObject({ value: 'C' })
    expect(extractAnswer('คำตอบคือ ก', { choices: letters, language: 'th' })).toMatchObject({ value: 'A' })
  })

  it('is looked for only where there are options', () => {
    expect(extractAnswer('Because B is valid')).toEqual({ type: 'none', reason: 'not-found' })
    expect(extractAnswer('I think (B)', { kind: 'choice' })).toMatchObject({ value: 'B', kind: 'choice' })
  })
})
