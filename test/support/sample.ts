import type { Sample } from '../../src/sample/sample.ts'

/** A finished sample with an answer, for tests that are about something else. */
export function sampleOf(changes: Partial<Sample> = {}): Sample {
  const index = changes.index ?? 0
  return {
    schema: 'magi.sample/1',
    key: `p1/${index}`,
    problem: 'p1',
    index,
    seed: 100 + index,
    thinking: 'Six times seven.',
    text: 'Final answer: 42',
    answer: { type: 'found', value: '42', kind: 'number', by: 'anchor' },
    end: { type: 'finished', reason: 'stop' },
    forced: false,
    tokens: { prompt: 20, output: 9, thinking: 4, counted: 'runtime' },
    timing: { firstPartMs: 10, elapsedMs: 90, tokensPerSecond: 100 },
    attempt: 1,
    ...changes,
  }
}
