import { expect, it } from 'vitest'
import { goldAnswers } from '../../src/config/problem.ts'
import { readKnownProblems, sampleFor } from '../../src/demo/known-problems.ts'
import { tokensOf } from '../../src/demo/written-sample.ts'

const problems = readKnownProblems()
const seeds = Array.from({ length: 200 }, (_, seed) => seed)

it('knows every problem that ships with Magi', () => {
  expect(problems).toHaveLength(77)
})

it('answers each problem right more often than wrong, and 7 of 10 in all', () => {
  const shares = problems.map((problem) => {
    const gold = goldAnswers(problem)
    const right = seeds.filter((seed) => gold.includes(sampleFor(problem.prompt, seed, problems).value))
    return right.length / seeds.length
  })
  const mean = shares.reduce((a, b) => a + b) / shares.length
  expect(mean).toBeGreaterThan(0.65)
  expect(mean).toBeLessThan(0.75)
  expect(Math.min(...shares)).toBeGreaterThan(0.35)
  expect(Math.max(...shares)).toBeLessThanOrEqual(1)
})

it('marks the answer as the prompt asks for it', () => {
  const problem = problems.find((each) => each.id === 'easy-07')
  const plain = seeds.map((seed) =>
    sampleFor(`${problem?.prompt}\nEnd with "Final answer:".`, seed, problems),
  )
  const boxed = seeds.map((seed) => sampleFor(`${problem?.prompt}\nUse \\boxed{}.`, seed, problems))
  expect(plain.some((sample) => sample.answer.endsWith('\n\nFinal answer: 11/12'))).toBe(true)
  expect(boxed.some((sample) => sample.answer.endsWith('\n\n\\boxed{11/12}'))).toBe(true)
  expect(plain.map((sample) => sample.value)).toEqual(boxed.map((sample) => sample.value))
})

it('gives a letter for a choice, and goes in circles where a problem was made ambiguous', () => {
  const choice = problems.filter((each) => each.kind === 'choice')
  for (const problem of choice) {
    for (const seed of seeds.slice(0, 20))
      expect(sampleFor(problem.prompt, seed, problems).value).toMatch(/^[A-D]$/)
  }
  const circling = (ids: string) => {
    const some = problems.filter((each) => each.id.startsWith(ids))
    const samples = some.flatMap((each) => seeds.map((seed) => sampleFor(each.prompt, seed, problems)))
    return samples.filter((sample) => sample.circles !== undefined).length / samples.length
  }
  expect(circling('ambiguous')).toBeGreaterThan(0.2)
  expect(circling('easy')).toBeLessThan(0.06)
})

it('writes the same sample for the same seed', () => {
  for (const problem of problems) {
    expect(sampleFor(problem.prompt, 7, problems)).toEqual(sampleFor(problem.prompt, 7, readKnownProblems()))
  }
})

it('cuts every text into tokens that join to the text', () => {
  for (const text of [...problems.map((each) => each.prompt), 'a  b\n\n1/2 = 0.5 🎲\u200d x²', '']) {
    expect(tokensOf(text).join('')).toBe(text)
  }
  expect(tokensOf('Final answer: 1/2')).toEqual(['Final', ' answer', ':', ' ', '1', '/', '2'])
})
