import { describe, expect, it } from 'vitest'
import {
  type DrawnSample,
  endingOf,
  outcomeOfRecorded,
  outcomeOfRun,
} from '../../src/experiment/outcome-of.ts'

const stop = { type: 'finished', reason: 'stop' } as const

function sample(index: number, value: string | undefined, end: DrawnSample['end'] = stop): DrawnSample {
  return {
    index,
    end,
    forced: false,
    answer:
      value === undefined
        ? { type: 'none', reason: 'not-found' }
        : { type: 'found', value, kind: 'number', by: 'boxed' },
    tokens: { output: 100 + index, thinking: 50, counted: 'runtime' },
    timing: { elapsedMs: 1000 },
  }
}

describe('an outcome', () => {
  it('tells the endings apart', () => {
    const tripped = (guard: string) => ({ type: 'tripped', guard, detail: '' }) as const
    const ends: [DrawnSample['end'], boolean, string | undefined][] = [
      [stop, false, 'finished'],
      [stop, true, 'tripped'],
      [{ type: 'finished', reason: 'length' }, false, 'truncated'],
      [tripped('thinking-loop'), false, 'looped'],
      [tripped('answer-loop'), true, 'looped'],
      [tripped('total-timeout'), false, 'tripped'],
      [{ type: 'failed', code: 'reset', message: 'reset' }, false, 'failed'],
      [{ type: 'cancelled', why: 'decided' }, false, undefined],
    ]
    for (const [end, forced, ending] of ends) expect(endingOf({ end, forced })).toBe(ending)
  })

  it('of a run holds votes, costs and verdicts in launch order, without cancelled samples', () => {
    const winner = { spellings: ['42', '42.0'], samples: [0, 3] }
    const outcome = outcomeOfRun({
      id: 'p',
      samples: [
        sample(2, undefined, { type: 'finished', reason: 'length' }),
        sample(0, '42'),
        sample(1, '7'),
        sample(3, '42.0'),
        sample(4, undefined, { type: 'cancelled', why: 'decided' }),
      ],
      clusters: [winner, { spellings: ['7'], samples: [1] }],
      winner,
      isRight: (answer) => answer === '42.0',
    })
    expect(outcome).toEqual({
      id: 'p',
      samples: [
        { ending: 'finished', cluster: 0, tokens: 100, elapsedMs: 1000 },
        { ending: 'finished', cluster: 1, tokens: 101, elapsedMs: 1000 },
        { ending: 'truncated', tokens: 102, elapsedMs: 1000 },
        { ending: 'finished', cluster: 0, tokens: 103, elapsedMs: 1000 },
      ],
      correct: [0],
      cancelled: { tokens: 104, elapsedMs: 1000 },
      winner: 0,
    })
  })

  it('of a run counts the cost of every attempt, and apart from the samples that of cancelled ones', () => {
    const paid = (index: number, output: number, end: DrawnSample['end'] = stop): DrawnSample => ({
      ...sample(index, '1', end),
      tokens: { output, thinking: 0, counted: 'runtime' },
      timing: { elapsedMs: 10 * output },
    })
    const tripped = { type: 'tripped', guard: 'thinking-loop', detail: '' } as const
    const cancelled = { type: 'cancelled', why: 'decided' } as const
    const { samples, cancelled: unfinished } = outcomeOfRun({
      id: 'p',
      samples: [
        paid(0, 500, tripped),
        paid(1, 7, cancelled),
        paid(0, 100),
        paid(2, 30, cancelled),
        paid(1, 20),
        paid(3, 4, cancelled),
      ],
      clusters: [],
    })
    expect({ samples, unfinished }).toEqual({
      samples: [
        { ending: 'finished', tokens: 600, elapsedMs: 6000 },
        { ending: 'finished', tokens: 27, elapsedMs: 270 },
      ],
      unfinished: { tokens: 34, elapsedMs: 340 },
    })
  })

  it('of a run sets a sample apart whose own verdict was disputed', () => {
    const outcome = outcomeOfRun({
      id: 'p',
      samples: [sample(0, '1'), sample(1, '1'), sample(2, '2')],
      clusters: [
        { spellings: ['1'], samples: [0, 1] },
        { spellings: ['2'], samples: [2] },
      ],
      isRight: (answer, index) => answer === '1' && index !== 1,
    })
    expect(outcome.samples.map(({ cluster }) => cluster)).toEqual([0, 2, 1])
    expect(outcome.correct).toEqual([0])
    expect(outcome).not.toHaveProperty('winner')
  })

  it('of a recorded question keeps what was recorded', () => {
    const question = {
      source: 's',
      dataset: 'aime',
      model: 'm',
      id: '3',
      answers: ['1', null, '2', '2'],
      classes: [0, -1, 1, 1],
    }
    expect(outcomeOfRecorded({ ...question, goldClass: 1, tokens: [5, 6, 7, 8] })).toEqual({
      id: 'aime/m/3',
      question: 'aime/3',
      samples: [
        { cluster: 0, tokens: 5 },
        { tokens: 6 },
        { cluster: 1, tokens: 7 },
        { cluster: 1, tokens: 8 },
      ],
      correct: [1],
      winner: 1,
    })
    expect(outcomeOfRecorded({ ...question, goldClass: 'never' }).correct).toEqual([])
    expect(outcomeOfRecorded(question)).not.toHaveProperty('correct')
  })
})
