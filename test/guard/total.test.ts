import { describe, expect, it } from 'vitest'
import { totalGuard } from '../../src/guard/total.ts'

const wake = { type: 'wake' } as const
const part = { type: 'thinking-delta', text: 'Wait', tokens: 1 } as const
const tripped = 'not finished 10m after its first part, at 2 tokens; --timeout changes the limit'

describe('total guard', () => {
  it('counts from the first part, not from the request', () => {
    const guard = totalGuard(600_000)
    expect(guard.wakeAtMs()).toBe(Number.POSITIVE_INFINITY)
    guard.inspect(part, 250_000)
    guard.inspect(part, 500_000)
    expect(guard.wakeAtMs()).toBe(850_000)
    expect(guard.inspect(wake, 849_999)).toBeUndefined()
    expect(guard.inspect(wake, 850_000)).toBe(tripped)
  })

  it('trips on a part too, where parts come so fast that no wake does', () => {
    const guard = totalGuard(600_000)
    guard.inspect(part, 0)
    expect(guard.inspect(part, 600_001)).toBe(tripped)
  })

  it('never throws a finished sample away, however late its end', () => {
    const guard = totalGuard(600_000)
    guard.inspect(part, 0)
    const end = { type: 'end', end: { type: 'finished', reason: 'stop' }, usage: {} } as const
    expect(guard.inspect(end, 700_000)).toBeUndefined()
    expect(guard.wakeAtMs()).toBe(Number.POSITIVE_INFINITY)
  })
})
