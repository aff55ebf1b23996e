import { expect, it } from 'vitest'
import { goldAnswers, problemSchema } from '../../src/config/problem.ts'

function complaints(problem: unknown): string[] {
  const result = problemSchema.safeParse(problem)
  return result.success ? [] : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

it('takes numbers for ids and answers as people write them, and keeps them as text', () => {
  expect(problemSchema.parse({ id: 7, prompt: 'What is 6 × 7?', answer: 42 })).toEqual({
    id: '7',
    prompt: 'What is 6 × 7?',
    answer: '42',
  })
})

it('tells one gold answer, several, or none', () => {
  expect(goldAnswers(problemSchema.parse({ id: 'a', prompt: 'p', answer: '1/2' }))).toEqual(['1/2'])
  expect(goldAnswers(problemSchema.parse({ id: 'a', prompt: 'p', answer: [16, '1'] }))).toEqual(['16', '1'])
  expect(goldAnswers(problemSchema.parse({ id: 'a', prompt: 'p' }))).toEqual([])
})

it('takes a letter of the options for the answer of a choice, and nothing else', () => {
  const choice = { id: 'c', prompt: 'Which?', kind: 'choice', choices: ['red', 'green', 'blue'] }
  expect(complaints({ ...choice, answer: 'C' })).toEqual([])
  expect(complaints({ ...choice, answer: ['A', 'D'] })).toEqual(['answer: "D" is no letter from A to C'])
  expect(complaints({ ...choice, answer: 'blue' })).toEqual(['answer: "blue" is no letter from A to C'])
})

it('says what is wrong with a problem', () => {
  expect(
    complaints({ id: '', prompt: ' ', answer: [], kind: 'riddle', language: 'English', hint: 'x' }),
  ).toEqual([
    'id: text that is not empty',
    'prompt: text that is not empty',
    'answer: one answer or more',
    expect.stringMatching(/^kind: /),
    'language: a language tag as "en" or "pt-BR"',
    ': Unrecognized key: "hint"',
  ])
})
