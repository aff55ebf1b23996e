import { describe, expect, it } from 'vitest'
import { budgetAllocation, parseBudget } from '../../src/experiment/budget-allocation.ts'
import { type BenchPlan, type BenchTask, runBench } from '../../src/experiment/run-bench.ts'
import type { Draw } from '../../src/sample/draw.ts'
import type { Sample, SampleEnd } from '../../src/sample/sample.ts'
import { type PolicyWish, votingPolicy } from '../../src/vote/policy.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { groupSameText } from '../support/grouping.ts'
import { growing } from '../support/grow-by-grouping.ts'

const ids = ['a', 'b', 'c']
const planWith = ({ slots = 2, ...wish }: Changes = {}): BenchPlan => ({
  policy: votingPolicy('bench', { n: 4, extendBy: 0, ...wish }),
  slots,
  retries: 0,
  ids,
  problemAt: (place) => ({ seedBase: 100 * (place + 1), answer: {}, group: growing(groupSameText) }),
})

type Changes = PolicyWish & { readonly slots?: number }

/** What a sample says, by problem, index and attempt; its time goes by the index, so that samples end out of order. */
type Script = (task: BenchTask) => { readonly text: string; readonly end?: SampleEnd }

async function bench(
  script: Script,
  changes: Changes = {},
  more: Partial<Parameters<typeof runBench>[1]> = {},
) {
  const clock = new FakeClock()
  const recorded: Sample[] = []
  const launched: string[] = []
  const running = runBench(planWith(changes), {
    async draw(task, _slot, signal) {
      launched.push(`${task.problem}/${task.index}`)
      const { text, end = { type: 'finished', reason: 'stop' } } = script(task)
      const cancelled = await new Promise<boolean>((resolve) => {
        const cancel = clock.setTimer(() => resolve(false), 30 - 5 * (task.index % 3))
        signal.addEventListener('abort', () => {
          cancel()
          resolve(true)
        })
      })
      const draw: Draw = {
        thinking: '',
        text,
        end: cancelled ? { type: 'cancelled', why: String(signal.reason) } : end,
        usage: {},
        counted: { thinking: 2, answer: 1 },
        elapsedMs: 30,
      }
      return { draw, forced: false }
    },
    extract: (text) =>
      text === ''
        ? { type: 'none', reason: 'not-found' }
        : { type: 'found', value: text, kind: 'text', by: 'whole', span: [0, text.length] },
    record: async (sample) => void recorded.push(sample),
    clock,
    ...more,
  })
  await clock.advance(10_000)
  return { outcome: await running, recorded, launched }
}

describe('an experiment', () => {
  it('draws every pair of problem and index, problem by problem, with seeds of its own', async () => {
    const { outcome, recorded, launched } = await bench(({ problem, index }) => ({
      text: index === 0 ? 'x' : problem,
    }))
    expect(launched).toEqual(ids.flatMap((id) => [0, 1, 2, 3].map((index) => `${id}/${index}`)))
    expect(
      [...outcome.problems].map(([id, { vote, samples }]) => [
        id,
        vote.type === 'won' && vote.answer,
        samples.drawn,
      ]),
    ).toEqual([
      ['a', 'a', 4],
      ['b', 'b', 4],
      ['c', 'c', 4],
    ])
    const seeds = recorded.map(({ problem, index, seed }) => [problem, seed - index])
    expect(new Set(seeds.map(([problem, base]) => `${problem} ${base}`))).toEqual(
      new Set(['a 100', 'b 200', 'c 300']),
    )
  })

  it('gives free slots to the next problem where a rule could decide with what is in flight, and cancels nothing', async () => {
    const { outcome, launched, recorded } = await bench(() => ({ text: 'same' }), {
      rule: 'lead:2',
      n: 8,
      slots: 4,
    })
    expect(launched.slice(0, 4)).toEqual(['a/0', 'a/1', 'b/0', 'b/1'])
    for (const { samples } of outcome.problems.values())
      expect(samples).toMatchObject({ drawn: 2, cancelled: 0 })
    expect(recorded.every(({ end }) => end.type === 'finished')).toBe(true)
  })

  it('draws what failed once more at the end, with the same seed, and counts it by cause', async () => {
    const failed: SampleEnd = { type: 'failed', code: 'reset', message: 'reset: cut' }
    const { outcome, recorded } = await bench(({ problem, index, attempt }) =>
      problem === 'b' && index === 1 && attempt === 1 ? { text: '', end: failed } : { text: problem },
    )
    expect(outcome.redrawn).toEqual({ reset: 1 })
    expect(recorded.at(-1)).toMatchObject({
      problem: 'b',
      index: 1,
      seed: 201,
      attempt: 2,
      end: { type: 'finished' },
    })
    expect(outcome.problems.get('b')).toMatchObject({ samples: { drawn: 4, failed: 0 }, vote: { votes: 4 } })
  })

  it('resumed, draws what is missing, and comes to what an uninterrupted run comes to', async () => {
    const script: Script = ({ problem, index }) => ({ text: index % 2 === 0 ? problem : `${index}` })
    const whole = await bench(script)
    for (const kept of [1, 5, 11]) {
      const earlier = groups(whole.recorded.slice(0, kept))
      const again = await bench(script, {}, { earlier })
      expect(again.recorded).toHaveLength(12 - kept)
      const keys = [...whole.recorded.slice(0, kept), ...again.recorded].map(
        ({ key, seed }) => `${key} ${seed}`,
      )
      expect(keys.sort()).toEqual(whole.recorded.map(({ key, seed }) => `${key} ${seed}`).sort())
      expect([...again.outcome.problems]).toEqual([...whole.outcome.problems])
    }
  })

  it('stops when samples fail the same way in a row', async () => {
    const failed: SampleEnd = { type: 'failed', code: 'refused', message: 'refused: nobody listens' }
    const { outcome } = await bench(() => ({ text: '', end: failed }))
    expect(outcome.break).toMatchObject({ type: 'failing', code: 'refused', times: 5 })
  })
})

