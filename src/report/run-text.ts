import { letterOfPosition } from '../answer/option-letters.ts'
import { goldAnswers } from '../config/problem.ts'
import type { Verdict } from '../experiment/grade.ts'
import { lastAttempts, type RecordedProblem, type RecordedRun } from '../experiment/recorded-problems.ts'
import type { RunSummary } from '../experiment/result-schema.ts'
import { endingDetail, endingText } from '../sample/ending-text.ts'
import type { Sample } from '../sample/sample.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import { type BallotTerms, ballotOf } from '../vote/ballot.ts'
import type { VoteExplanation } from '../vote/explanation-schema.ts'
import { outcomeNames } from '../vote/outcome-terms.ts'
import { electorateWords, policyWords } from '../vote/policy.ts'
import type { VotedSample } from '../vote/recount.ts'
import type { Tally } from '../vote/tally.ts'
import { alignColumns } from './columns.ts'
import { ballotText, extractionLines, groupingLines } from './explanation-text.ts'
import { formatCount, formatMany, formatSpan, oneLine } from './format.ts'
import { settingWords } from './setting-words.ts'

/**
 * What a run was begun with, and how it stands.
 *
 * @param named - What the commands call the run.
 */
export function runLines(
  summary: RunSummary,
  manifest: RecordedRun['manifest'],
  named = summary.runId,
): string[] {
  const { model, request, runtime, dataset, answer, limits, budget } = manifest
  const { preset, profile, seedBase, slots, onTrip, grownFrom } = manifest
  const state = {
    ended: 'ended',
    unfinished: `unfinished: magi ${manifest.command} --resume ${named}`,
  }
  const asked = [
    ...policyWords(manifest, budget === undefined ? undefined : `budget ${settingWords(budget).join(', ')}`),
    ...(grownFrom === undefined ? [] : [`grown from n ${grownFrom.join(', ')}`]),
    `answer ${answer.kind}`,
    `on trip ${onTrip}`,
    ...electorateWords(manifest),
  ]
  return [
    `run ${summary.runId} in ${summary.folder}`,
    `${summary.command} of ${summary.createdAt} by Magi ${manifest.magiVersion}, ${summary.state === 'being-written' ? 'being written' : state[summary.state]}`,
    `model ${model.name} (${model.digest.slice(0, 12)}), card ${model.card}, runtime ${runtime.version} at ${runtime.host}`,
    dataset === undefined
      ? `prompt ${oneLine(summary.prompt ?? '', 200)}`
      : `dataset ${dataset.path}, ${formatMany(dataset.problems, 'problem')}`,
    `preset ${preset}, profile ${profile}, ${formatMany(slots, 'slot')}, seed ${seedBase}`,
    `request ${[...settingWords(request.options), ...(request.think === undefined ? [] : [`think ${String(request.think)}`])].join(' · ')}`,
    ...(Object.keys(limits).length === 0 ? [] : [`limits ${settingWords(limits).join(' · ')}`]),
    asked.join(' · '),
  ].map(cleanForTerminal)
}

/** What a run came to, in a few words. */
export function runOutcome({ command, state, votes, answer }: RunSummary): string {
  if (state === 'being-written') return 'being written'
  if (votes === undefined || state === 'unfinished') return 'unfinished'
  if (answer !== undefined) return answer
  const counts = Object.entries(votes).filter(([, count]) => count > 0)
  const words = counts.map(([type, count]) => {
    const name = outcomeNames[type as keyof typeof outcomeNames]
    return command === 'vote' ? name : `${count} ${name}`
  })
  return words.join(', ')
}

/** What is asked by one problem of an experiment, and what is known to be right. */
export function problemLines({ problem }: Pick<RecordedProblem, 'problem'>): string[] {
  if (problem === undefined) return []
  const gold = goldAnswers(problem)
  const { id, prompt, choices = [] } = problem
  return [
    `problem ${id}: ${oneLine(prompt, 400)}`,
    ...choices.map((choice, place) => `  ${letterOfPosition(place)}) ${oneLine(choice, 120)}`),
    ...(gold.length === 0 ? [] : [`known answer ${gold.join(' or ')}`]),
  ].map(cleanForTerminal)
}

