import { describe, expect, it } from 'vitest'
import { strip } from '../../../src/report/html/strip.ts'
import type { ReportedSample } from '../../../src/report/report.ts'

const bar = (index: number, correct: boolean, withWinner: boolean): ReportedSample => ({
  index,
  ending: 'finished',
  votes: true,
  correct,
  withWinner,
})

describe('a strip of samples', () => {
  it('has a tall bar for a vote that won, a short one for another, and a sign for what did not vote', () => {
    const samples: ReportedSample[] = [
      bar(0, true, true),
      bar(1, false, false),
      { index: 2, ending: 'truncated', votes: false },
      { index: 3, ending: 'looped', votes: false },
      bar(4, true, true),
    ]
    expect(strip({ id: 'p<1>', samples }).text).toBe(
      '<svg class="strip" role="img" aria-label="p&lt;1&gt;: 5 samples: 2 right, 1 wrong, 1 cut at the token limit, 1 stopped in a loop" ' +
        'viewBox="0 0 30 16" width="45" height="24"><title>p&lt;1&gt;: 5 samples: 2 right, 1 wrong, 1 cut at the token limit, 1 stopped in a loop</title>' +
        '<path class="mark-right" d="M0 0h5v16h-5zM24 0h5v16h-5z"/><path class="mark-wrong" d="M6 9h5v7h-5z"/>' +
        '<path class="mark-truncated" d="M12.5 7h4v2h-4z"/>' +
        '<path class="mark-looped" d="M18.5 8a2 2 0 1 0 4 0a2 2 0 1 0 -4 0m1 0a1 1 0 1 1 2 0a1 1 0 1 1 -2 0"/></svg>',
    )
  })

  it('goes on in a second line, and links only where a sample is on the page', () => {
    const samples = Array.from({ length: 81 }, (_, index) => bar(index, true, true))
    const { text } = strip({ id: 'p', samples }, ({ index }) => (index === 80 ? 'here' : undefined))
    expect(text).toContain('viewBox="0 0 480 35"')
    expect(text.match(/<a /g)).toHaveLength(1)
    expect(text).toContain(
      '<a href="#here"><title>sample 80: right</title><path class="mark-right" d="M0 19h5v16h-5z"/></a>',
    )
  })
})
