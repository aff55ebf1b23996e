import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idleGuard } from '../../src/guard/idle.ts'

const wake = { type: 'wake' } as const
const thinking = { type: 'thinking-delta', text: 'Wait', tokens: 1 } as const
const answer = { type: 'answer-delta', text: '42', tokens: 2 } as const

describe('idle guard', () => {
  it('leaves the wait for the first part to another guard', () => {
    const guard = idleGuard(30_000)
    expect(guard.wakeAtMs()).toBe(Number.POSITIVE_INFINITY)
    expect(guard.inspect(wake, 900_000)).toBeUndefined()
  })

  it('trips at its limit after the last part, with the tokens that came', () => {
    const guard = idleGuard(30_000)
    guard.inspect(thinking, 5_000)
    guard.inspect(answer, 20_000)
    expect(guard.wakeAtMs()).toBe(50_000)
    expect(guard.inspect(wake, 50_000)).toBe(
      'silent for 30s after 3 tokens; --idle-timeout changes the limit',
    )
  })

  it('counts thinking as life', () => {
    const guard = idleGuard(30_000)
    for (let atMs = 0; atMs < 3_600_000; atMs += 29_000) expect(guard.inspect(thinking, atMs)).toBeUndefined()
  })

  it('takes a late part for life, not for silence', () => {
    const guard = idleGuard(30_000)
    guard.inspect(answer, 0)
    expect(guard.inspect(answer, 45_000)).toBeUndefined()
    expect(guard.wakeAtMs()).toBe(75_000)
  })

  it('lets a wait restart: an earlier moment neither trips nor moves the limit', () => {
    // A timer that fires long after its time (a suspended machine) is told the moment at which its wait began.
    const guard = idleGuard(30_000)
    guard.inspect(answer, 10_000)
    expect(guard.inspect(wake, 10_000)).toBeUndefined()
    expect(guard.inspect(wake, 4_000)).toBeUndefined()
    expect(guard.wakeAtMs()).toBe(40_000)
  })

  it('rests after the end', () => {
    const guard = idleGuard(30_000)
    guard.inspect(answer, 10_000)
    guard.inspect({ type: 'end', end: { type: 'finished', reason: 'stop' }, usage: {} }, 11_000)
    expect(guard.wakeAtMs()).toBe(Number.POSITIVE_INFINITY)
  })

  it('trips at exactly the moment it names, whatever the rounding', () => {
    const ms = fc.double({ min: 0.001, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(ms, ms, (limitMs, atMs) => {
        const guard = idleGuard(limitMs)
        guard.inspect(answer, atMs)
        expect(guard.inspect(wake, guard.wakeAtMs())).toBeTypeOf('string')
      }),
    )
  })
})
