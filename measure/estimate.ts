import { defaultResampling } from '../src/experiment/estimate/estimate.ts'
import { estimateSource } from '../src/experiment/estimate/estimate-source.ts'
import type { ProblemOutcome } from '../src/experiment/estimate/outcome.ts'
import { outcomeOfRecorded } from '../src/experiment/outcome-of.ts'
import { randomSource } from '../src/ground/random.ts'
import { alignColumns } from '../src/report/columns.ts'
import { wilsonInterval } from '../src/vote/wilson.ts'
import { readRecordings } from './support/recordings.ts'

const ks = [1, 4, 8, 16, 40]

/**
 * maj@k and pass@k of recorded answers, with clustered standard errors, and how long estimating took.
 *
 * @param args - Trace files; the shared ones where there are none.
 */
export async function run(args: string[]): Promise<void> {
  const rows = [['source', 'questions', 'samples', ...ks.map((k) => `maj@${k} (s.e.)`), 'pass@40', 'ms']]
  printCoverage()
  printLeaderCoverage()
  const recordings = await readRecordings(args)
  if (recordings.length === 0) return
  for (const { source, questions } of recordings) {
    const outcomes = questions.map((question) => outcomeOfRecorded(question))
    const startMs = performance.now()
    const { majAtK, passAtK, problems, samples } = estimateSource(outcomes, {
      ks,
      resampling: defaultResampling,
    })
    const elapsedMs = performance.now() - startMs
    rows.push([
      source,
      String(problems),
      String(samples),
      ...ks.map((k) => {
        const point = majAtK.find((each) => each.k === k)
        return point === undefined
          ? ''
          : `${(100 * point.mean).toFixed(2)} (${(100 * (point.standardError ?? 0)).toFixed(1)})`
      }),
      (100 * (passAtK.find(({ k }) => k === 40)?.mean ?? 0)).toFixed(2),
      elapsedMs.toFixed(0),
    ])
  }
  process.stdout.write(
    `maj@k and pass@k in per cent, exact means over the recorded samples; standard errors clustered by question; with 2,000 bootstrap draws (measured)\n\n${alignColumns(rows).join('\n')}\n`,
  )
}

/** Experiments that are simulated for each row of the coverage. */
const experiments = 1_000

/**
 * How often the 95 % intervals hold what they are of (*simulated*): right or wrong samples drawn from problems whose chances are known.
 * `other problems`: the problems of each experiment are drawn anew, one sample each. `these problems`: 30 problems stay, with 16 samples each.
 */
function printCoverage(): void {
  const random = randomSource(20_261_201)
  const rows = [
    ['interval of pass@1', 'problems', 'accuracy, %', 'covers, %', 'mean width, points', 'no width, %'],
  ]
  for (const count of [30, 100]) {
    for (const chance of [0.5, 0.8, 0.96]) {
      const intervals = Array.from({ length: experiments }, (_, seed) => {
        const problems = Array.from({ length: count }, (_, at) => drawn(at, 1, () => random.next() < chance))
        return estimateSource(problems, { resampling: { draws: 400, seed } }).passAt1?.interval
      })
      rows.push(['other problems', String(count), (100 * chance).toFixed(0), ...coverage(intervals, chance)])
    }
  }
  const chances = Array.from({ length: 30 }, (_, at) => 0.1 + (0.85 * at) / 29)
  const truth = chances.reduce((sum, chance) => sum + chance, 0) / chances.length
  const intervals = Array.from({ length: experiments }, () => {
    const problems = chances.map((chance, at) => drawn(at, 16, () => random.next() < chance))
    return estimateSource(problems, { ks: [16], resampling: { draws: 1, seed: 1 } }).passAt1?.sameProblems
  })
  rows.push(['these problems', '30', (100 * truth).toFixed(0), ...coverage(intervals, truth)])
  process.stdout.write(
    `Coverage of the 95 % intervals, ${experiments} experiments a row (simulated)\n\n${alignColumns(rows).join('\n')}\n\n`,
  )
}

function drawn(at: number, samples: number, isRight: () => boolean): ProblemOutcome {
  const all = Array.from({ length: samples }, () => ({ cluster: isRight() ? 0 : 1 }))
  return { id: `p${at}`, samples: all, correct: [0] }
}

/** In per cent: how many intervals hold the truth; their mean width; how many have none. */
function coverage(
  intervals: readonly (readonly [number, number] | undefined)[],
  truth: number,
): [covers: string, width: string, none: string] {
  const given = intervals.flatMap((interval) => (interval === undefined ? [] : [interval]))
  const covering = given.filter(([low, high]) => low <= truth && truth <= high).length
  const width = given.reduce((sum, [low, high]) => sum + high - low, 0) / Math.max(1, given.length)
  const percent = (count: number) => ((100 * count) / intervals.length).toFixed(1)
  return [percent(covering), (100 * width).toFixed(1), percent(intervals.length - given.length)]
}

/** How often the interval of the leader's share holds its true share (*simulated*): it is the leader because it came out well. */
function printLeaderCoverage(): void {
  const random = randomSource(20_261_201)
  const votes = 10_000
  const electorates = [
    [0.6, 0.2, 0.1, 0.1],
    [0.4, 0.3, 0.1, 0.1, 0.1],
    [0.3, 0.25, 0.2, 0.15, 0.1],
    [0.2, 0.2, 0.2, 0.2, 0.2],
  ]
  const rows = electorates.map((shares) => [
    shares.map((share) => 100 * share).join(' / '),
    ...[8, 16, 40].map((ballots) => {
      let covered = 0
      for (let vote = 0; vote < votes; vote += 1) {
        const counts = shares.map(() => 0)
        for (let ballot = 0; ballot < ballots; ballot += 1) {
          const place = placeOf(shares, random.next())
          counts[place] = (counts[place] ?? 0) + 1
        }
        const most = Math.max(...counts)
        const [low, high] = wilsonInterval(most, ballots)
        const truth = shares[counts.indexOf(most)] ?? 0
        if (low <= truth && truth <= high) covered += 1
      }
      return ((100 * covered) / votes).toFixed(0)
    }),
  ])
  const header = ['true shares, %', '8 ballots', '16', '40']
  process.stdout.write(
    `Coverage of the interval of the leader’s share, in per cent of ${votes} votes (simulated)\n\n${alignColumns([header, ...rows]).join('\n')}\n\n`,
  )
}

/** The answer that a number from 0 to 1 falls on. */
function placeOf(shares: readonly number[], chance: number): number {
  let sum = 0
  const place = shares.findIndex((share) => {
    sum += share
    return chance < sum
  })
  return place < 0 ? shares.length - 1 : place
}
