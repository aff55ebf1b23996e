import { execFileSync } from 'node:child_process'
import { keyAnswer } from '../../src/answer/equivalence/key-answer.ts'
import { groupAnswers } from '../../src/answer/group-answers.ts'
import { sameAnswer } from '../../src/answer/same-answer.ts'
import { randomSource } from '../../src/ground/random.ts'
import type { EqualVector } from '../../test/support/answer-vectors.ts'

/** Times of comparing and grouping, warm. */
export interface Speed {
  readonly medianMs: number
  readonly p99Ms: number
  /** Of two answers that were keyed before, in microseconds. */
  readonly keyedMedianUs: number
  readonly keyedP99Us: number
  /** 10,000 ballots over 2,000 distinct spellings. */
  readonly ballotsMs: number
  /** 10,000 ballots, every one spelt otherwise. */
  readonly distinctBallotsMs: number
}

const tries = 5
const ballots = 10_000

/** Each pair is tried five times and its best time counts: other work on the machine is not what is measured. */
export function measureSpeed(vectors: readonly EqualVector[]): Speed {
  const pairs = vectors.filter((vector) => vector.form === 'answer' && vector.hostile !== true)
  const fresh = pairs.map(({ gold, pred }) => bestOf(() => sameAnswer(gold, pred)))
  const keyed = pairs.map(({ gold, pred }) => {
    const [a, b] = [keyAnswer(gold), keyAnswer(pred)]
    return bestOf(() => sameAnswer(a, b)) * 1000
  })
  return {
    medianMs: quantile(fresh, 0.5),
    p99Ms: quantile(fresh, 0.99),
    keyedMedianUs: quantile(keyed, 0.5),
    keyedP99Us: quantile(keyed, 0.99),
    ballotsMs: bestOf(() => groupAnswers(ballotsOver(2000))),
    distinctBallotsMs: bestOf(() => groupAnswers(ballotsOver(ballots))),
  }
}

/** What importing the engine takes in a fresh process. */
export interface ImportTime {
  readonly elapsedMs: number
  readonly cpuMs: number
}

/** The best of nine fresh processes, of the clock and of the CPU each: what waits for other work on the machine is not measured. */
export function measureImport(): ImportTime {
  const url = new URL('../../src/answer/group-answers.js', import.meta.url).href
  const code = `
    const [start, before] = [performance.now(), process.cpuUsage()]
    await import(${JSON.stringify(url)})
    const [elapsed, { user, system }] = [performance.now() - start, process.cpuUsage(before)]
    console.log(elapsed, (user + system) / 1000)`
  const runs = Array.from({ length: 9 }, () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })
      .split(' ')
      .map(Number),
  )
  const least = (place: number): number =>
    Math.min(...runs.map((run) => run[place] ?? Number.POSITIVE_INFINITY))
  return { elapsedMs: least(0), cpuMs: least(1) }
}

function bestOf(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < tries; round++) {
    const start = performance.now()
    work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

/** Ballots as a mixed crowd writes them: fractions, decimals, roots, sums of unknowns. */
function ballotsOver(distinct: number): string[] {
  const random = randomSource(distinct)
  const spellings = [
    (n: number) => String(n),
    (n: number) => `\\frac{${n}}{7}`,
    (n: number) => `${n}/7`,
    (n: number) => (n / 8).toFixed(3),
    (n: number) => `${n}\\sqrt{2}`,
    (n: number) => `x = ${n}`,
    (n: number) => `(${n}, ${n + 1})`,
    (n: number) => `${n}x + 1`,
  ]
  const texts = Array.from({ length: distinct }, (_, index) => {
    const spell = spellings[index % spellings.length]
    return spell === undefined ? '' : spell(Math.floor(index / spellings.length) + 1)
  })
  if (distinct === ballots) return texts
  return Array.from({ length: ballots }, () => texts[random.below(distinct)] ?? '')
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
