import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lengthBins } from '../../src/report/length-bins.ts'
import { publishedFor } from '../../src/report/published.ts'
import type { ReportedProblem, RunReport } from '../../src/report/report.ts'
import { csvField, reportCsv } from '../../src/report/report-csv.ts'
import { reportJson } from '../../src/report/report-json.ts'
import { reportMarkdown } from '../../src/report/report-markdown.ts'
import { reportText } from '../../src/report/report-text.ts'
import { runReportSchema } from '../../src/report/schema.ts'
import { accuracyByTokens, calibration } from '../../src/report/share-bins.ts'
import { cutText, planTexts, samplesToTell } from '../../src/report/text-plan.ts'
import { busyTimes, timeline } from '../../src/report/timeline.ts'
import { exampleReport } from './example-report.ts'

/** Two figures, so that whole outputs can be compared. */
const small: RunReport = {
  title: 'small | *run*',
  createdAt: '2026-11-22T10:15:00.000Z',
  magiVersion: '0.1.0',
  sources: [
    {
      source: 'run-1',
      simulated: true,
      model: 'm\u001b[31m',
      dataset: 'AIME, "24"',
      estimates: {
        problems: 2,
        samples: 8,
        passAt1: {
          mean: 0.7068,
          standardError: 0.0561,
          interval: [0.6284, 0.8411],
          sameProblems: [0.65, 0.76],
          problems: 2,
        },
        passAtK: [{ k: 1, mean: 0.7068, problems: 2 }],
        passAllK: [{ k: 1, mean: 0.7068, problems: 2 }],
        majAtK: [
          { k: 1, mean: 0.7068, problems: 2 },
          { k: 3, mean: 0.75, problems: 2 },
          { k: 4, mean: 0.8333, standardError: 0.05, interval: [0.7, 0.9], problems: 2 },
        ],
        weightedMajAtK: [],
        tokensPerProblem: { mean: 12345.6, standardError: 100.4, interval: [12000, 13000], problems: 2 },
        absent: [
          { figure: 'loopRate', reason: 'not recorded' },
          { figure: 'tripRate', reason: 'not recorded' },
        ],
      },
      published: [
        { benchmark: 'AIME24', metric: 'pass@1', percent: 70.68, source: 'https://x' },
        { benchmark: 'AIME24', metric: 'maj@64', percent: 83.3, source: 'https://x', model: 'Medium' },
      ],
      notes: ['interrupted <after> 8 samples'],
      settings: [['seed', '1']],
      problems: [],
    },
  ],
}

