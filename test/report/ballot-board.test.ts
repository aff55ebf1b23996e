import { describe, expect, it } from 'vitest'
import { textWidth } from '../../src/ground/text-width.ts'
import { type BoardState, boardLines, clusterLines } from '../../src/report/ballot-board.ts'
import type { Lane } from '../../src/report/lanes.ts'
import type { Tally } from '../../src/vote/tally.ts'

const cluster = (answer: string, samples: number[]) => ({
  ...{ answer, samples },
  kind: 'text' as const,
  votes: samples.length,
  weight: samples.length,
  spellings: [answer],
})

const tally: Tally = {
  drawn: 5,
  ballots: 3,
  clusters: [cluster('42', [0, 2]), cluster('forty-one', [3])],
  abstained: { tripped: [1], truncated: [4] },
}

const lane = (changes: Partial<Lane>): Lane => ({
  index: 7,
  phase: 'thinking',
  tokens: 1_234,
  startedAtMs: 0,
  ...changes,
})

const board = (changes: Partial<BoardState> = {}): BoardState => ({
  lanes: [undefined],
  tally,
  asked: 8,
  risk: 0.0123,
  startedAtMs: 0,
  fewest: 1,
  ...changes,
})

describe('the board', () => {
  it('has a line a slot, bars for the answers, who abstained, and how far it is', () => {
    const lanes = [
      lane({ index: 5, firstPartAtMs: 30_000, lastPartAtMs: 60_000 }),
      lane({ index: 6, phase: 'answering', tokens: 12, firstPartAtMs: 59_000, lastPartAtMs: 60_000 }),
      lane({ index: 7, phase: 'queued', startedAtMs: 58_000 }),
      undefined,
    ]
    expect(boardLines(board({ lanes, meanSampleMs: 20_000 }), 60_000, { columns: 100 })).toEqual([
      'slot 1  #5 thinking 1,234 tok · 41 tok/s',
      'slot 2  #6 answering 12 tok · 11 tok/s',
      'slot 3  #7 queued 2.0 s',
      'slot 4  free',
      '42         ▇▇ 2',
      'forty-one  ▇ 1',
      'no answer: 1 tripped, 1 truncated',
      '5 of 8 drawn, 1 to 3 left · 1 min · about 0.0 s to 18 s left',
      'at most 1.3 % chance that the winner changes',
    ])
  })

  it.each([
    ['done', { note: '42' }, 'slot 1  #7 done: 42'],
    [
      'waiting',
      { note: 'busy: server busy; again in 0.4 s' },
      'slot 1  #7 busy: server busy; again in 0.4 s',
    ],
    ['thinking', { tokens: 1, firstPartAtMs: 60_000, lastPartAtMs: 60_000 }, 'slot 1  #7 thinking 1 tok'],
  ] as const)('says what becomes of a sample: %s', (phase, changes, line) => {
    expect(boardLines(board({ lanes: [lane({ phase, ...changes })] }), 60_000, { columns: 100 })[0]).toBe(
      line,
    )
  })

  it('says how long a slot has been silent, from two seconds on', () => {
    const line = (lastPartAtMs: number) =>
      boardLines(board({ lanes: [lane({ tokens: 1, firstPartAtMs: lastPartAtMs, lastPartAtMs })] }), 60_000, {
        columns: 100,
      })[0]
    expect(line(58_001)).toBe('slot 1  #7 thinking 1 tok')
    expect(line(58_000)).toBe('slot 1  #7 thinking · last token 2.0 s ago · 1 tok')
  })

  it('says of a sample how much it has used of the limit that is nearest', () => {
    const limits = { thinkingTokens: 1_000, tokens: 4_000, totalMs: 600_000 }
    const line = (changes: Partial<Lane>) =>
      boardLines(board({ lanes: [lane({ limits, ...changes })] }), 60_000, { columns: 100 })[0]
    expect(line({ tokens: 420, thinkingTokens: 420 })).toBe(
      'slot 1  #7 thinking 420 tok · 42 % of its thinking limit',
    )
    expect(line({ phase: 'answering', tokens: 1_400, thinkingTokens: 900 })).toBe(
      'slot 1  #7 answering 1,400 tok · 35 % of its token limit',
    )
    expect(line({ tokens: 9, thinkingTokens: 9, firstPartAtMs: 0, lastPartAtMs: 60_000 })).toBe(
      'slot 1  #7 thinking 9 tok · 0 tok/s · 10 % of its time limit',
    )
    expect(line({ tokens: 9, limits: {} })).toBe('slot 1  #7 thinking 9 tok')
  })

  it.each([
    [{ meanSampleMs: 60_000, lanes: [undefined], fewest: 1 }, '1 to 3 left', 'about 1 min to 3 min left'],
    [
      { meanSampleMs: 60_000, lanes: [undefined, undefined], fewest: 2 },
      '2 to 3 left',
      'about 1 min to 2 min left',
    ],
    [{ meanSampleMs: 60_000, lanes: [undefined], fewest: 9 }, '3 left', 'about 3 min left'],
    [{ meanSampleMs: 60_000, lanes: [undefined], fewest: 0 }, '1 to 3 left', 'about 1 min to 3 min left'],
    [
      { meanSampleMs: 3_600_000, lanes: [undefined], fewest: 3, asked: 1_005 },
      '3 to 1000 left',
      'about 3 h to 1000 h left',
    ],
  ])(
    'estimates what is left from the fewest samples that could decide to all: %j',
    (changes, samples, time) => {
      const line = boardLines(board(changes), 0, { columns: 200 }).at(-1)
      expect(line).toContain(` drawn, ${samples} · `)
      expect(line).toContain(` · ${time} · at most `)
    },
  )

  it('takes off what the samples in flight have behind them, so that the estimate goes down meanwhile', () => {
    const drawing = [0, 20_000].map((startedAtMs) => lane({ startedAtMs, firstPartAtMs: 0, lastPartAtMs: 0 }))
    const estimate = (nowMs: number) =>
      boardLines(board({ lanes: drawing, meanSampleMs: 60_000 }), nowMs, { columns: 200 })
        .at(-1)
        ?.replace(/^.*about (.*) · at most .*$/, '$1')
    expect(estimate(30_000)).toBe('30 s to 1 min 30 s left')
    expect(estimate(50_000)).toBe('10 s to 1 min 10 s left')
    // The first takes longer than those before.
    expect(estimate(70_000)).toBe('0.0 s to 1 min left')
  })

  it('estimates no time before a sample was drawn, and nothing when none is left', () => {
    const noneYet = boardLines(board(), 0, { columns: 100 }).at(-1)
    expect(noneYet).toBe('5 of 8 drawn, 1 to 3 left · 0.0 s · at most 1.3 % chance that the winner changes')
    const over = boardLines(board({ meanSampleMs: 1_000, asked: 5 }), 0, { columns: 100 }).at(-1)
    expect(over).not.toContain('left')
  })

  it('keeps what matters on a narrow terminal: the last token, and how far it is in as many lines as it takes', () => {
    const lanes = [lane({ index: 12, tokens: 12_345, firstPartAtMs: 0, lastPartAtMs: 45_000 })]
    const empty = { drawn: 1, ballots: 1, clusters: [cluster('42', [0])], abstained: {} }
    expect(
      boardLines(board({ lanes, tally: empty, meanSampleMs: 20_000, fewest: 3 }), 60_000, { columns: 40 }),
    ).toEqual([
      '1  #12 thinking · last token 15 s ago',
      '42  ▇ 1',
      '1 of 8 drawn, 3 to 7 left · 1 min',
      'about 40 s to 2 min left',
      'at most 1.3 % chance that the winner',
      'changes',
    ])
  })

  it('is no higher than the terminal: slots that have no room are counted', () => {
    const lanes = Array.from({ length: 40 }, (_, index) =>
      index < 30 ? lane({ index }) : index < 35 ? lane({ index, phase: 'queued' }) : undefined,
    )
    const lines = boardLines(board({ lanes }), 0, { columns: 100, rows: 12 })
    expect(lines).toHaveLength(11)
    expect(lines.slice(5, 8)).toEqual([
      expect.stringMatching(/^slot {2}6 {2}#5 thinking/),
      'and 34 more slots: 24 thinking, 5 queued, 5 free',
      '42         ▇▇ 2',
    ])
    expect(boardLines(board({ lanes }), 0, { columns: 100, rows: 3 })[0]).toMatch(/^and 40 more slots/)
  })

  it('says nothing of a risk before there is a ballot', () => {
    const empty = { drawn: 0, ballots: 0, clusters: [], abstained: {} }
    expect(boardLines(board({ tally: empty, risk: 1 }), 5_000, { columns: 100 })).toEqual([
      'slot 1  free',
      '0 of 8 drawn, 1 to 8 left · 5.0 s',
    ])
  })

  it.each([20, 40, 80, 120])('is never as wide as the terminal (%i columns)', (columns) => {
    const clusters = [
      cluster('日本語の長い答えがここにあります。日本語の長い答え', [0]),
      cluster('x'.repeat(300), [1]),
    ]
    const lanes = [
      lane({ phase: 'waiting', note: 'busy: '.repeat(60) }),
      lane({ phase: 'done', note: '🙂'.repeat(90) }),
    ]
    for (const line of boardLines(board({ lanes, tally: { ...tally, clusters } }), 60_000, { columns })) {
      expect(textWidth(line)).toBeLessThan(columns)
    }
  })

  it('holds no escape sequence, whatever a model answered', () => {
    const clusters = [cluster('a\u001b[31mb\u001b]0;title\u0007c\n\u202ed', [0])]
    const text = boardLines(board({ tally: { ...tally, clusters } }), 0, { columns: 100 }).join('')
    expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/)
    expect(text).toContain('abc d  ▇ 1')
  })
})

