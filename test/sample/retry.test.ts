import { describe, expect, it } from 'vitest'
import { guardsFor } from '../../src/guard/guards.ts'
import type { Limits } from '../../src/guard/schema.ts'
import { drawTask, type Retry, type SamplerPlan } from '../../src/sample/sampler.ts'
import type { FailureCode, Part } from '../../src/stream/part.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { answer, scriptedParts, stop } from '../support/scripted-parts.ts'

type Script = Parameters<typeof scriptedParts>[1]

const fails = (code: FailureCode, retryable = true): Part => ({
  type: 'end',
  end: { type: 'failed', code, message: `${code}: for a test` },
  usage: {},
  ...(retryable ? { retryable } : {}),
})
const refused: Script = [{ atMs: 0, part: fails('refused') }]
const well: Script = [
  { atMs: 1, part: answer('42') },
  { atMs: 2, part: stop },
]

/** Draws one sample from a script a request, and tells when each request was sent. */
async function drawn(
  scripts: readonly Script[],
  plan: Partial<SamplerPlan> = {},
  limits: Limits = {},
  stopAtMs = Number.POSITIVE_INFINITY,
  reason: unknown = 'interrupted',
) {
  const clock = new FakeClock()
  const sentAtMs: number[] = []
  const retries: Retry[] = []
  const stopping = new AbortController()
  const drawing = drawTask(
    {
      ...{ problem: 'p1', index: 0, seed: 7, attempt: 1 },
      request: { model: 'm', messages: [], options: { seed: 0 } },
    },
    {
      open: ({ options }, signal) => {
        expect(options['seed']).toBe(7)
        sentAtMs.push(clock.nowMs())
        return scriptedParts(clock, scripts[sentAtMs.length - 1] ?? expect.fail('one more request')).open(
          signal,
        )
      },
      guards: () => guardsFor(limits),
      clock,
      maxRequests: 5,
      random: () => 1,
      ...plan,
    },
    stopping.signal,
    { onRetry: (retry) => retries.push(retry) },
  )
  if (stopAtMs < Number.POSITIVE_INFINITY) {
    await clock.advance(stopAtMs)
    stopping.abort(reason)
  }
  await clock.advance(600_000)
  return { draw: await drawing, sentAtMs, retries, timers: clock.pendingTimers }
}

describe('a request that nothing came of', () => {
  it('is sent again after waits that double, up to half a minute', async () => {
    const { draw, sentAtMs } = await drawn([...Array.from({ length: 8 }, () => refused), well], {
      maxRequests: 9,
    })
    const waits = sentAtMs.slice(1).map((at, place) => at - (sentAtMs[place] ?? 0))
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
    expect(draw).toMatchObject({ text: '42', end: { type: 'finished' } })
  })

  it('is not sent again once the run was stopped, and says why in the words of the reason', async () => {
    for (const reason of ['the lid was closed', new Error('the lid was closed')]) {
      const { draw, sentAtMs, timers } = await drawn([refused], {}, {}, 100, reason)
      expect({ end: draw.end, sent: sentAtMs.length, timers }).toEqual({
        end: { type: 'cancelled', why: 'the lid was closed' },
        sent: 1,
        timers: 0,
      })
    }
  })

  it('waits between half and all of that, by chance, so that samples do not come back all at once', async () => {
    const least = await drawn([refused, refused, well], { random: () => 0 })
    expect(least.sentAtMs).toEqual([0, 250, 750])
    const some = await drawn([refused, refused, well], { random: () => 0.5 })
    expect(some.sentAtMs).toEqual([0, 375, 1_125])
  })

  it('is sent so many times at most, and then ends as the last one ended', async () => {
    const { draw, sentAtMs, retries } = await drawn([refused, refused, [{ atMs: 0, part: fails('busy') }]], {
      maxRequests: 3,
    })
    expect(sentAtMs).toHaveLength(3)
    expect(draw.end).toMatchObject({ type: 'failed', code: 'busy' })
    expect(retries).toEqual([
      { code: 'refused', message: 'refused: for a test', request: 1, waitMs: 500 },
      { code: 'refused', message: 'refused: for a test', request: 2, waitMs: 1_000 },
    ])
  })

  it('is not sent again once its time is over, however few were sent', async () => {
    const slow: Script = [{ atMs: 40_000, part: fails('runtime-error') }]
    const { draw, sentAtMs } = await drawn([slow, slow, slow, slow], { retryWithinMs: 90_000 })
    expect(sentAtMs).toEqual([0, 40_500, 81_500])
    expect(draw.end).toMatchObject({ code: 'runtime-error' })
  })

  it('is not sent again where that cannot help', async () => {
    const { draw, sentAtMs } = await drawn([[{ atMs: 0, part: fails('rejected', false) }]])
    expect(sentAtMs).toEqual([0])
    expect(draw.end).toMatchObject({ code: 'rejected' })
  })

  it('is not sent again when its limit tripped it', async () => {
    const { draw, sentAtMs } = await drawn([[]], {}, { firstPartMs: 1_000 })
    expect(sentAtMs).toEqual([0])
    expect(draw.end).toMatchObject({ type: 'tripped', guard: 'first-part-timeout' })
  })

  it('has its limits anew each time', async () => {
    const late: Script = [{ atMs: 800, part: fails('reset') }]
    const { draw } = await drawn([late, late, well], {}, { firstPartMs: 1_000 })
    expect(draw).toMatchObject({ text: '42', firstPartMs: 1 })
  })

  it('is forgotten when the run is stopped while it waits', async () => {
    const { draw, sentAtMs, timers } = await drawn([refused, refused], {}, {}, 700)
    expect(sentAtMs).toEqual([0, 500])
    expect(draw.end).toEqual({ type: 'cancelled', why: 'interrupted' })
    expect(timers).toBe(0)
  })
})

it('never goes on in silence with a sample of which something came', async () => {
  const broken: Script = [
    { atMs: 1, part: answer('4') },
    { atMs: 2, part: fails('reset') },
  ]
  const { draw, sentAtMs } = await drawn([broken])
  expect(sentAtMs).toEqual([0])
  expect(draw).toMatchObject({ text: '4', end: { type: 'failed', code: 'reset' } })
})

it('waits as long as the runtime asks, where that is longer', async () => {
  const later: Script = [{ atMs: 0, part: { ...fails('busy'), retryAfterMs: 7_000 } as Part }]
  const { sentAtMs } = await drawn([later, well])
  expect(sentAtMs).toEqual([0, 7_000])
})
