import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Draw } from '../../src/sample/draw.ts'
import type { Sample, SampleEnd } from '../../src/sample/sample.ts'
import { seedOf } from '../../src/sample/seeds.ts'
import { type PolicyWish, votingPolicy } from '../../src/vote/policy.ts'
import { runVote, type VoteCount, type VotePlan } from '../../src/vote/run-vote.ts'
import type { VoteTask } from '../../src/vote/vote-task.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { groupSameText } from '../support/grouping.ts'
import { growing } from '../support/grow-by-grouping.ts'

/** A plan with the policy `magi vote -n 4 --rule all`, but for some changes. */
const planWith = ({ slots = 2, retries = 0, ...wish }: Changes = {}): VotePlan => ({
  policy: votingPolicy('vote', { n: 4, rule: 'all', extendBy: 4, ...wish }),
  ...{ problem: 'p1', seedBase: 100, slots, retries, answer: {} },
})

type Changes = PolicyWish & { readonly slots?: number; readonly retries?: number }

interface Script {
  readonly text?: string
  readonly ms?: number
  readonly end?: SampleEnd
}

function setUp(scripts: readonly Script[]) {
  const clock = new FakeClock()
  const recorded: Sample[] = []
  const seeds: number[] = []
  const inFlight = { now: 0, most: 0 }
  const draw = async ({ index, seed }: VoteTask, _slot: number, signal: AbortSignal) => {
    const { text = '', ms = 10, end = { type: 'finished', reason: 'stop' } } = scripts[index] ?? {}
    seeds.push(seed)
    inFlight.now += 1
    inFlight.most = Math.max(inFlight.most, inFlight.now)
    const cancelled = await new Promise<boolean>((resolve) => {
      const cancel = clock.setTimer(() => resolve(false), ms)
      signal.addEventListener('abort', () => {
        cancel()
        resolve(true)
      })
    })
    inFlight.now -= 1
    const result: Draw = {
      thinking: '',
      text,
      end: cancelled ? { type: 'cancelled', why: String(signal.reason) } : end,
      usage: {},
      counted: { thinking: 3, answer: 1 },
      firstPartMs: 1,
      lastPartMs: ms,
      elapsedMs: ms,
    }
    return { draw: result, forced: false }
  }
  const parts = {
    draw,
    extract: (text: string) =>
      text === ''
        ? ({ type: 'none', reason: 'not-found' } as const)
        : ({ type: 'found', value: text, kind: 'text', by: 'whole', span: [0, text.length] } as const),
    group: growing(groupSameText),
    record: async (sample: Sample) => {
      recorded.push(sample)
    },
    clock,
  }
  return { clock, parts, recorded, seeds, inFlight }
}

async function vote(
  changes: Changes,
  scripts: readonly Script[],
  more: Partial<Parameters<typeof runVote>[1]> = {},
) {
  const world = setUp(scripts)
  const running = runVote(planWith(changes), { ...world.parts, ...more })
  await world.clock.advance(10_000)
  return { ...world, outcome: await running }
}

