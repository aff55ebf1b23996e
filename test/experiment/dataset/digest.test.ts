import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { datasetDigest } from '../../../src/experiment/dataset/digest.ts'

it('the digest of a set is that of its problems as lists of names and values, by name, a line each', () => {
  const problems = [
    { id: 'a', prompt: 'What is 6 × 7?\n"Say" it \\ now.', answer: '42' },
    { id: 'b', prompt: 'a lone \ud800, a tab\t, a \u2028 and a \u007f' },
    { prompt: 'Which?', id: 'c', choices: ['x "1"', 'y'], answer: ['A', 'B'], language: 'pt-BR' },
    { id: 'd', prompt: 'ends in a quote"', answer: '"' },
    { id: 'e', prompt: 'a', answer: '' },
  ]
  const lines = problems.map((problem) => {
    const fields = Object.entries(problem).sort(([one], [other]) => (one < other ? -1 : 1))
    return `${JSON.stringify(fields)}\n`
  })
  expect(datasetDigest(problems)).toBe(createHash('sha256').update(lines.join('')).digest('hex'))
})
