import { type QuestionOutcome, sameOutcome, simulateQuestion } from '../src/experiment/simulate-question.ts'
import { simulateSpending } from '../src/experiment/simulate-spending.ts'
import type { RecordedQuestion } from '../src/experiment/trace/question.ts'
import { randomSource } from '../src/ground/random.ts'
import { allRule } from '../src/vote/rule/all.ts'
import { eager } from '../src/vote/schedule.ts'
import { type BatchGains, meanGain } from './support/gain.ts'
import { type Recording, readRecordings, reordered } from './support/recordings.ts'
import { mean, percent, print, printTable } from './support/table.ts'

const most = 40
const budgets = [2, 3, 4, 8, 12, 16]

/** Token limits of the recorders: a chain that ends there was cut off, whatever was read out of it, and abstains. */
const recorderLimits = new Set([30_268, 50_000, 100_000])

/** Mean of ten sources by the study of this policy: accuracy less that of 40 / agreement with 40. */
const published: Record<number, readonly [uniform: string, risk: string]> = {
  2: ['-5.72 / 85.6', '-3.64 / 89.7'],
  3: ['-3.42 / 89.3', '-1.86 / 93.4'],
  4: ['-2.63 / 90.7', '-0.95 / 95.1'],
  8: ['-1.23 / 94.0', '-0.30 / 98.7'],
  12: ['-0.65 / 95.5', '-0.09 / 99.7'],
  16: ['-0.35 / 96.4', '-0.03 / 99.9'],
}

/** The same study: accuracy by risk (of 40) less uniform, in points, with its interval; of ten sources. */
const publishedGain: Record<number, string> = {
  2: '+1.97 [1.75 2.19]',
  4: '+1.30 [0.96 1.59]',
  8: '+0.93 [0.65 1.25]',
  16: '+0.32 [0.05 0.54]',
}

/** The same study by source: accuracy of all 40, and uniform and by risk of 40 for 4 and 8 samples a question. */
const publishedAccuracy: Record<string, readonly [all: string, four: string, eight: string]> = {
  'atts-math500': ['88.1', '82.2 → 85.1', '85.2 → 88.0'],
  'boinf-aime2024': ['85.5', '80.3 → 82.6', '83.1 → 85.0'],
  'boinf-aime2025': ['78.1', '73.3 → 74.2', '76.1 → 77.0'],
  'boinf-gpqa': ['69.9', '68.1 → 69.3', '68.9 → 69.8'],
  'boinf-math500': ['96.7', '96.3 → 96.7', '96.5 → 96.7'],
  'consol-aime2024': ['86.0', '81.4 → 83.6', '83.8 → 84.9'],
  'consol-gpqa': ['68.4', '68.4 → 68.5', '68.4 → 68.4'],
  'consol-gsm8k': ['94.2', '92.5 → 94.2', '93.6 → 94.2'],
  'consol-medqa': ['74.3', '73.6 → 74.1', '74.0 → 74.3'],
  'esc-last_letters': ['83.2', '82.1 → 83.0', '82.6 → 83.2'],
}

/** Shares of questions, for one way to spend one budget. */
interface Score {
  readonly accuracy: number
  readonly agreement: number
  readonly expected?: number | undefined
}

interface SourceScores {
  readonly source: string
  readonly all: Score
  readonly uniform: ReadonlyMap<number, Score>
  readonly risk: ReadonlyMap<number, Score>
  /** For each budget and batch, what spending by risk gains on each question. */
  readonly gains: ReadonlyMap<number, readonly BatchGains[]>
}

/** One batch in one order. */
interface BatchScores extends Omit<SourceScores, 'source' | 'gains'> {
  /** Of each question, 1 where only spending by risk is right, -1 where only uniform is, else 0. */
  readonly gains: ReadonlyMap<number, readonly number[]>
}

/**
 * Prints what a budget shared by risk gains over the same number of samples for every question.
 *
 * @param args - `--orders K` (random orders; 5), `--slots C` (samples in flight; 1), then trace files (those in `../shared/traces`).
 */
