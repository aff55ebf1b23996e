import { describe, expect, it } from 'vitest'
import { drawPool } from '../../src/sample/pool.ts'
import { FakeClock, settle } from '../support/fake-clock.ts'

interface Job {
  readonly index: number
  readonly ms: number
}

function setUp(durations: readonly number[], slots: number) {
  const clock = new FakeClock()
  const jobs: Job[] = durations.map((ms, index) => ({ index, ms }))
  const log: string[] = []
  const recorded: string[] = []
  const options = {
    slots,
    next: () => jobs.shift(),
    async draw({ index, ms }: Job, slot: number, signal: AbortSignal): Promise<string> {
      log.push(`${clock.nowMs()}: ${index} in slot ${slot}`)
      return new Promise((resolve) => {
        const cancel = clock.setTimer(() => resolve(`${index}`), ms)
        signal.addEventListener('abort', () => {
          cancel()
          resolve(`${index} cancelled: ${signal.reason}`)
        })
      })
    },
    async record(drawn: string) {
      recorded.push(drawn)
      return drawn
    },
  }
  return { clock, log, recorded, options, jobs }
}

async function collect(pool: AsyncGenerator<string>, until = Number.POSITIVE_INFINITY) {
  const seen: string[] = []
  for await (const sample of pool) if (seen.push(sample) >= until) break
  return seen
}

describe('the pool', () => {
  it('keeps every slot busy, and refills the slot that became free', async () => {
    const { clock, log, recorded, options } = setUp([100, 30, 30, 10], 2)
    const all = collect(drawPool(options))
    await clock.advance(200)
    expect(await all).toEqual(['1', '2', '3', '0'])
    expect(recorded).toEqual(['1', '2', '3', '0'])
    expect(log).toEqual(['0: 0 in slot 0', '0: 1 in slot 1', '30: 2 in slot 1', '60: 3 in slot 1'])
  })

  it('counts a sample only when it is on disk, and does not let its slot wait for the disk', async () => {
    const { clock, log, options } = setUp([10, 10], 1)
    let release = () => {}
    const record = (drawn: string) =>
      new Promise<string>((resolve) => {
        release = () => resolve(drawn)
      })
    const pool = drawPool({ ...options, record })
    const first = pool.next()
    let counted = false
    void first.then(() => (counted = true))
    await clock.advance(15)
    expect(log).toEqual(['0: 0 in slot 0', '10: 1 in slot 0'])
    expect(counted).toBe(false)
    release()
    expect(await first).toEqual({ done: false, value: '0' })
    const end = pool.return()
    await settle()
    release()
    await end
  })

  it('cancels and records what is in flight when the loop is left', async () => {
    const { clock, recorded, options, jobs } = setUp([10, 500, 500, 500], 3)
    const seen = collect(drawPool(options), 1)
    await clock.advance(50)
    expect(await seen).toEqual(['0'])
    expect(recorded).toEqual(['0', '1 cancelled: decided', '2 cancelled: decided', '3 cancelled: decided'])
    expect(jobs).toEqual([])
    expect(clock.pendingTimers).toBe(0)
  })

  it('stops from outside with the reason, and gives the cancelled samples', async () => {
    const { clock, recorded, options } = setUp([10, 500, 500], 2)
    const stop = new AbortController()
    const seen = collect(drawPool({ ...options, signal: stop.signal }))
    await clock.advance(20)
    stop.abort('interrupted')
    expect(await seen).toEqual(['0', '1 cancelled: interrupted', '2 cancelled: interrupted'])
    expect(recorded).toEqual(['0', '1 cancelled: interrupted', '2 cancelled: interrupted'])
  })

  it('stops everything when a sample cannot be recorded, and says why', async () => {
    const { clock, options } = setUp([10, 500], 2)
    const pool = drawPool({ ...options, record: () => Promise.reject(new Error('disk full')) })
    const failed = expect(collect(pool)).rejects.toThrow('disk full')
    await clock.advance(20)
    await failed
    expect(clock.pendingTimers).toBe(0)
  })

  it('asks again for work after each count, where none could be launched before', async () => {
    const { clock, options, jobs } = setUp([10, 10, 10], 2)
    let allowed = 1
    const pool = drawPool({ ...options, next: () => (allowed-- > 0 ? jobs.shift() : undefined) })
    const seen: string[] = []
    const loop = (async () => {
      for await (const sample of pool) {
        seen.push(sample)
        allowed = 1
      }
    })()
    await clock.advance(100)
    await loop
    expect(seen).toEqual(['0', '1', '2'])
  })
})
