import { describe, expect, it } from 'vitest'
import type { DrawRequest } from '../../src/runtime/driver.ts'
import type { Part } from '../../src/stream/part.ts'
import { measureSlots } from '../../src/tune/measure-slots.ts'
import { bestSlots, type SlotRate } from '../../src/tune/slot-curve.ts'
import { FakeClock, passUntil } from '../support/fake-clock.ts'
import { thinking } from '../support/scripted-parts.ts'

/** A machine: how many samples its runtime serves at once, and what they come to together. */
interface Machine {
  readonly parallel: number
  /** Milliseconds between two tokens of one sample while `count` are under way. */
  readonly tokenMs: (count: number) => number
  readonly breaks?: boolean
}

/** A runtime on a clock that a test moves: what it cannot serve at once waits, as in Ollama. */
function runtimeOf({ parallel, tokenMs, breaks = false }: Machine, clock: FakeClock) {
  const waiting: (() => void)[] = []
  const seeds: unknown[] = []
  let underWay = 0
  const passed = (ms: number) => new Promise<void>((resolve) => clock.setTimer(resolve, ms))
  async function* draw({ options }: DrawRequest): AsyncGenerator<Part> {
    seeds.push(options['seed'])
    if (underWay >= parallel) await new Promise<void>((resolve) => waiting.push(resolve))
    underWay += 1
    try {
      await passed(200)
      const tokens = Number(options['num_predict'])
      for (let token = 0; token < tokens; token += 1) {
        if (breaks && token === 5) throw new Error('gone')
        yield thinking('one ')
        await passed(tokenMs(underWay))
      }
      yield { type: 'end', end: { type: 'finished', reason: 'length' }, usage: { outputTokens: tokens } }
    } finally {
      underWay -= 1
      waiting.shift()?.()
    }
  }
  return { draw, seeds }
}

async function measured(machine: Machine, slotCounts: readonly number[]) {
  const clock = new FakeClock()
  const runtime = runtimeOf(machine, clock)
  const rates: SlotRate[] = []
  const request: DrawRequest = { model: 'm', messages: [], options: { num_ctx: 4_096 } }
  const look = async () => {
    const plan = { request, slotCounts, tokens: 32, repeats: 2, limitMs: 600_000, clock }
    for await (const rate of measureSlots(runtime, { ...plan, signal: new AbortController().signal })) {
      rates.push(rate)
    }
  }
  const over = look()
  await passUntil(clock, over)
  await over
  return { rates, seeds: runtime.seeds }
}

describe('measuring a runtime', () => {
  it.each([1, 2, 4, 8, 16])('finds the knee of a machine that %i samples fill', async (knee) => {
    const tokenMs = (count: number) => 20 * Math.max(1, count / knee)
    const { rates } = await measured({ parallel: 64, tokenMs }, [1, 2, 4, 8, 16, 32])
    expect(bestSlots(rates).slots).toBe(knee)
    expect(rates.at(-1)?.tokensPerSecond).toBeCloseTo(50 * knee, -1)
  })

  it('finds a knee between two steps at the next one', async () => {
    const tokenMs = (count: number) => 20 * Math.max(1, count / 5)
    const { rates } = await measured({ parallel: 64, tokenMs }, [1, 2, 4, 8, 16])
    expect(bestSlots(rates).slots).toBe(8)
  })

  it('ends with the first number that the runtime does not serve side by side', async () => {
    const { rates } = await measured({ parallel: 2, tokenMs: () => 20 }, [1, 2, 4, 8])
    expect(rates.map(({ slots, sideBySide }) => [slots, sideBySide])).toEqual([
      [1, 1],
      [2, 2],
      [4, 2],
    ])
    expect(bestSlots(rates).slots).toBe(2)
  })

  it('draws each sample with a seed of its own, but for the one that warms up', async () => {
    const { seeds } = await measured({ parallel: 8, tokenMs: () => 20 }, [1, 2])
    expect(seeds).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it('says why where a sample comes to nothing', async () => {
    await expect(measured({ parallel: 8, tokenMs: () => 20, breaks: true }, [1])).rejects.toThrow(
      'A sample of the measurement came to nothing',
    )
  })
})
