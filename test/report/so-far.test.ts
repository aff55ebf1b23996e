import { expect, it } from 'vitest'
import { reportText } from '../../src/report/report-text.ts'
import { soFarRest, soFarRows } from '../../src/report/so-far.ts'
import { exampleReport, hostileText } from './example-report.ts'

const cluster = (answer: string, samples: readonly number[]) => ({
  ...{ answer, samples, kind: 'number' as const, votes: samples.length, weight: samples.length },
  spellings: [answer],
})
const sample = (index: number, correct: boolean) => ({
  index,
  correct,
  votes: true,
  ending: 'finished' as const,
})
const problem = (id: string, answer: string, correct: boolean) => ({
  id,
  samples: [sample(0, correct), sample(1, false), { index: 2, votes: false, ending: 'cancelled' as const }],
  vote: {
    ...{ type: 'tied' as const, answers: [], votes: 0, ballots: 2 },
    tally: { clusters: [cluster(answer, [0]), cluster('7', [1])], abstained: {} },
  },
})

it('a report without any figure has what there is: of each problem the answer that leads, and whether it is right', () => {
  const problems = [
    problem('a', '42', true),
    problem(hostileText, hostileText, false),
    { id: 'c', samples: [] },
  ]
  const rows = soFarRows({ problems })
  expect(rows[0]).toEqual(['a', '2', '42', '1 of 2', 'right'])
  expect(rows).toHaveLength(2)
  expect(rows.flat().join('')).not.toMatch(/[\u0000-\u001f\u202e]/)
  const many = Array.from({ length: 23 }, (_, place) => problem(`p${place}`, '42', true))
  expect([soFarRows({ problems: many }).length, soFarRest({ problems: many })]).toEqual([
    20,
    'and 3 more problems',
  ])
})

it('a report with figures, or without a sample, has no such table', () => {
  const report = exampleReport(2, 2)
  expect(reportText(report)).not.toContain('so far')
  const sources = report.sources.map((source) => ({
    ...source,
    problems: [],
    estimates: { problems: 0, samples: 0, majAtK: [], passAtK: [], passAllK: [], absent: [] },
  }))
  expect(reportText({ ...report, sources } as never)).toContain('nothing was drawn yet')
})
