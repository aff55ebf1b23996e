import { describe, expect, it } from 'vitest'
import { compareRuns } from '../../src/experiment/estimate/compare-runs.ts'
import type { ProblemOutcome } from '../../src/experiment/estimate/outcome.ts'
import { comparisonSchema } from '../../src/report/comparison-schema.ts'
import { comparisonJson, comparisonText } from '../../src/report/comparison-text.ts'

/** 0 is right, everything else wrong. */
const run = (votes: Readonly<Record<string, string>>, tokens: number): ProblemOutcome[] =>
  Object.entries(votes).map(([id, text]) => ({
    id,
    samples: [...text].map((vote) => ({ cluster: Number(vote), tokens })),
    correct: [0],
    winner: Number(text[0]),
  }))
const first = run({ a: '1100', b: '0000', c: '1101', d: '00' }, 200)
const second = run({ a: '0000', b: '0000', c: '0111' }, 100)
const comparison = compareRuns(first, second, { resampling: { draws: 200, seed: 1 } })
const names = { first: 'one', second: 'two\u001b[2J' }

describe('a comparison of two runs', () => {
  it('stands in columns, the same problems on both sides, then the same tokens', () => {
    expect(comparisonText(names, comparison).split('\n')).toEqual([
      'two against one, on 3 problems that both have; 1 left out',
      '',
      '               first    second   difference   95 % interval   better   worse       p',
      'pass@1        58.3 %    75.0 %        +16.7     0.0 … +33.8        1       0   1.000',
      'maj@1         58.3 %    75.0 %        +16.7     0.0 … +33.8        1       0   1.000',
      'maj@2         58.3 %    75.0 %        +16.7     0.0 … +33.8        1       0   1.000',
      'maj@4         50.0 %    66.7 %        +16.7     0.0 … +33.8        1       0   1.000',
      'right votes   33.3 %   100.0 %        +66.7    0.0 … +100.0        2       0   0.500',
      '',
      'at equal tokens (mean tokens a problem):',
      '                               first   second   difference   95 % interval   better   worse       p',
      'maj@1 (200) and maj@2 (200)   58.3 %   75.0 %        +16.7     0.0 … +33.8        1       0   1.000',
      'maj@2 (400) and maj@4 (400)   58.3 %   66.7 %         +8.3   −16.7 … +33.8        1       1   1.000',
      '',
      'differences in points, second minus first; p: sign-flip test of the mean difference, for votes McNemar’s',
      '',
    ])
  })

  it('as JSON is what the schema says', () => {
    const json = comparisonJson({ first: 'one', second: 'two' }, comparison)
    expect(comparisonSchema.parse(JSON.parse(JSON.stringify(json)))).toEqual(json)
    const nothing = comparisonJson({ first: 'one', second: 'two' }, compareRuns([], []))
    expect(comparisonSchema.parse(nothing)).toEqual(nothing)
  })
})
