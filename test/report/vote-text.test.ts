import { describe, expect, it } from 'vitest'
import { noAnswerAdvice, voteAnswer, voteLines } from '../../src/report/vote-text.ts'
import type { VoteReport } from '../../src/vote/schema.ts'
import type { Tally } from '../../src/vote/tally.ts'

const support = { votes: 2, ballots: 3, share: 2 / 3, shareInterval: [0.2077, 0.9385] as [number, number] }

const report = (changes: Partial<VoteReport> = {}): VoteReport => ({
  schema: 'magi.vote/1',
  runId: '20261122T101500Z-k3f9',
  model: { name: 'magistral:24b' },
  vote: { type: 'won', answer: '1/2', kind: 'number', ...support },
  clusters: [
    { answer: '1/2', votes: 2, weight: 2, spellings: ['1/2', '0.5'], samples: [0, 2] },
    { answer: '2/3', votes: 1, weight: 1, spellings: ['2/3'], samples: [1] },
  ],
  samples: {
    asked: 8,
    drawn: 4,
    finished: 3,
    tripped: 1,
    failed: 0,
    cancelled: 1,
    forced: 0,
    withoutAnswer: 1,
  },
  stop: { rule: 'predictive:0.05', risk: 0.0123, saved: 3 },
  tokens: { prompt: 84, output: 48_211, thinking: 47_012 },
  elapsedMs: 183_211,
  ...changes,
})

const tally: Tally = {
  drawn: 4,
  ballots: 3,
  clusters: report().clusters.map((cluster) => ({ ...cluster, kind: 'number' as const })),
  abstained: { tripped: [3] },
}

describe('a vote as text', () => {
  it('shows bars, spellings, the verdict with its interval, what was saved, the risk and the cost', () => {
    expect(voteLines(report(), tally)).toEqual([
      '1/2  ▇▇ 2',
      '2/3  ▇ 1',
      'no answer: 1 tripped',
      'written as: 1/2 · 0.5',
      '1/2 wins with 2 of 3 ballots (67 %; 95 % interval of that share: 21 % to 94 %)',
      'rule predictive:0.05: 4 of 8 samples drawn, 1 cancelled, 3 saved; risk that all 8 would name another: at most 1.3 %',
      '48,211 tokens (47,012 thinking) in 3 min 3 s',
    ])
  })

  it.each([
    [
      {
        type: 'tied',
        answers: ['1/2', '2/3'],
        ...support,
        votes: 1,
        ballots: 2,
        share: 0.5,
        shareInterval: [0.09, 0.91],
      },
      'a tie: 1/2 and 2/3 have 1 of 2 ballots (50 %; 95 % interval of that share: 9.0 % to 91 %) each',
    ],
    [
      { type: 'short', answer: '1/2', kind: 'number', ...support, drawn: 4, quorum: 0.6 },
      'no consensus: 1/2 leads with 2 of 4 samples, the quorum is 60 %',
    ],
    [
      { type: 'no-answers', drawn: 4, abstained: { tripped: 4 } },
      'no answer to count: all 4 samples abstained',
    ],
  ] as [VoteReport['vote'], string][])('says every outcome in a sentence: %j', (vote, sentence) => {
    expect(voteLines(report({ vote }), tally)).toContain(sentence)
  })

  it('says of a vote that can go on how it stands so far', () => {
    expect(voteLines(report(), tally, false).slice(4, 6)).toEqual([
      'so far 1/2 leads with 2 of 3 ballots (67 %; 95 % interval of that share: 21 % to 94 %)',
      'rule predictive:0.05: 4 of 8 samples drawn, 1 cancelled, 3 not begun; risk that all 8 would name another: at most 1.3 %',
    ])
  })

  it('says in words that nothing can change any more, and nothing of the rest where there is none', () => {
    const stop = { rule: 'certain', risk: 0, saved: 3 }
    expect(voteLines(report({ stop }), tally)[5]).toBe(
      'rule certain: 4 of 8 samples drawn, 1 cancelled, 3 saved; no other answer could pass it any more',
    )
    const samples = { ...report().samples, asked: 4, cancelled: 0 }
    expect(voteLines(report({ samples, stop: { ...stop, saved: 0 } }), tally)[5]).toBe(
      'rule certain: 4 of 4 samples drawn',
    )
  })

  it('says what to change where nobody voted, the most frequent reason first', () => {
    expect(noAnswerAdvice({ truncated: 1, 'not-found': 3 })).toMatch(
      /^3 not-found: .*--answer.*\. 1 truncated: .*--max-tokens/,
    )
  })

  it('speaks of no risk where there is no ballot', () => {
    const none: Tally = { drawn: 4, ballots: 0, clusters: [], abstained: { tripped: [0, 1, 2, 3] } }
    const text = voteLines(
      report({ vote: { type: 'no-answers', drawn: 4, abstained: {} }, clusters: [] }),
      none,
    ).join('\n')
    expect(text).not.toContain('risk')
  })

  it('puts an answer of several lines on one, within a sentence', () => {
    const answer = '{\n  "city": "Oslo"\n}'
    const lines = voteLines(report({ vote: { type: 'won', answer, kind: 'json', ...support } }), tally)
    expect(lines.find((line) => line.includes(' wins '))).toMatch(
      /^\{ "city": "Oslo" \} wins with 2 of 3 ballots/,
    )
  })

  it('holds no escape sequence, whatever a model answered', () => {
    const answer = 'a\u001b[31mb\u202e'
    const clusters = [{ answer, votes: 2, weight: 2, spellings: [answer, 'c\u009b2J'], samples: [0, 2] }]
    const hostile = report({ clusters, vote: { type: 'won', answer, kind: 'text', ...support } })
    const bars: Tally = {
      ...tally,
      clusters: clusters.map((cluster) => ({ ...cluster, kind: 'text' as const })),
    }
    const text = voteLines(hostile, bars).join('\n') + voteAnswer(hostile)
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
  })
})