/** The samples of one problem: a line each, the last attempt at each place. */
export function sampleLines(
  { samples }: Pick<RecordedProblem, 'samples'>,
  tally: Pick<Tally, 'clusters'>,
  terms: BallotTerms,
): string[] {
  const clusterOf = new Map(
    tally.clusters.flatMap((cluster) => cluster.samples.map((index) => [index, cluster.answer] as const)),
  )
  const clean = (text: string, most: number) => oneLine(cleanForTerminal(text), most)
  const rows = lastAttempts(samples).map((sample) => {
    const { index, end, forced, answer, tokens, timing, attempt } = sample
    const ballot = ballotOf(sample, terms)
    const counted = clusterOf.get(index)
    const abstains = ballot?.type === 'abstained' ? `abstains: ${ballot.reason}` : 'no ballot'
    return [
      `#${index}${attempt > 1 ? ` (attempt ${attempt})` : ''}`,
      clean(`${endingText(end, cutOff)}${forced ? ', forced' : ''}`, 40),
      answer.type === 'found' ? clean(answer.value, 40) : '',
      answer.type === 'found' ? answer.by : '',
      counted === undefined ? abstains : `for ${clean(counted, 30)}`,
      `${formatCount(tokens.output)} tokens`,
      formatSpan(timing.elapsedMs),
    ]
  })
  const header = ['sample', 'ending', 'answer', 'found by', 'counted', 'tokens', 'time']
  return alignColumns([header, ...rows], [1, 2, 3, 4])
}

/** What is known of a sample beside its record. */
export interface SampleBackground {
  readonly attempts: number
  readonly explanation: VoteExplanation
  /** Against the gold answer, where there is one. */
  readonly verdict?: Verdict
}

/** One sample whole: thinking, answer, ending, and why it was counted as it was. */
export function wholeSampleLines(
  sample: Sample,
  { attempts, explanation, verdict }: SampleBackground,
): string[] {
  const { key, seed, thinking, text, answer, end, forced, tokens, timing, attempt } = sample
  const why = explanation.samples.find(({ index }) => index === sample.index)
  const { clusters } = explanation
  const numbers = [
    `seed ${seed}`,
    `attempt ${attempt}${attempts > 1 ? ` of ${attempts}` : ''}`,
    `${formatCount(tokens.output)} tokens (${formatCount(tokens.thinking)} thinking)`,
    formatSpan(timing.elapsedMs),
    ...(timing.firstPartMs === undefined ? [] : [`first part after ${formatSpan(timing.firstPartMs)}`]),
    ...(timing.tokensPerSecond === undefined ? [] : [`${timing.tokensPerSecond.toFixed(1)} tokens a second`]),
  ]
  const body = (title: string, content: string) =>
    content === '' ? [`${title}: none`] : [`${title}:`, ...cleanForTerminal(content).trimEnd().split('\n')]
  return [
    `sample ${cleanForTerminal(key)}: ${numbers.join(' · ')}`,
    '',
    ...body('thinking', thinking),
    '',
    ...body('answer text', text),
    '',
    cleanForTerminal(
      `ended: ${endingText(end, cutOff)}${detailOf(end)}${forced ? '; its answer was forced out after that' : ''}`,
    ),
    answer.type === 'found'
      ? `answer: ${oneLine(cleanForTerminal(answer.value), 200)} (${answer.kind}, by ${answer.by})`
      : `no answer: ${answer.reason}`,
    ...(why === undefined ? [] : [`ballot: ${ballotText(why.ballot, clusters)}`]),
    ...(verdict === undefined
      ? []
      : [
          `${verdict.correct ? 'right' : 'wrong'}: ${oneLine(cleanForTerminal(verdict.gold), 100)} is known to be the answer (${verdict.by})`,
        ]),
    ...(why === undefined || why.steps.length === 0
      ? ['', 'its answer text was not searched']
      : ['', 'how its answer was looked for:', ...indented(extractionLines(why.steps))]),
    ...(clusters.length === 0
      ? []
      : ['', 'how the answers were grouped:', ...indented(groupingLines(clusters))]),
  ]
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}

/** How `runs show` says that output reached its limit. */
const cutOff = 'cut off by the length limit'

function detailOf(end: VotedSample['end']): string {
  return end.type === 'tripped' || end.type === 'failed' ? ` (${endingDetail(end)})` : ''
}