describe('a report', () => {
  it('for a terminal stands in columns, says what is missing, and holds no escape sequence', () => {
    expect(reportText(small)).toBe(
      [
        'm on AIME, "24" (run-1): 2 problems, 8 samples',
        'SIMULATED: the answers were played by the demo runtime; the figures say nothing about a model.',
        '',
        '                   measured   ± s.e.     95 % interval   these problems   published',
        'pass@1               70.7 %      5.6       62.8 … 84.1      65.0 … 76.0   70.7 % (AIME24)',
        'maj@4                83.3 %      5.0       70.0 … 90.0',
        'tokens a problem     12,346      100   12,000 … 13,000',
        '',
        '95 % interval: for other problems of this kind (bootstrap over problems)',
        'these problems: 95 % interval for the same problems with samples drawn anew',
        '',
        'published, nothing measured beside it:',
        '  maj@64 83.3 % (Medium, AIME24)',
        '',
        'not given:',
        '  stopped in a loop, stopped by another guard: not recorded',
        '',
        'notes:',
        '  interrupted <after> 8 samples',
        '',
      ].join('\n'),
    )
  })

  it('as Markdown is one table a source, and nothing in it is taken for markup', () => {
    expect(reportMarkdown(small)).toBe(
      [
        '# small \\| \\*run\\*',
        '## m on AIME, "24" (run-1): 2 problems, 8 samples',
        '**SIMULATED: the answers were played by the demo runtime; the figures say nothing about a model.**',
        '| figure | measured | ± s.e. | 95 % interval | these problems | published |\n| --- | ---: | ---: | ---: | ---: | --- |\n' +
          '| pass@1 | 70.7 % | 5.6 | 62.8 … 84.1 | 65.0 … 76.0 | 70.7 % (AIME24) |\n' +
          '| maj@4 | 83.3 % | 5.0 | 70.0 … 90.0 |  |  |\n' +
          '| tokens a problem | 12,346 | 100 | 12,000 … 13,000 |  |  |',
        '95 % interval: for other problems of this kind (bootstrap over problems).',
        'these problems: 95 % interval for the same problems with samples drawn anew.',
        'Published, nothing measured beside it:\n\n- maj@64 83.3 % (Medium, AIME24)',
        'Not given:\n\n- stopped in a loop, stopped by another guard: not recorded',
        'Notes:\n\n- interrupted \\<after\\> 8 samples',
        'Settings:\n\n- seed: 1',
        'Magi 0.1.0, 2026-11-22T10:15:00.000Z\n',
      ].join('\n\n'),
    )
  })

  it('as CSV has a row for every figure and every k, with its numbers as they are', () => {
    const rows = parse(reportCsv(small), { columns: true }) as unknown as Record<string, string>[]
    expect(rows.map(({ figure, k, mean }) => [figure, k, mean])).toEqual([
      ['passAt1', '', '0.7068'],
      ['majAtK', '1', '0.7068'],
      ['majAtK', '3', '0.75'],
      ['majAtK', '4', '0.8333'],
      ['passAtK', '1', '0.7068'],
      ['passAllK', '1', '0.7068'],
      ['tokensPerProblem', '', '12345.6'],
    ])
    expect(rows[0]).toMatchObject({
      dataset: 'AIME, "24"',
      simulated: 'true',
      unit: 'share',
      low: '0.6284',
      published_percent: '70.68',
    })
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (fields) => {
        const [row] = parse(`${fields.map(csvField).join(',')}\r\n`, {
          record_delimiter: '\r\n',
          relax_column_count: true,
        })
        // What a spreadsheet would run has an apostrophe in front; nothing else is changed.
        const read = (row ?? ['']) as string[]
        expect(fields.map((field, place) => (read[place] === `'${field}` ? field : read[place]))).toEqual(
          fields,
        )
        expect(read.some((field) => /^[=@]/.test(field))).toBe(false)
      }),
    )
  })

  it('as JSON is what the schema says, and survives being written', () => {
    for (const report of [small, exampleReport(6, 8)]) {
      const json = reportJson(report)
      expect(runReportSchema.parse(JSON.parse(JSON.stringify(json)))).toEqual(json)
    }
    const [source] = reportJson(small).sources
    expect(source?.majAtK[2]).toEqual({
      k: 4,
      mean: 0.8333,
      standardError: 0.05,
      interval: [0.7, 0.9],
      problems: 2,
    })
    expect(source).not.toHaveProperty('loopRate')
    expect(() => runReportSchema.parse({ ...reportJson(small), extra: 1 })).toThrow('extra')
  })

  it('finds what was published on the same benchmark, however the dataset is called', () => {
    const score = (benchmark: string) => ({
      benchmark,
      metric: 'pass@1',
      percent: 70,
      source: 'https://x' as const,
    })
    const card = { scores: [score('AIME24'), score('AIME25'), score('GPQA Diamond')] }
    const found = (dataset: string) => publishedFor(card, dataset).map(({ benchmark }) => benchmark)
    expect(found('aime_2024.jsonl')).toEqual(['AIME24'])
    expect(found('AIME 2025')).toEqual(['AIME25'])
    expect(found('gpqa_diamond')).toEqual(['GPQA Diamond'])
    expect(found('gpqa')).toEqual(['GPQA Diamond'])
    expect(found('arithmetic-easy')).toEqual([])
  })
})

