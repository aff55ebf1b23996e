import { expect, it } from 'vitest'
import { explainGrouping } from '../../src/answer/explain-grouping.ts'

it('says for each spelling which reading it took, why, and what joined it', () => {
  const { grouping, spellings } = explainGrouping(['3.5', '7/2', '3,5', '3.5', '(0,1)', '5 cm', '5', null])
  expect(grouping.clusters.map((cluster) => cluster.members)).toEqual([[0, 1, 2, 3], [5, 6], [4]])
  expect(spellings).toEqual([
    {
      spelling: '3.5',
      members: [0, 3],
      cluster: 0,
      reading: 'literal',
      otherReadings: [],
      why: { type: 'only-reading' },
      joinedBy: 'spelling',
    },
    {
      spelling: '3,5',
      members: [2],
      cluster: 0,
      reading: 'comma',
      otherReadings: ['literal', 'lists'],
      why: { type: 'majority', votes: 3, next: 0 },
      joinedBy: 'reading: comma',
    },
    {
      spelling: '7/2',
      members: [1],
      cluster: 0,
      reading: 'literal',
      otherReadings: [],
      why: { type: 'only-reading' },
      joinedBy: 'exact',
    },
    {
      spelling: '5',
      members: [6],
      cluster: 1,
      reading: 'literal',
      otherReadings: [],
      why: { type: 'only-reading' },
      joinedBy: 'spelling',
    },
    {
      spelling: '5 cm',
      members: [5],
      cluster: 1,
      reading: 'literal',
      otherReadings: [],
      why: { type: 'only-reading' },
      joinedBy: 'exact',
      unit: 'cm',
    },
    {
      spelling: '(0,1)',
      members: [4],
      cluster: 2,
      reading: 'literal',
      otherReadings: ['pairs'],
      why: { type: 'literal' },
      joinedBy: 'spelling',
    },
  ])
})

it('names the value that a decimal rounds, and the limit that a long answer met', () => {
  const long = `${'1+'.repeat(3000)}1`
  const { spellings } = explainGrouping(['1/3', '1/3', '0.333', long])
  expect(
    spellings.map(({ spelling, joinedBy, roundingOf, limit }) => ({
      spelling: spelling.slice(0, 5),
      joinedBy,
      roundingOf,
      limit,
    })),
  ).toEqual([
    { spelling: '1/3', joinedBy: 'spelling', roundingOf: undefined, limit: undefined },
    { spelling: '0.333', joinedBy: 'rounding', roundingOf: '1/3', limit: undefined },
    { spelling: '1+1+1', joinedBy: 'spelling', roundingOf: undefined, limit: 'characters' },
  ])
})