export async function run(args: string[]): Promise<void> {
  const rest = [...args]
  const option = (name: string, otherwise: number) => {
    const at = rest.indexOf(name)
    return at < 0 ? otherwise : Number(rest.splice(at, 2)[1])
  }
  const orders = option('--orders', 5)
  const slots = option('--slots', 1)
  const recordings = await readRecordings(rest)
  if (recordings.length === 0) return
  const scores = recordings.map((recording) => scoreSource(recording, orders, slots))
  print(
    `*Simulated* on recorded runs: ${orders} random orders, ${slots} in flight, at most ${most} a question; a batch is one model on one data set.`,
  )
  print()
  print(
    `Accuracy less that of all ${most} (points) / agreement with all ${most} (per cent), mean of ${scores.length} sources; *published*: of ten`,
  )
  print()
  printTable(
    ['samples a question', 'uniform', 'published', 'by risk', 'published', 'expected agreement'],
    budgets.map((budget) => [
      String(budget),
      difference(scores, (source) => source.uniform.get(budget)),
      published[budget]?.[0] ?? '–',
      difference(scores, (source) => source.risk.get(budget)),
      published[budget]?.[1] ?? '–',
      percent(mean(scores.map((source) => source.risk.get(budget)?.expected)), 1),
    ]),
  )
  print()
  print(
    `By risk less uniform (points), 95 % interval over questions; *published*: of ten sources, and of these ${scores.length} where it is given by source`,
  )
  print()
  printTable(
    ['samples a question', 'gain', 'published', 'published, these sources'],
    budgets.map((budget) => [
      String(budget),
      gainText(scores.map(({ gains }) => gains.get(budget) ?? [])),
      publishedGain[budget] ?? '–',
      publishedOf(scores, budget),
    ]),
  )
  print()
  print('Accuracy by source, uniform → by risk')
  print()
  const arrow = ({ uniform, risk }: SourceScores, budget: number) =>
    [uniform, risk].map((spent) => percent(spent.get(budget)?.accuracy, 1)).join(' → ')
  printTable(
    ['source', `all ${most}`, 'published', '4 a question', 'published', '8 a question', 'published'],
    scores.map((scored) => {
      const [all = '–', four = '–', eight = '–'] = publishedAccuracy[scored.source] ?? []
      return [
        scored.source,
        percent(scored.all.accuracy, 1),
        all,
        arrow(scored, 4),
        four,
        arrow(scored, 8),
        eight,
      ]
    }),
  )
}

function scoreSource({ source, questions }: Recording, orders: number, slots: number): SourceScores {
  const random = randomSource(7)
  const usable = questions.map(withRecorderLimits).filter((question) => question.classes.length >= most)
  const batches = new Map<string, RecordedQuestion[]>()
  for (const question of usable) {
    const name = `${question.dataset} ${question.model}`
    batches.set(name, [...(batches.get(name) ?? []), question])
  }
  const byBatch = [...batches.values()].map((batch) =>
    Array.from({ length: orders }, () =>
      scoreBatch(
        batch.map((question) => reordered(question, random)),
        slots,
      ),
    ),
  )
  const runs = byBatch.flat()
  const averageOf = (pick: (run: BatchScores) => Score | undefined): Score => ({
    accuracy: mean(runs.map((run) => pick(run)?.accuracy)) ?? 0,
    agreement: mean(runs.map((run) => pick(run)?.agreement)) ?? 0,
    expected: mean(runs.map((run) => pick(run)?.expected)),
  })
  return {
    source,
    all: averageOf((run) => run.all),
    uniform: new Map(budgets.map((budget) => [budget, averageOf((run) => run.uniform.get(budget))])),
    risk: new Map(budgets.map((budget) => [budget, averageOf((run) => run.risk.get(budget))])),
    gains: new Map(
      budgets.map((budget) => [
        budget,
        byBatch.map((ordered) => meanOfEach(ordered.map(({ gains }) => gains.get(budget) ?? []))),
      ]),
    ),
  }
}