function groups(samples: readonly Sample[]): Map<string, Sample[]> {
  const byProblem = new Map<string, Sample[]>()
  for (const sample of samples)
    byProblem.set(sample.problem, [...(byProblem.get(sample.problem) ?? []), sample])
  return byProblem
}

describe('a set of which little is drawn', () => {
  it('begins the votes that samples are launched for, and no others', async () => {
    const clock = new FakeClock()
    const asked: number[] = []
    const stop = new AbortController()
    const plan = planWith({ n: 1 })
    const outcome = await runBench(
      {
        ...plan,
        ids: Array.from({ length: 1_000 }, (_, place) => `p${place}`),
        problemAt: (place) => {
          asked.push(place)
          return plan.problemAt(0)
        },
      },
      {
        draw: async () => {
          stop.abort('enough')
          return {
            draw: { ...emptyDraw, end: { type: 'finished', reason: 'stop' } },
            forced: false,
          }
        },
        extract: () => ({ type: 'none', reason: 'not-found' }),
        record: async () => {},
        clock,
        signal: stop.signal,
      },
    )
    expect(asked).toEqual([0, 1, 2])
    expect(outcome.problems.size).toBe(1_000)
  })
})

const emptyDraw = {
  thinking: '',
  text: '',
  usage: {},
  counted: { thinking: 0, answer: 0 },
  elapsedMs: 1,
}

describe('one budget for all', () => {
  it('asks every problem once, and spends the rest where the vote is at risk', async () => {
    const clock = new FakeClock()
    const allocation = budgetAllocation({ limits: { samples: 30 }, most: 40, slots: 2, clock })
    const answers = ['x', 'y', 'z', 'x', 'y', 'z', 'x', 'x', 'x', 'x']
    const { outcome, launched } = await bench(
      ({ problem, index }) => ({ text: problem === 'c' ? (answers[index % 6] ?? 'x') : problem }),
      { n: 40 },
      { allocation },
    )
    expect(launched.slice(0, 3)).toEqual(['a/0', 'b/0', 'c/0'])
    expect(launched).toHaveLength(30)
    const drawn = [...outcome.problems.values()].map(({ samples }) => samples.drawn)
    expect(drawn[2]).toBeGreaterThan(Math.max(drawn[0] ?? 0, drawn[1] ?? 0))
  })

  it('counts the time that earlier parts of the run took', async () => {
    const clock = new FakeClock()
    const limits = { timeMs: 1_000 }
    const drawn = async (spentMs: number) => {
      const allocation = budgetAllocation({ limits, most: 40, slots: 2, clock, spentMs })
      // Votes that stay open, so that only the time ends the drawing.
      return (await bench(({ index }) => ({ text: index % 2 ? 'x' : 'y' }), { n: 40 }, { allocation }))
        .launched
    }
    expect(await drawn(1_000)).toEqual([])
    expect(await drawn(999)).not.toEqual([])
  })

  it.each([
    [['mean=8'], { mean: 8 }],
    [['samples=500', 'time=8h'], { samples: 500, timeMs: 28_800_000 }],
    [['tokens=2000000,mean=2.5'], { tokens: 2_000_000, mean: 2.5 }],
    [[], undefined],
  ])('is read from %j', (flags, limits) => expect(parseBudget(flags)).toEqual(limits))

  it.each(['mean=0', 'samples=1.5', 'half', 'weeks=2', 'time=8'])('refuses %s', (flag) => {
    expect(() => parseBudget([flag])).toThrow()
  })
})
