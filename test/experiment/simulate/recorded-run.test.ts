import { describe, expect, it } from 'vitest'
import { recordedQuestion } from '../../../src/experiment/recorded-run.ts'
import type { Sample } from '../../../src/sample/sample.ts'
import { groupByLetters } from '../../vote/grouping.ts'

function sample(index: number, value: string | undefined, end: Sample['end'], forced = false): Sample {
  return {
    schema: 'magi.sample/1',
    key: `p1/${index}`,
    problem: 'p1',
    index,
    seed: index,
    thinking: '',
    text: value ?? '',
    answer:
      value === undefined
        ? { type: 'none', reason: 'not-found' }
        : { type: 'found', value, kind: 'text', by: 'marker' },
    end,
    forced,
    tokens: { prompt: 5, output: 100 + index, thinking: 0, counted: 'runtime' },
    timing: { elapsedMs: 1 },
    attempt: 1,
  }
}

const finished = { type: 'finished', reason: 'stop' } as const
const samples = [
  sample(4, 'b', finished),
  sample(0, 'b', finished),
  sample(1, 'A', { type: 'cancelled', why: 'decided' }),
  sample(2, 'a', finished),
  sample(3, undefined, finished),
  sample(5, 'B', { type: 'tripped', guard: 'total', detail: 'total: 1 s' }, true),
]
const options = { source: 'run-1', group: groupByLetters, terms: { countForced: false } }

describe('recordedQuestion', () => {
  it('takes what was drawn in launch order, with the classes of its vote', () => {
    expect(recordedQuestion('p1', samples, options)).toEqual({
      source: 'run-1',
      id: 'p1',
      answers: ['b', 'a', null, 'b', 'B'],
      classes: [0, 1, -1, 0, -1],
      tokens: [100, 102, 103, 104, 105],
    })
  })

  it('lets forced answers vote where they are asked to', () => {
    expect(recordedQuestion('p1', samples, { ...options, terms: { countForced: true } }).classes).toEqual([
      0, 1, -1, 0, 0,
    ])
  })

  it('knows the class of the known answer, or that nobody gave it', () => {
    const gold = (text: string) =>
      recordedQuestion('p1', samples, { ...options, gold: { text, isGold: (answer) => answer === text } })
    expect(gold('a')).toMatchObject({ gold: 'a', goldClass: 1 })
    expect(gold('z')).toMatchObject({ gold: 'z', goldClass: 'never' })
  })
})