/** Position by position the mean over lists of the same length. */
function meanOfEach(lists: readonly (readonly number[])[]): number[] {
  return (lists[0] ?? []).map((_, at) => mean(lists.map((list) => list[at])) ?? 0)
}

function gainText(sources: readonly (readonly BatchGains[])[]): string {
  const { mean: gain, interval } = meanGain(sources)
  const points = (share: number) => (100 * share).toFixed(2)
  return `+${points(gain)} [${interval.map(points).join(' ')}]`.replace('+-', '-')
}

/** The published gain over just these sources, from the accuracies given for each. */
function publishedOf(scores: readonly SourceScores[], budget: number): string {
  const place = { 4: 1, 8: 2 }[budget]
  const gains = scores.flatMap(({ source }) => {
    const [uniform, risk] = (publishedAccuracy[source]?.[place ?? -1] ?? '').split(' → ').map(Number)
    return uniform === undefined || risk === undefined ? [] : [risk - uniform]
  })
  return gains.length < scores.length ? '–' : `+${mean(gains)?.toFixed(2)}`
}

function scoreBatch(batch: readonly RecordedQuestion[], slots: number): BatchScores {
  const uniform = (asked: number) =>
    batch.map(
      (question) =>
        simulateQuestion(question, {
          rule: allRule,
          asked,
          schedule: eager,
          slots: 1,
          tie: 'first',
          extension: 0,
        }).outcome,
    )
  const fixed = uniform(most)
  const score = (outcomes: readonly QuestionOutcome[]): Score => ({
    accuracy: shareOf(batch, (question, at) => isWonBy(outcomes[at], question.goldClass)),
    agreement: shareOf(fixed, (outcome, at) => sameOutcome(outcome, outcomes[at] ?? { type: 'no-answers' })),
  })
  const spent = budgets.map((budget) => ({
    budget,
    even: uniform(budget),
    risk: simulateSpending(batch, { limits: { mean: budget }, most, slots, tie: 'first' }),
  }))
  return {
    all: score(fixed),
    uniform: new Map(spent.map(({ budget, even }) => [budget, score(even)])),
    risk: new Map(
      spent.map(({ budget, risk }) => [
        budget,
        { ...score(risk.outcomes), expected: risk.expectedAgreement },
      ]),
    ),
    gains: new Map(
      spent.map(({ budget, even, risk }) => [
        budget,
        batch.map(
          ({ goldClass }, at) =>
            Number(isWonBy(risk.outcomes[at], goldClass)) - Number(isWonBy(even[at], goldClass)),
        ),
      ]),
    ),
  }
}

/** Samples cut off by the recorder abstain; requests that failed, with no token at all, are left out. */
function withRecorderLimits(question: RecordedQuestion): RecordedQuestion {
  const { answers, classes, tokens } = question
  if (tokens === undefined) return question
  const kept = tokens.flatMap((count, index) => (count > 0 ? [index] : []))
  const pick = <T>(values: readonly T[]) => kept.map((index) => values[index] as T)
  return {
    ...question,
    answers: pick(answers),
    classes: pick(classes.map((answer, index) => (recorderLimits.has(tokens[index] ?? 0) ? -1 : answer))),
    tokens: pick(tokens),
  }
}

function difference(
  scores: readonly SourceScores[],
  pick: (source: SourceScores) => Score | undefined,
): string {
  const accuracy = mean(scores.map((source) => (pick(source)?.accuracy ?? 0) - source.all.accuracy)) ?? 0
  return `${(100 * accuracy).toFixed(2)} / ${percent(mean(scores.map((source) => pick(source)?.agreement)), 1)}`
}

function shareOf<T>(items: readonly T[], holds: (item: T, at: number) => boolean): number {
  return items.filter(holds).length / items.length
}

function isWonBy(outcome: QuestionOutcome | undefined, goldClass: RecordedQuestion['goldClass']): boolean {
  return outcome?.type === 'won' && outcome.answer === goldClass
}