describe('a vote', () => {
  it('draws N samples with seeds base + index, and counts them', async () => {
    const { outcome, seeds, recorded } = await vote({}, [{ text: '42' }, { text: '41' }, { text: '42' }, {}])
    expect(outcome).toMatchObject({
      vote: { type: 'won', answer: '42', votes: 2, ballots: 3 },
      samples: { asked: 4, drawn: 4, finished: 4, tripped: 0, failed: 0, cancelled: 0, forced: 0 },
      tokens: { prompt: 0, output: 16, thinking: 12 },
    })
    expect(outcome.break).toBeUndefined()
    expect(seeds).toEqual([100, 101, 102, 103])
    expect(recorded.map(({ key, seed, attempt }) => [key, seed, attempt])).toEqual([
      ['p1/0', 100, 1],
      ['p1/1', 101, 1],
      ['p1/2', 102, 1],
      ['p1/3', 103, 1],
    ])
  })

  it('stops as soon as its rule has had enough, and records what it cancelled', async () => {
    const scripts = [{ text: '42' }, { text: '42' }, { text: '42', ms: 500 }, { text: '42', ms: 500 }]
    const { outcome, recorded } = await vote({ rule: 'lead:2' }, scripts)
    expect(outcome.samples).toMatchObject({ asked: 4, drawn: 2, cancelled: 2 })
    expect(recorded.map(({ index, end }) => [index, end.type])).toEqual([
      [0, 'finished'],
      [1, 'finished'],
      [2, 'cancelled'],
      [3, 'cancelled'],
    ])
  })

  it('never has more in flight under lookahead than could still decide, and cancels nothing', async () => {
    const scripts = Array.from({ length: 8 }, (_, index) => ({ text: '42', ms: 10 + index }))
    const { outcome, inFlight } = await vote(
      { n: 8, slots: 4, schedule: 'lookahead', rule: 'lead:3' },
      scripts,
    )
    expect(inFlight.most).toBe(3)
    expect(outcome.samples).toMatchObject({ drawn: 3, cancelled: 0 })
  })

  it('gives under lookahead what one slot gives, whatever the times', async () => {
    const script = fc.record({
      text: fc.constantFrom('a', 'b', 'c', ''),
      ms: fc.integer({ min: 1, max: 50 }),
    })
    const scripts = fc.array(script, { minLength: 8, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(scripts, fc.integer({ min: 2, max: 6 }), async (each, slots) => {
        const changes = { n: 8, schedule: 'lookahead', rule: 'lead:3' } as const
        const one = await vote({ ...changes, slots: 1 }, each)
        const many = await vote({ ...changes, slots }, each)
        expect({ ...many.outcome, elapsedMs: 0 }).toEqual({ ...one.outcome, elapsedMs: 0 })
      }),
      { numRuns: 40 },
    )
  })

  it.each([
    ['declare', { type: 'tied', answers: ['a', 'b'] }, 4],
    ['first', { type: 'won', answer: 'a' }, 4],
    ['extend', { type: 'won', answer: 'b', votes: 3 }, 6],
  ] as const)('settles a tie by %s', async (tie, expected, drawn) => {
    const scripts = ['a', 'b', 'b', 'a', '', 'b'].map((text, index) => ({ text, ms: 100 - index }))
    const { outcome } = await vote({ tie }, scripts)
    expect(outcome.vote).toMatchObject(expected)
    expect(outcome.samples).toMatchObject({ asked: drawn, drawn })
  })

  it('gives a tie up after as many further samples as it may ask for', async () => {
    const scripts = ['a', 'b', 'a', 'b', '', ''].map((text) => ({ text }))
    const { outcome } = await vote({ tie: 'extend', extendBy: 2 }, scripts)
    expect(outcome).toMatchObject({ vote: { type: 'tied' }, samples: { asked: 6, drawn: 6 } })
  })

  it('is interrupted from outside: cancels, records, and counts what is there', async () => {
    const stop = new AbortController()
    const world = setUp([{ text: '42' }, { text: '42', ms: 500 }, { text: '1', ms: 500 }])
    const running = runVote(planWith(), { ...world.parts, signal: stop.signal })
    await world.clock.advance(50)
    stop.abort('interrupted')
    expect(await running).toMatchObject({
      vote: { type: 'won', answer: '42', votes: 1 },
      samples: { drawn: 1, cancelled: 2 },
      break: { type: 'interrupted', why: 'interrupted' },
    })
    expect(world.recorded).toHaveLength(3)
  })

  it('ends when samples fail the same way again and again', async () => {
    const failed: SampleEnd = { type: 'failed', code: 'refused', message: 'refused: nobody listens' }
    const scripts = Array.from({ length: 16 }, () => ({ end: failed }))
    const { outcome, recorded } = await vote({ n: 16, slots: 1 }, scripts)
    expect(outcome).toMatchObject({
      vote: { type: 'no-answers', drawn: 5 },
      break: { type: 'failing', code: 'refused', times: 5 },
    })
    expect(recorded.filter(({ end }) => end.type === 'failed')).toHaveLength(5)
  })

  describe('on a disk that takes many samples at once', () => {
    /** Holds what is recorded until it is let go, all in one step. */
    function slowDisk() {
      let waiting: (() => void)[] = []
      return {
        record: () => new Promise<void>((resolve) => void waiting.push(resolve)),
        letGo() {
          for (const done of waiting) done()
          waiting = []
        },
      }
    }

    it('draws no more than it would otherwise once samples fail the same way again and again', async () => {
      const failed: SampleEnd = { type: 'failed', code: 'refused', message: 'refused: nobody listens' }
      const world = setUp(Array.from({ length: 8 }, () => ({ end: failed })))
      const disk = slowDisk()
      const running = runVote(planWith({ n: 8, slots: 1 }), { ...world.parts, record: disk.record })
      await world.clock.advance(10_000)
      expect(world.seeds).toEqual([100, 101, 102, 103, 104])
      disk.letGo()
      expect(await running).toMatchObject({ break: { type: 'failing', code: 'refused', times: 5 } })
    })

    it('lets the rule look after each sample', async () => {
      const world = setUp(['a', 'b', 'b', 'a'].map((text) => ({ text })))
      const disk = slowDisk()
      const seen: number[] = []
      const onCount = ({ tally }: VoteCount) => void seen.push(tally.drawn)
      const running = runVote(planWith({ slots: 4 }), { ...world.parts, record: disk.record, onCount })
      await world.clock.advance(10_000)
      disk.letGo()
      await running
      expect(seen).toEqual([1, 2, 3, 4])
    })
  })

  it('is stopped by five samples in a row that failed the same way, though they were the last: its ballots are kept, and it can go on', async () => {
    const failed: SampleEnd = { type: 'failed', code: 'reset', message: 'reset: cut' }
    const scripts = [{ text: '42' }, ...Array.from({ length: 5 }, () => ({ end: failed }))]
    const { outcome } = await vote({ n: 6, slots: 1 }, scripts)
    expect(outcome).toMatchObject({ vote: { type: 'won', answer: '42' }, samples: { drawn: 6, failed: 5 } })
    expect(outcome.break).toEqual({ type: 'failing', code: 'reset', message: 'reset: cut', times: 5 })
  })

  it('ends at once when another model answers, whatever is left', async () => {
    const changed: SampleEnd = { type: 'failed', code: 'model-changed', message: 'model-changed: another' }
    const { outcome, recorded } = await vote({ n: 16, slots: 1 }, [{ text: '42' }, { end: changed }])
    expect(outcome).toMatchObject({
      vote: { type: 'won', answer: '42' },
      break: { type: 'interrupted', why: 'model-changed: another' },
    })
    expect(recorded.map(({ end }) => end.type)).toEqual(['finished', 'failed'])
  })

  it('ends by the failures also where they are the last that were to be drawn', async () => {
    const failed: SampleEnd = { type: 'failed', code: 'refused', message: 'refused: nobody listens' }
    const scripts = [{ text: '42' }, ...Array.from({ length: 5 }, () => ({ end: failed }))]
    const { outcome } = await vote({ n: 6, slots: 1 }, scripts)
    expect(outcome.break).toMatchObject({ type: 'failing', times: 5 })
  })

  it('resumes: keeps what finished or tripped, and draws the rest again with the same seeds', async () => {
    const tripped: SampleEnd = { type: 'tripped', guard: 'idle-timeout', detail: 'idle' }
    const failed: SampleEnd = { type: 'failed', code: 'reset', message: 'reset: cut' }
    const first = await vote({ n: 3 }, [{ text: '42' }, { end: tripped }, { end: failed }])
    const again = await vote({}, [{}, {}, { text: '42' }, { text: '7' }], { earlier: first.recorded })
    expect(again.recorded.map(({ index, seed, attempt }) => [index, seed, attempt])).toEqual([
      [2, 102, 2],
      [3, 103, 1],
    ])
    expect(again.outcome).toMatchObject({
      vote: { type: 'won', answer: '42', votes: 2, ballots: 3 },
      samples: { asked: 4, drawn: 4, finished: 3, tripped: 1, failed: 0 },
      tokens: { output: 20 },
    })
  })

  it('draws nothing when the samples on disk have decided already', async () => {
    const scripts = [{ text: '42' }, { text: '42' }, { ms: 500 }, { ms: 500 }]
    const first = await vote({ rule: 'lead:2' }, scripts)
    const again = await vote({ rule: 'lead:2' }, [], { earlier: first.recorded })
    expect(again.recorded).toEqual([])
    expect(again.outcome.vote).toEqual(first.outcome.vote)
  })

  it('draws a sample that tripped again under another seed, and keeps both records', async () => {
    const tripped: SampleEnd = { type: 'tripped', guard: 'thinking-loop', detail: 'loop' }
    const world = setUp([{ text: 'a' }, {}, { text: 'a' }])
    const draw: typeof world.parts.draw = async (task, slot, signal) => {
      const drawn = await world.parts.draw(task, slot, signal)
      if (task.index !== 1) return drawn
      const end: SampleEnd = task.attempt === 1 ? tripped : { type: 'finished', reason: 'stop' }
      return { draw: { ...drawn.draw, text: task.attempt === 1 ? '' : 'b', end }, forced: false }
    }
    const running = runVote(planWith({ n: 3, retries: 1 }), { ...world.parts, draw })
    await world.clock.advance(10_000)
    expect(await running).toMatchObject({
      vote: { type: 'won', answer: 'a', ballots: 3 },
      samples: { asked: 3, drawn: 3, finished: 3, tripped: 0 },
      tokens: { output: 16 },
    })
    expect(world.recorded.map(({ index, seed, attempt }) => [index, seed, attempt]).sort()).toEqual([
      [0, 100, 1],
      [1, 101, 1],
      [1, 101 + 2 ** 20, 2],
      [2, 102, 1],
    ])
  })

  it('goes on where a sample that ended during the stop has undone the decision', async () => {
    const world = setUp([{ text: 'a', ms: 10 }, { text: 'b', ms: 500 }, { text: 'b' }])
    const draw: typeof world.parts.draw = async (task, slot, signal) => {
      const drawn = await world.parts.draw(task, slot, signal)
      // It had ended before the abort reached it.
      return task.index === 1
        ? { ...drawn, draw: { ...drawn.draw, end: { type: 'finished', reason: 'stop' } } }
        : drawn
    }
    const running = runVote(planWith({ n: 2, rule: 'lead:1', tie: 'extend' }), { ...world.parts, draw })
    await world.clock.advance(10_000)
    expect(await running).toMatchObject({
      vote: { type: 'won', answer: 'b', votes: 2 },
      samples: { asked: 3, drawn: 3, cancelled: 0 },
    })
  })

  it('keeps seeds within what the runtime takes', () => {
    expect(seedOf(2 ** 31 - 2, 3)).toBe(1)
  })
})