describe('what plots are made of', () => {
  const sample = { votes: true }

  it('groups samples by length into groups of one size', () => {
    const samples = Array.from({ length: 100 }, (_, index) => ({
      ...sample,
      index,
      tokens: 1000 - index * 10,
      correct: index >= 50,
    }))
    const bins = accuracyByTokens(
      [...samples, { ...sample, index: 100 }, { votes: false, index: 101, tokens: 5, ending: 'cancelled' }],
      4,
    )
    expect(bins.map(({ count, right, low, high }) => [count, right, low, high])).toEqual([
      [25, 25, 10, 250],
      [25, 25, 260, 500],
      [25, 0, 510, 750],
      [25, 0, 760, 1000],
    ])
  })

  it('groups votes by share, the unanimous apart', () => {
    const problem = (votes: number, ballots: number, correct: boolean): ReportedProblem => ({
      id: 'p',
      samples: [],
      vote: { type: 'won', answers: ['1'], votes, ballots, correct },
    })
    const bins = calibration([
      problem(10, 10, true),
      problem(9, 10, true),
      problem(19, 20, false),
      problem(3, 10, false),
      {
        id: 'tied',
        samples: [],
        vote: { type: 'tied', answers: ['1', '2'], votes: 2, ballots: 4, correct: false },
      },
      { id: 'none', samples: [] },
    ])
    expect(bins.map(({ centre, share, count }) => [centre, share, count])).toEqual([
      [0.3, 0, 1],
      [expect.closeTo(0.925, 12), 0.5, 2],
      [1, 1, 1],
    ])
  })

  it('counts lengths in bins of round width', () => {
    const samples = [10, 4999, 5000, 30_100].map((tokens, index) => ({
      index,
      votes: false,
      tokens,
      ending: index === 3 ? ('truncated' as const) : ('finished' as const),
    }))
    expect(lengthBins(samples, 10)).toEqual([
      { low: 0, high: 5000, ending: 'finished', count: 2 },
      { low: 5000, high: 10_000, ending: 'finished', count: 1 },
      { low: 30_000, high: 35_000, ending: 'truncated', count: 1 },
    ])
    expect(lengthBins([])).toEqual([])
  })

  it('puts samples on slots by their times where the slot is not known', () => {
    const timed = (index: number, startedAtMs: number, elapsedMs: number, slot?: number) => ({
      index,
      votes: true,
      startedAtMs,
      elapsedMs,
      ending: 'finished' as const,
      ...(slot === undefined ? {} : { slot }),
    })
    const bars = timeline([
      {
        id: 'p',
        samples: [
          timed(0, 0, 10),
          timed(1, 0, 30),
          timed(2, 10, 5),
          timed(3, 12, 5),
          { index: 4, votes: false },
        ],
      },
    ])
    expect(bars.map(({ sample: { index }, slot, startMs, endMs }) => [index, slot, startMs, endMs])).toEqual([
      [0, 0, 0, 10],
      [1, 1, 0, 30],
      [2, 0, 10, 15],
      [3, 2, 12, 17],
    ])
    expect(timeline([{ id: 'p', samples: [timed(0, 5, 1, 3)] }])[0]?.slot).toBe(3)
    const busy = busyTimes(bars, 3)
    expect(busy.map(({ slots }) => slots)).toEqual([2, expect.closeTo(2, 12), 1])
    // Slot time is neither lost nor made.
    expect(busy.reduce((sum, { slots, startMs, endMs }) => sum + slots * (endMs - startMs), 0)).toBeCloseTo(
      50,
      9,
    )
  })
})

describe('the texts of a report', () => {
  it('are whole in a small run, and bounded in a large one', () => {
    expect(planTexts(24, 16)).toEqual({ samplesPerProblem: 16, charactersEach: 7812 })
    expect(planTexts(1, 8)).toEqual({ samplesPerProblem: 8, charactersEach: 40_000 })
    expect(planTexts(500, 64)).toEqual({ samplesPerProblem: 8, charactersEach: 750 })
    expect(planTexts(3500, 80)).toEqual({ samplesPerProblem: 3, charactersEach: 600 })
  })

  it('are those of the samples that say most', () => {
    const votes = (index: number, withWinner: boolean) => ({
      index,
      votes: true,
      withWinner,
      ending: 'finished' as const,
    })
    const samples = [
      votes(0, true),
      votes(1, true),
      { index: 2, votes: false, ending: 'looped' as const },
      votes(3, false),
      votes(4, true),
    ]
    expect([...samplesToTell(samples, 3)]).toEqual([0, 2, 3])
    expect([...samplesToTell(samples, 4)].sort()).toEqual([0, 1, 2, 3])
    expect(samplesToTell(samples, 99).size).toBe(5)
  })

  it('are cut in the middle, never through a letter', () => {
    expect(cutText('abc', 3)).toBe('abc')
    expect(cutText('0123456789', 4)).toBe('01\n[… 6 characters left out …]\n89')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const cut = cutText(text, limit)
        const [, head = '', out, tail = ''] =
          /^([\s\S]*)\n\[… (\d+) characters left out …\]\n([\s\S]*)$/.exec(cut) ?? []
        if (out === undefined) {
          expect(cut).toBe(text)
          return
        }
        expect(text.startsWith(head) && text.endsWith(tail)).toBe(true)
        expect(head.length + Number(out) + tail.length).toBe(text.length)
        expect(`${head}${tail}`).not.toMatch(
          /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/,
        )
      }),
    )
  })
})
