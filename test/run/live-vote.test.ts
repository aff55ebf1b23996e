import { expect, it } from 'vitest'
import { watchVote } from '../../src/run/live-vote.ts'
import { votingPolicy } from '../../src/vote/policy.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { manifestOf } from '../support/manifest.ts'

it('a vote that is watched has what each sample in flight has written, and forgets it when the sample has ended', async () => {
  const clock = new FakeClock()
  const manifest = manifestOf({ slots: 2, n: 4, limits: { thinkingTokens: 10 } })
  const { listeners, board, texts } = watchVote({ manifest, policy: votingPolicy('vote', { n: 4 }) }, clock)
  const task = (index: number) => ({ index, seed: index, attempt: 1 })
  const part = (type: 'thinking-delta' | 'answer-delta', text: string, slot: number) =>
    listeners.onPart?.({ type, text, tokens: 2 }, task(slot), slot)
  listeners.onLaunch?.(task(0), 0)
  listeners.onLaunch?.(task(1), 1)
  part('thinking-delta', 'Six ', 0)
  await clock.advance(1_000)
  part('thinking-delta', 'times', 0)
  part('answer-delta', 'Hm, seven.', 1)
  expect(texts()).toEqual([
    { index: 0, thinking: 'Six times', answer: '' },
    { index: 1, thinking: '', answer: 'Hm, seven.' },
  ])
  listeners.onPart?.({ type: 'recast' }, task(1), 1)
  part('answer-delta', '42', 1)
  expect(texts()[1]).toEqual({ index: 1, thinking: 'Hm, seven.', answer: '42' })
  expect(board().lanes[0]).toEqual({
    ...{ index: 0, phase: 'thinking', tokens: 4, startedAtMs: 0, firstPartAtMs: 0, lastPartAtMs: 1_000 },
    ...{ thinkingTokens: 4, limits: { thinkingTokens: 10 } },
  })
  const retry = { message: 'busy: 503\nlater', waitMs: 2_000 } as never
  listeners.onRetry?.(retry, task(1), 1)
  expect(board().lanes[1]).toMatchObject({ phase: 'waiting', note: 'busy: 503 later; again in 2.0 s' })
  listeners.onEnd?.({ end: { type: 'tripped', guard: 'total', detail: 'too long' } } as never, task(0), 0)
  expect([texts().map(({ index }) => index), board().lanes[0]?.phase]).toEqual([[1], 'done'])
})
