import { createSimulation, type SimulationPlan } from '../src/experiment/simulate.ts'
import { simulateQuestion } from '../src/experiment/simulate-question.ts'
import type { SimulationRow } from '../src/experiment/simulation-schema.ts'
import { randomSource } from '../src/ground/random.ts'
import { expectedAgreement, riskOfChange } from '../src/vote/risk.ts'
import { eager, lookahead } from '../src/vote/schedule.ts'
import { parseStopRule } from '../src/vote/stop-rules.ts'
import { type Recording, readRecordings, reordered } from './support/recordings.ts'
import { mean, percent, print, printTable } from './support/table.ts'

/** Per source, by the authors' own code on the same files: all 40 right | beta 0.95 | ESC, shuffled | ConSol. */
const published: Record<string, readonly [fixed: string, beta: string, window: string, lead: string]> = {
  'atts-math500': ['89.00', '89.00 / 9.63', '84.70 / 14.67', '89.00 / 6.87 / 100.00'],
  'boinf-aime2024': ['84.55', '84.55 / 10.85', '83.23 / 14.93', '84.85 / 7.19 / 99.39'],
  'boinf-aime2025': ['78.48', '78.48 / 13.48', '76.41 / 18.80', '78.18 / 9.08 / 99.09'],
  'boinf-gpqa': ['69.44', '69.61 / 11.36', '69.61 / 15.42', '69.36 / 5.77 / 94.61'],
  'boinf-math500': ['96.66', '96.69 / 4.85', '96.66 / 6.52', '96.60 / 3.33 / 99.57'],
  'consol-aime2024': ['85.56', '85.56 / 10.52', '86.00 / 15.44', '87.78 / 5.56 / 97.78'],
  'consol-gpqa': ['68.18', '68.18 / 9.96', '68.61 / 13.72', '67.17 / 5.03 / 97.47'],
  'consol-gsm8k': ['94.23', '94.23 / 6.27', '94.17 / 9.18', '94.16 / 4.03 / 99.17'],
  'consol-medqa': ['74.31', '74.31 / 8.29', '74.31 / 10.93', '74.47 / 4.38 / 96.47'],
  'esc-last_letters': ['83.00', '82.80 / 6.40', '83.19 / 8.78', '82.80 / 3.96 / 99.20'],
}

const recordedOrder = { slots: [1], schedules: ['lookahead'], tie: 'first' } as const

/**
 * Prints what the stop rules draw, answer and spend on recorded runs.
 *
 * @param args - `--orders K` (random orders of a question; 4), then trace files (those in `../shared/traces`).
 */
export async function run(args: string[]): Promise<void> {
  const at = args.indexOf('--orders')
  const orders = at < 0 ? 4 : Number(args[at + 1])
  const paths = at < 0 ? args : args.toSpliced(at, 2)
  const recordings = await readRecordings(paths)
  if (recordings.length === 0) return
  print(
    'Everything here is *simulated*: recorded answers drawn again, ties to the smallest launch index, no model.',
  )
  print(
    "Columns called *published* are the authors' own code on the same files, as the studies of these rules report it.",
  )
  print()
  inRecordedOrder(recordings)
  inRandomOrders(recordings, orders)
  onSlots(recordings, orders)
  lookaheadEqualsSequential(recordings)
  forecast(recordings)
  cost()
}

