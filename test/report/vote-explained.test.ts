import { expect, it } from 'vitest'
import { sameAnswer } from '../../src/answer/same-answer.ts'
import { explainedLines } from '../../src/report/vote-explained.ts'

const cluster = (answer: string, spellings: string[], samples: number[]) => ({
  ...{ answer, spellings, samples },
  votes: samples.length,
  weight: samples.length,
})

it('says which rule found each answer, what joined spellings, and what parted clusters', () => {
  const clusters = [cluster('1/2', ['1/2', '0.5'], [0, 2]), cluster('2/3', ['2/3'], [1])]
  const found = [
    { index: 2, value: '0.5', by: 'boxed' },
    { index: 0, value: '1/2', by: 'anchor' },
    { index: 1, value: '2/3', by: 'anchor' },
  ]
  expect(explainedLines({ clusters }, found, sameAnswer)).toEqual([
    '#0 says 1/2, found by: anchor',
    '#1 says 2/3, found by: anchor',
    '#2 says 0.5, found by: boxed',
    '0.5 counts as 1/2: exact',
    '2/3 is not 1/2: exact',
  ])
})

it('says so where the other answers decided', () => {
  const clusters = [cluster('a', ['a', 'b'], [0, 1]), cluster('c', ['c'], [2])]
  const opposite = (a: string, b: string) => ({ same: a === 'a' && b === 'c', by: 'text' })
  expect(explainedLines({ clusters }, [], opposite)).toEqual([
    'b counts as a: the other answers to this problem join them',
    'c is not a: the other answers to this problem part them',
  ])
})

it('shows no escape sequences, and has nothing to say of nothing', () => {
  const found = [{ index: 0, value: 'a\u001b[2Jb\nc', by: 'anchor' }]
  expect(explainedLines({ clusters: [] }, found, sameAnswer)).toEqual(['#0 says ab c, found by: anchor'])
  expect(explainedLines({ clusters: [] }, [], sameAnswer)).toEqual([])
})