describe('a tie that was broken', () => {
  it.each([
    ['launch-order', 'broken by launch order'],
    ['rule', 'broken by the stop rule'],
  ] as const)('is said to be one, and how it was broken: %s', (brokenBy, words) => {
    const tie = { answers: ['2/3', '5'], brokenBy }
    const vote = { type: 'won' as const, answer: '1/2', kind: 'number' as const, ...support, tie }
    expect(voteLines(report({ vote }), tally)[4]).toBe(
      `a tie, ${words}: 1/2 wins with 2 of 3 ballots (67 %; 95 % interval of that share: 21 % to 94 %), as many as 2/3 and 5`,
    )
  })
})

describe('the answer to a choice', () => {
  const choices = ['yes', 'no']
  const vote = { type: 'won' as const, answer: 'B', kind: 'choice' as const, ...support }

  it('is the text of the option, alone and in the lines', () => {
    const clusters = [{ answer: 'B', votes: 2, weight: 2, spellings: ['B'], samples: [0, 2] }]
    const bars: Tally = {
      ...tally,
      clusters: clusters.map((cluster) => ({ ...cluster, kind: 'choice' as const })),
    }
    expect(voteAnswer({ vote }, choices)).toBe('no\n')
    const lines = voteLines(report({ vote, clusters }), bars, true, choices)
    expect([lines[0], lines[2]?.slice(0, 9)]).toEqual(['no  ▇▇ 2', 'no wins w'])
  })

  it('stays as it is where it names no option', () => {
    expect(voteAnswer({ vote: { ...vote, answer: 'D' } }, choices)).toBe('D\n')
  })
})

describe('the answer alone', () => {
  it.each([
    [report().vote, '1/2\n'],
    [{ type: 'tied', answers: ['1', '2'], ...support }, ''],
    [{ type: 'short', answer: '1', kind: 'number', ...support, drawn: 4, quorum: 0.9 }, ''],
    [{ type: 'no-answers', drawn: 4, abstained: {} }, ''],
  ] as [VoteReport['vote'], string][])('is a line where somebody won, else nothing: %j', (vote, text) => {
    expect(voteAnswer({ vote })).toBe(text)
  })
})