function inRecordedOrder(recordings: readonly Recording[]): void {
  const labels = [
    'all',
    'beta',
    'window',
    'lead',
    'certain',
    'predictive:0.02',
    'predictive:0.01',
    'predictive',
  ]
  const started = performance.now()
  const rows = recordings.map((recording) => {
    const found = new Map(simulated(recording, [40], labels).map((row) => [row.rule, row]))
    const show = (label: string, ...parts: ((row: SimulationRow) => string)[]) => {
      const row = found.get(label)
      return row === undefined ? '–' : parts.map((part) => part(row)).join(' / ')
    }
    const right = (row: SimulationRow) => percent(row.accuracy)
    const [fixed, beta, window, lead] = published[recording.source] ?? ['–', '–', '–', '–']
    return [
      recording.source,
      show('all', right),
      fixed,
      show('beta', right, samples),
      beta,
      show('window', right, samples),
      window,
      show('lead', right, samples, agreement),
      lead,
      show('certain', samples),
      ...labels.slice(-3).map((label) => show(label, samples, agreement)),
    ]
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  print(
    `N = 40, recorded order, one at a time; accuracy / samples / agreement with all 40 (${seconds} s for all rules)`,
  )
  print()
  const predictive = ['0.02', '0.01', '0.005'].map((risk) => `predictive ${risk}`)
  const peers = ['all 40', 'beta 0.95', 'window 5', 'lead 3'].flatMap((rule) => [rule, 'published'])
  printTable(['source', ...peers, 'certain', ...predictive], rows)
  print()
  print(
    "The authors' window code shuffles the samples, and takes five samples without an answer for unanimous.",
  )
  print()
}

function inRandomOrders(recordings: readonly Recording[], orders: number): void {
  const predictive = ['0.05', '0.02', '0.01', '0.005', '0.003', '0.001'].map((risk) => `predictive:${risk}`)
  const labels = ['all', 'certain', 'beta:0.95', 'beta:0.9', 'window', 'lead', ...predictive]
  const asked = [8, 16, 40]
  const bySource = recordings.map((recording) => simulated(shuffled(recording, orders), asked, labels))
  print(
    `Random orders, one at a time, mean of ${recordings.length} sources: samples / agreement / per cent of the tokens`,
  )
  print()
  const rows = labels.map((label) => [
    label,
    ...asked.map((n) => {
      const here = bySource.flat().filter((row) => row.rule === label && row.n === n)
      const drawn = mean(here.map((row) => row.samplesMean))?.toFixed(2)
      const tokens = percent(mean(here.map((row) => row.tokensShare)), 1)
      return `${drawn} / ${percent(mean(here.map((row) => row.agreement)))} / ${tokens}`
    }),
  ])
  printTable(['rule', ...asked.map((n) => `N = ${n}`)], rows)
  print()
}

function onSlots(recordings: readonly Recording[], orders: number): void {
  const reasoning = recordings.filter((recording) => /^boinf-/.test(recording.source))
  if (reasoning.length === 0) return
  const plans = [
    ['certain', 'eager'],
    ['beta', 'eager'],
    ['window', 'lookahead'],
    ['predictive', 'eager'],
    ['predictive', 'lookahead'],
  ] as const
  const rows = [
    [8, 4] as const,
    [8, 8] as const,
    [16, 4] as const,
    [16, 8] as const,
    [40, 8] as const,
  ].flatMap(([n, slots]) =>
    plans.map(([rule, schedule]) => {
      const here = reasoning.flatMap((recording) =>
        rowsOf(shuffled(recording, orders), {
          rules: [parseStopRule(rule)],
          asked: [n],
          slots: [slots],
          schedules: [schedule],
          tie: 'first',
        }),
      )
      const average = (key: 'samplesMean' | 'tokensShare' | 'timeShare' | 'agreement') =>
        mean(here.map((row) => row[key]))
      return [
        `${n}, ${slots}`,
        `${rule} ${schedule}`,
        average('samplesMean')?.toFixed(2) ?? '–',
        percent(average('tokensShare'), 1),
        percent(average('timeShare'), 1),
        percent(average('agreement')),
      ]
    }),
  )
  print(
    `Slots, random orders, mean of ${reasoning.map(({ source }) => source).join(', ')}; tokens and time against all N on the same slots`,
  )
  print()
  printTable(['N, slots', 'rule and schedule', 'samples', 'tokens %', 'time %', 'agreement'], rows)
  print()
}

function lookaheadEqualsSequential(recordings: readonly Recording[]): void {
  let runs = 0
  let differences = 0
  for (const { questions } of recordings) {
    for (const question of questions) {
      for (const label of ['predictive', 'beta', 'certain']) {
        const plan = { rule: parseStopRule(label), asked: 40, tie: 'first', extension: 0 } as const
        if (question.classes.length < plan.asked) continue
        const { time: _, ...one } = simulateQuestion(question, { ...plan, schedule: eager, slots: 1 })
        for (const slots of [4, 8]) {
          const { time: __, ...ahead } = simulateQuestion(question, { ...plan, schedule: lookahead, slots })
          runs++
          if (JSON.stringify(ahead) !== JSON.stringify(one)) differences++
        }
      }
    }
  }
  print(
    `lookahead against one at a time (predictive, beta, certain; 4 and 8 slots): ${differences} differences in ${runs} runs`,
  )
  print()
}

function forecast(recordings: readonly Recording[]): void {
  const rule = parseStopRule('predictive')
  const rows = recordings.map(({ source, questions }) => {
    const long = questions.filter((question) => question.classes.length >= 40)
    const risks = long.map(
      (question) =>
        simulateQuestion(question, { rule, asked: 40, schedule: eager, slots: 1, tie: 'first', extension: 0 })
          .risk,
    )
    const [row] = simulated({ source, questions: long }, [40], ['predictive'])
    return [source, percent(expectedAgreement(risks)), percent(row?.agreement)]
  })
  print(
    'Expected agreement (1 - mean risk at the stop, a forecast) and agreement found; predictive, N = 40, recorded order',
  )
  print()
  printTable(['source', 'expected', 'found'], rows)
  print()
}

/** The time of one risk that was not computed before, after a few others have warmed the machine up. */
function cost(): void {
  const times: number[] = []
  for (let leader = 1; leader <= 24; leader++) {
    const counts = [leader, ...[9, 7, 6, 5, 4, 3, 2, 1].filter((votes) => votes <= leader)]
    const drawn = counts.reduce((sum, votes) => sum + votes, 0)
    const started = performance.now()
    riskOfChange({ counts, drawn, asked: 64 })
    times.push(performance.now() - started)
  }
  const sorted = times.slice(4).toSorted((left, right) => left - right)
  const middle = sorted[Math.floor(sorted.length / 2)]?.toFixed(3)
  print(
    `One risk at N = 64, not computed before: median ${middle} ms, slowest ${sorted.at(-1)?.toFixed(3)} ms (*measured*)`,
  )
}

function simulated(
  recording: Recording,
  asked: readonly number[],
  labels: readonly string[],
): SimulationRow[] {
  return rowsOf(recording, { ...recordedOrder, asked, rules: labels.map(parseStopRule) })
}

function rowsOf({ questions }: Recording, plan: SimulationPlan): SimulationRow[] {
  const simulation = createSimulation(plan)
  for (const question of questions) simulation.add(question)
  return simulation.rows()
}

/** Every question in several random orders; fewer of them where there are many questions. The same for the same number. */
function shuffled({ source, questions }: Recording, orders: number): Recording {
  const random = randomSource(20_251)
  const each = questions.length > 1000 ? Math.max(1, Math.round(orders / 4)) : orders
  return {
    source,
    questions: questions.flatMap((question) =>
      Array.from({ length: each }, () => reordered(question, random)),
    ),
  }
}

function samples(row: SimulationRow): string {
  return row.samplesMean.toFixed(2)
}

function agreement(row: SimulationRow): string {
  return percent(row.agreement)
}