describe('the bars', () => {
  it('stay in proportion, and no longer than twenty', () => {
    const many = Array.from({ length: 60 }, (_, index) => index)
    const clusters = [cluster('a', many), cluster('b', many.slice(0, 30)), cluster('c', [0])]
    expect(clusterLines({ ...tally, clusters, abstained: {} })).toEqual([
      `a  ${'▇'.repeat(20)} 60`,
      `b  ${'▇'.repeat(10)} 30`,
      'c  ▇ 1',
    ])
  })

  it.each([
    [40, `a long answer as mo…  ${'▇'.repeat(15)} 60`],
    [24, `a long answ…  ${'▇'.repeat(7)} 60`],
    [12, 'a lon…  ▇ 60'],
  ])('give way in %i columns, and the numbers do not', (columns, line) => {
    const many = Array.from({ length: 60 }, (_, index) => index)
    const clusters = [cluster('a long answer as models give', many)]
    expect(clusterLines({ ...tally, clusters, abstained: {} }, columns)).toEqual([line])
    expect(textWidth(line)).toBeLessThanOrEqual(columns)
  })

  it('leave out what is beyond the sixth answer, and say so', () => {
    const clusters = Array.from({ length: 9 }, (_, index) => cluster(`answer ${index}`, [index]))
    const lines = clusterLines({ ...tally, clusters, abstained: {} })
    expect(lines).toHaveLength(7)
    expect(lines.at(-1)).toBe('and 3 more answers')
  })

  it('are lined up by columns, also for wide characters', () => {
    const clusters = [cluster('日本', [0, 1]), cluster('42', [2])]
    expect(clusterLines({ ...tally, clusters, abstained: {} })).toEqual(['日本  ▇▇ 2', '42    ▇ 1'])
  })
})
