import { describe, expect, it } from 'vitest'
import type { Guard } from '../../src/guard/guard.ts'
import { guardsFor } from '../../src/guard/guards.ts'
import { drawSample } from '../../src/sample/draw.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { answer, scriptedParts, stop, thinking } from '../support/scripted-parts.ts'

describe('a draw', () => {
  it('keeps thinking, answer, counts and times of a stream that finished', async () => {
    const clock = new FakeClock()
    const usage = { promptTokens: 12, outputTokens: 5 }
    const reply = scriptedParts(clock, [
      { atMs: 1_000, part: thinking('Six ') },
      { atMs: 1_500, part: thinking('sevens.') },
      { atMs: 2_000, part: answer('42') },
      { atMs: 2_100, part: { type: 'end', end: { type: 'finished', reason: 'stop' }, usage } },
    ])
    const draw = drawSample(
      reply.open,
      guardsFor({ firstPartMs: 5_000, idleMs: 1_000, totalMs: 60_000 }),
      clock,
    )
    await clock.advance(10_000)
    expect(await draw).toEqual({
      thinking: 'Six sevens.',
      text: '42',
      end: { type: 'finished', reason: 'stop' },
      usage,
      counted: { thinking: 2, answer: 1 },
      firstPartMs: 1_000,
      lastPartMs: 2_000,
      elapsedMs: 2_100,
    })
    expect(reply.stopped).toBe(false)
    expect(clock.pendingTimers).toBe(0)
  })

  it.each([
    ['first-part-timeout', { firstPartMs: 5_000 }, [], 5_000, ''],
    [
      'idle-timeout',
      { firstPartMs: 60_000, idleMs: 30_000 },
      [{ atMs: 10_000, part: answer('4') }],
      40_000,
      '4',
    ],
    [
      'total-timeout',
      { totalMs: 20_000 },
      Array.from({ length: 9 }, (_, i) => ({ atMs: 10_000 + 5_000 * i, part: answer('4') })),
      30_000,
      '4444',
    ],
  ])(
    'ends by %s at its moment, keeps what came, and stops the request',
    async (guard, limits, script, elapsedMs, text) => {
      const clock = new FakeClock()
      const reply = scriptedParts(clock, script)
      const draw = drawSample(reply.open, guardsFor(limits), clock)
      await clock.advance(120_000)
      expect(await draw).toMatchObject({
        end: { type: 'tripped', guard },
        elapsedMs,
        text: expect.stringContaining(text),
      })
      expect(reply.stopped).toBe(true)
    },
  )

  it('ends on the part that exceeds a budget', async () => {
    const clock = new FakeClock()
    const script = ['a', 'b', 'c', 'd'].map((text, index) => ({ atMs: index, part: thinking(text) }))
    const reply = scriptedParts(clock, script)
    const draw = drawSample(reply.open, guardsFor({ thinkingTokens: 2 }), clock)
    await clock.advance(10)
    expect(await draw).toMatchObject({
      thinking: 'abc',
      end: {
        type: 'tripped',
        guard: 'thinking-budget',
        detail: expect.stringContaining('3 thinking tokens, 2 allowed'),
      },
    })
    expect(reply.stopped).toBe(true)
  })

  it('is cancelled from outside, with the reason, before and during the stream', async () => {
    const clock = new FakeClock()
    const early = new AbortController()
    early.abort('decided')
    const never = () => expect.fail('no request may be sent')
    expect(await drawSample(never, [], clock, { signal: early.signal })).toMatchObject({
      end: { type: 'cancelled', why: 'decided' },
    })

    const late = new AbortController()
    const reply = scriptedParts(clock, [{ atMs: 10, part: answer('4') }])
    const draw = drawSample(reply.open, [], clock, { signal: late.signal })
    await clock.advance(20)
    late.abort('interrupted')
    expect(await draw).toMatchObject({ text: '4', end: { type: 'cancelled', why: 'interrupted' } })
    expect(reply.stopped).toBe(true)
  })

  it('turns whatever a driver throws into the ending of the sample', async () => {
    // biome-ignore lint/correctness/useYield: it fails before its first part
    async function* open(): AsyncGenerator<never> {
      throw new Error('a fault in the driver')
    }
    expect((await drawSample(open, [], new FakeClock())).end).toEqual({
      type: 'failed',
      code: 'malformed',
      message: 'malformed: a fault in the driver',
    })
  })

  describe('gives a fault of the program to the caller as it is, and closes the request:', () => {
    const fault = new RangeError('a bug')
    const throwIt = (): never => {
      throw fault
    }
    const never = () => Number.POSITIVE_INFINITY
    const quiet: Guard = { name: 'quiet', inspect: () => undefined, wakeAtMs: never }
    const script = [
      { atMs: 10, part: thinking('Hm') },
      { atMs: 30, part: answer('4') },
    ]
    it.each<[string, Guard, { onPart?: () => void }]>([
      ['onPart', quiet, { onPart: throwIt }],
      ['a guard that inspects a part', { ...quiet, inspect: throwIt }, {}],
      [
        'a guard that wakes',
        { ...quiet, inspect: ({ type }) => (type === 'wake' ? throwIt() : undefined), wakeAtMs: () => 20 },
        {},
      ],
      ['a guard that is asked when to wake', { ...quiet, wakeAtMs: throwIt }, {}],
    ])('%s', async (_, guard, options) => {
      const clock = new FakeClock()
      const reply = scriptedParts(clock, script)
      let opened = false
      const open = (signal: AbortSignal) => {
        opened = true
        return reply.open(signal)
      }
      const draw = drawSample(open, [guard], clock, options).catch((thrown: unknown) => ({ thrown }))
      await clock.advance(100)
      expect(await draw).toEqual({ thrown: fault })
      expect(reply.stopped).toBe(opened)
      expect(clock.pendingTimers).toBe(0)
    })

    it('onPart at the end of the stream', async () => {
      const clock = new FakeClock()
      const reply = scriptedParts(clock, [{ atMs: 10, part: stop }])
      const draw = drawSample(reply.open, [], clock, { onPart: throwIt }).catch((thrown: unknown) => thrown)
      await clock.advance(100)
      expect(await draw).toBe(fault)
    })
  })

  it('may be cancelled by whoever is shown a part, and leaves no timer behind', async () => {
    const clock = new FakeClock()
    const stopping = new AbortController()
    const reply = scriptedParts(clock, [{ atMs: 10, part: answer('4') }])
    const draw = drawSample(reply.open, guardsFor({ idleMs: 30_000 }), clock, {
      signal: stopping.signal,
      onPart: () => stopping.abort('enough'),
    })
    await clock.advance(20)
    expect(await draw).toMatchObject({ text: '4', end: { type: 'cancelled', why: 'enough' } })
    expect(clock.pendingTimers).toBe(0)
  })

  it('gives a sample its wait again after the machine was suspended, but only once', async () => {
    const clock = new FakeClock()
    const reply = scriptedParts(clock, [{ atMs: 1_000, part: answer('4') }])
    const draw = drawSample(reply.open, guardsFor({ idleMs: 30_000 }), clock)
    await clock.advance(2_000)
    clock.suspend(3_600_000)
    await clock.advance(25_000)
    expect(clock.pendingTimers).toBe(1)
    await clock.advance(10_000)
    expect(await draw).toMatchObject({ text: '4', end: { type: 'tripped', guard: 'idle-timeout' } })
  })

  it('refuses a guard that wakes, does not trip and names no later moment', async () => {
    const clock = new FakeClock()
    const stuck: Guard = { name: 'stuck', inspect: () => undefined, wakeAtMs: () => 100 }
    const draw = drawSample(scriptedParts(clock, []).open, [stuck], clock)
    const refused = expect(draw).rejects.toThrow('Guard "stuck" woke')
    await clock.advance(200)
    await refused
  })

  it('sets one timer however many parts come', async () => {
    const clock = new FakeClock()
    let timers = 0
    const setTimer = clock.setTimer.bind(clock)
    clock.setTimer = (wake, delayMs) => {
      timers += 1
      return setTimer(wake, delayMs)
    }
    async function* open() {
      for (let i = 0; i < 5_000; i += 1) yield answer('x')
      yield stop
    }
    const draw = await drawSample(
      open,
      guardsFor({ firstPartMs: 10_000, idleMs: 30_000, totalMs: 60_000 }),
      clock,
    )
    expect(draw.counted.answer).toBe(5_000)
    expect(timers).toBeLessThanOrEqual(3)
  })
})
