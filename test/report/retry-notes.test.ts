import { describe, expect, it } from 'vitest'
import type { ReportedSample } from '../../src/report/report.ts'
import { retryNotes } from '../../src/report/retry-notes.ts'

const sample = (index: number, more: Partial<ReportedSample> = {}): ReportedSample => ({
  index,
  ending: 'finished',
  votes: true,
  correct: true,
  tokens: 100,
  ...more,
})

describe('what drawing again did', () => {
  it('is told by cause, beside all other samples', () => {
    const samples = [
      sample(0, { tokens: 900 }),
      sample(1, { tokens: 1_100, ending: 'failed', votes: false }),
      sample(2, { correct: false }),
      sample(3),
      sample(4),
      sample(5, { ending: 'cancelled', votes: false }),
    ]
    const again = new Map([
      [
        'p',
        new Map([
          [0, { cause: 'reset', sameSeed: true }],
          [1, { cause: 'reset', sameSeed: true }],
          [2, { cause: 'cancelled', sameSeed: true }],
          [3, { cause: 'tripped', sameSeed: false }],
        ]),
      ],
    ])
    expect(retryNotes(again, [{ id: 'p', gold: ['1'], samples }])).toEqual([
      '2 samples drawn again, with the same seed, after an attempt that ended as reset: 50.0 % right, 1,000 tokens in the mean, ' +
        '1 failed in the end; all others: 100.0 % right, 100 tokens in the mean',
      '1 sample drawn again, with the same seed, after an attempt that ended as cancelled; the figures are of the last attempts, the cost is of all',
      '1 sample drawn again, under another seed, after an attempt that ended as tripped: 100.0 % right, 100 tokens in the mean; all others: 100.0 % right, 100 tokens in the mean',
    ])
  })

  it('is nothing where nothing was drawn again, and says no verdicts where none are known', () => {
    expect(retryNotes(new Map(), [{ id: 'p', samples: [sample(0)] }])).toEqual([])
    const again = new Map([['p', new Map([[0, { cause: 'reset', sameSeed: true }]])]])
    expect(retryNotes(again, [{ id: 'p', samples: [sample(0)] }])).toEqual([
      '1 sample drawn again, with the same seed, after an attempt that ended as reset: 100 tokens in the mean; all others: none',
    ])
  })
})
