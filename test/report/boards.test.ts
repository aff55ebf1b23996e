import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { textWidth } from '../../src/ground/text-width.ts'
import { type BoardState, boardLines } from '../../src/report/ballot-board.ts'
import { type BenchBoardState, benchBoardLines } from '../../src/report/bench-board.ts'
import type { Lane } from '../../src/report/lanes.ts'

const limits = { thinkingTokens: 30_000, tokens: 38_912, totalMs: 3_600_000 }
const nowMs = 754_000

const lanes: readonly (Lane | undefined)[] = [
  {
    ...{ index: 5, phase: 'thinking', tokens: 18_544, thinkingTokens: 18_544, limits },
    ...{ startedAtMs: 290_000, firstPartAtMs: 291_000, lastPartAtMs: 753_900 },
  },
  {
    ...{ index: 6, phase: 'answering', tokens: 5_120, thinkingTokens: 4_800, limits },
    ...{ startedAtMs: 610_000, firstPartAtMs: 611_000, lastPartAtMs: 748_000 },
  },
  {
    index: 7,
    phase: 'waiting',
    tokens: 0,
    startedAtMs: 752_000,
    note: 'busy: 503 server busy; again in 1.6 s',
  },
  { index: 8, phase: 'queued', tokens: 0, startedAtMs: 751_000 },
  undefined,
]

const cluster = (answer: string, samples: number[]) => ({
  ...{ answer, samples, kind: 'text' as const, votes: samples.length },
  ...{ weight: samples.length, spellings: [answer] },
})

const vote: BoardState = {
  title: {
    question:
      'A bag holds 4 red and 6 blue marbles. Three are drawn without putting any back. What is the chance that exactly two of them are blue? Give it as a fraction.',
    model: 'magistral:24b',
    runId: '20261201T064501Z-takh',
  },
  lanes,
  ended: ['#4 1/2', '#3 tripped: thinking-loop', '#2 0.5', '#1 3/10', '#0 1/2'],
  tally: {
    ...{ drawn: 5, ballots: 4, clusters: [cluster('1/2', [0, 2, 4]), cluster('3/10', [1])] },
    abstained: { tripped: [3] },
  },
  ...{ asked: 16, risk: 0.268, startedAtMs: 0, fewest: 3, meanSampleMs: 151_000 },
}

const bench: BenchBoardState = {
  title: ['aime-2024.jsonl', 'magistral:24b', '64 samples of each problem'],
  problems: { done: 11, all: 30 },
  samples: { drawn: 709, most: 1_920 },
  rate: { thinking: 151, answer: 12 },
  ...{ elapsedMs: 26_643_000, earlierMs: 7_260_000, leftMs: [44_100_000, 48_240_000] },
  lanes: lanes.map((lane, slot) => (lane === undefined ? lane : { ...lane, problem: `2024-II-${slot + 8}` })),
  ballots: 671,
  abstained: { tripped: 19, truncated: 11, 'not-found': 6, failed: 2 },
  votes: { right: 9, of: 11, share: 9 / 11, interval: [0.523, 0.949] },
  passAt1: { share: 0.684, interval: [0.482, 0.829] },
  lastAnswers: [
    '2024-II-11 #4 601, right',
    '2024-II-11 #3 tripped: thinking-loop',
    '2024-II-11 #2 54, wrong',
  ],
  trouble: '3 requests sent again (2 refused, 1 busy)',
  folder: '/home/user/.local/state/magi/runs/20261201T064501Z-takh',
  resume: 'magi bench --resume 20261201T064501Z-takh',
}

const widths = [50, 80, 120, 200]

describe('the boards', () => {
  it('are at 50, 80, 120 and 200 columns as written down', async () => {
    const path = new URL('golden/boards.txt', import.meta.url)
    const text = widths
      .flatMap((columns) => [
        `${'─'.repeat(columns - 1)} vote, ${columns} columns`,
        ...boardLines(vote, nowMs, { columns }),
        `${'─'.repeat(columns - 1)} bench, ${columns} columns`,
        ...benchBoardLines(bench, nowMs, { columns }),
      ])
      .map((line) => `${line}\n`)
      .join('')
    if (process.env['MAGI_WRITE_GOLDEN'] === '1') await writeFile(path, text)
    expect(text).toBe(await readFile(path, 'utf8'))
  })

  it.each(Array.from({ length: 191 }, (_, place) => place + 10))(
    'leave the last of %i columns free',
    (columns) => {
      const lines = [...boardLines(vote, nowMs, { columns }), ...benchBoardLines(bench, nowMs, { columns })]
      expect(lines.filter((line) => textWidth(line) > Math.max(12, columns - 1))).toEqual([])
    },
  )

  it('are no higher than the terminal, and show a slot whatever its height', () => {
    const crowded = Array.from({ length: 40 }, (_, index) => ({ ...lanes[0], index }) as Lane)
    for (let rows = 14; rows < 60; rows++) {
      for (const columns of widths.slice(1)) {
        const size = { columns, rows }
        for (const lines of [
          boardLines({ ...vote, lanes: crowded }, nowMs, size),
          benchBoardLines({ ...bench, lanes: crowded }, nowMs, size),
        ]) {
          expect(lines.length).toBeLessThan(rows)
          expect(lines.some((line) => line.startsWith('slot ') || line.includes('more slot'))).toBe(true)
        }
      }
    }
  })

  it('of an experiment leave out what matters less where the terminal is low', () => {
    const labels = (rows: number) =>
      benchBoardLines(bench, nowMs, { columns: 80, rows })
        .filter((line) => !line.startsWith('  '))
        .map((line) => line.slice(0, 10).trim())
    expect(labels(40)).toEqual([
      ...['bench', 'problems', 'samples', 'time', 'slot 1', 'slot 2', 'slot 3', 'slot 4', 'slot 5'],
      ...['no answer', 'votes', 'pass@1', 'answers', 'trouble', 'kept in', 'leave'],
    ])
    expect(labels(12)).toEqual([
      ...['problems', 'samples', 'time', 'slot 1', 'and 4 more', 'no answer', 'votes', 'pass@1', 'trouble'],
    ])
  })

  it('of an experiment say nothing of what is not there yet', () => {
    const begun: BenchBoardState = {
      ...{ title: ['a.jsonl'], problems: { done: 0, all: 2 }, samples: { drawn: 0, most: 8 } },
      ...{ rate: { thinking: 0, answer: 0 }, elapsedMs: 0, earlierMs: 0, lanes: [undefined] },
      ...{ ballots: 0, abstained: {}, lastAnswers: [], trouble: '' },
    }
    expect(benchBoardLines(begun, 0, { columns: 80 })).toEqual([
      'bench     a.jsonl',
      `problems  ${'·'.repeat(40)} 0 of 2 (0 %)`,
      'samples   0 of at most 8 · 0 with an answer · 0 + 0 tok/s thinking + answer',
      'time      0.0 s',
      'slot 1    free',
    ])
  })
})
