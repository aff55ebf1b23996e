import { describe, expect, it } from 'vitest'
import { firstPartGuard } from '../../src/guard/first-part.ts'

const wake = { type: 'wake' } as const
const tripped =
  'nothing came within 5m of the request: it queues, the model loads, the prompt is long, or the runtime hangs; --first-part-timeout changes the limit'

describe('first-part guard', () => {
  it('trips at its limit when nothing has come, and says which flag changes it', () => {
    const guard = firstPartGuard(300_000)
    expect(guard.name).toBe('first-part-timeout')
    expect(guard.wakeAtMs()).toBe(300_000)
    expect(guard.inspect(wake, 300_000)).toBe(tripped)
  })

  it('does not trip when woken too early, and asks for the same moment again', () => {
    const guard = firstPartGuard(300_000)
    expect(guard.inspect(wake, 299_999.9)).toBeUndefined()
    expect(guard.wakeAtMs()).toBe(300_000)
    expect(guard.inspect(wake, 300_000.1)).toBe(tripped)
  })

  it('rests once a part has come, even one that came late', () => {
    const guard = firstPartGuard(1_000)
    expect(guard.inspect({ type: 'thinking-delta', text: 'W', tokens: 1 }, 1_500)).toBeUndefined()
    expect(guard.wakeAtMs()).toBe(Number.POSITIVE_INFINITY)
    expect(guard.inspect(wake, 900_000)).toBeUndefined()
  })

  it('takes an end for a part: what is over needs no wait', () => {
    const guard = firstPartGuard(1_000)
    guard.inspect({ type: 'end', end: { type: 'finished', reason: 'stop' }, usage: {} }, 10)
    expect(guard.wakeAtMs()).toBe(Number.POSITIVE_INFINITY)
  })
})
