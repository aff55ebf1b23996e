import { letterOfPosition } from '../answer/option-letters.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { AbstainReason } from '../vote/ballot.ts'
import { decisiveFields } from '../vote/fields/field-vote.ts'
import type { VoteReport } from '../vote/schema.ts'
import type { Tally } from '../vote/tally.ts'
import { abstentionText, clusterLines } from './ballot-board.ts'
import { assemblyLines, fieldLines } from './field-text.ts'
import { formatBound, formatCount, formatMany, formatShare, formatSpan, oneLine } from './format.ts'

/**
 * The winner alone, for stdout; nothing where nobody won, so that a script takes no tied answer for one.
 *
 * @param choices - The options of a choice, in their order: the answer is the text of one, not its letter.
 */
export function voteAnswer({ vote }: Pick<VoteReport, 'vote'>, choices?: readonly string[]): string {
  return vote.type === 'won' ? `${cleanForTerminal(optionText(vote.answer, choices))}\n` : ''
}

/** An answer to a choice as the option says it; what names no option stays. */
function optionText(answer: string, choices: readonly string[] = []): string {
  return choices.find((_, place) => letterOfPosition(place) === answer) ?? answer
}

/**
 * The vote for a person: bars, spellings, verdict, and what it cost.
 *
 * @param isOver - False where something else than the rule or the budget ended it, so that it can go on.
 * @param choices - The options of a choice, in their order.
 */
export function voteLines(
  report: VoteReport,
  tally: Tally,
  isOver = true,
  choices?: readonly string[],
): string[] {
  const named = (answer: string) => optionText(answer, choices)
  const clusters = tally.clusters.map((cluster) => ({ ...cluster, answer: named(cluster.answer) }))
  const assembly = assemblyOf(report)
  const counted =
    assembly === undefined
      ? [...clusterLines({ ...tally, clusters }), ...spellingLines(report)]
      : [...fieldLines(fieldsOf(report)), abstentionText(tally), ...assemblyLines(assembly)]
  return [...counted.filter((line) => line !== ''), ...outcomeLines(report, isOver, choices)]
}

/** The vote in words, without its bars: spellings, verdict, and what it cost. */
export function voteWords(report: VoteReport): string[] {
  const assembly = assemblyOf(report)
  const counted =
    assembly === undefined
      ? spellingLines(report)
      : [...fieldLines(fieldsOf(report)), ...assemblyLines(assembly)]
  return [...counted, ...outcomeLines(report, true)]
}

function spellingLines({ clusters }: VoteReport): string[] {
  return clusters
    .filter((cluster) => cluster.spellings.length > 1)
    .map(
      (cluster) =>
        `written as: ${cluster.spellings.map((text) => oneLine(cleanForTerminal(text))).join(' · ')}`,
    )
}

/** How the answer was put together, where fields were voted on. */
function assemblyOf({ vote }: VoteReport) {
  return vote.type === 'won' || vote.type === 'short' ? vote.assembly : undefined
}

function fieldsOf({ vote }: VoteReport) {
  return vote.type === 'won' || vote.type === 'short' ? (vote.fields ?? []) : []
}

function outcomeLines(report: VoteReport, isOver: boolean, choices?: readonly string[]): string[] {
  const { tokens } = report
  return [
    verdictText(report, isOver, choices),
    drawnText(report, isOver),
    `${formatCount(tokens.output)} tokens (${formatCount(tokens.thinking)} thinking) in ${formatSpan(report.elapsedMs)}`,
  ]
}

/** What was drawn and what was not, and how likely the rest would have changed the outcome. */
function drawnText({ vote, samples, stop, clusters }: VoteReport, isOver: boolean): string {
  const isByField = (vote.type === 'won' || vote.type === 'short') && vote.assembly !== undefined
  const drawn = [`${samples.drawn} of ${formatMany(samples.asked, 'sample')} drawn`]
  if (samples.cancelled > 0) drawn.push(`${samples.cancelled} cancelled`)
  if (stop.saved > 0) drawn.push(`${stop.saved} ${isOver ? 'saved' : 'not begun'}`)
  const line = `rule ${stop.rule}: ${drawn.join(', ')}`
  if (clusters.length === 0 || samples.drawn >= samples.asked) return line
  return stop.risk === 0
    ? `${line}; no other answer could pass it any more`
    : `${line}; risk that all ${samples.asked} would name another${isByField ? ' in any field' : ''}: at most ${formatBound(stop.risk)}`
}

/** The outcome in a sentence. */
export function verdictText(
  { vote, samples }: Pick<VoteReport, 'vote' | 'samples'>,
  isOver = true,
  choices?: readonly string[],
): string {
  const soFar = isOver ? '' : 'so far '
  const shown = (answer: string) => oneLine(cleanForTerminal(optionText(answer, choices)))
  const named = (answers: readonly string[]) => answers.map(shown).join(' and ')
  switch (vote.type) {
    case 'won':
      if (vote.assembly !== undefined) return wonByFields(vote, soFar)
      if (vote.tie === undefined)
        return `${soFar}${shown(vote.answer)} ${isOver ? 'wins' : 'leads'} with ${votesText(vote)}`
      return `${soFar}a tie, ${tieBreaks[vote.tie.brokenBy]}: ${shown(vote.answer)} ${isOver ? 'wins' : 'leads'} with ${votesText(vote)}, as many as ${named(vote.tie.answers)}`
    case 'tied':
      return `${soFar}a tie: ${named(vote.answers)} have ${votesText(vote)} each`
    case 'short':
      if (vote.quorum === undefined || vote.assembly !== undefined) return undecidedText(vote, soFar)
      return `${soFar}no consensus: ${shown(vote.answer)} leads with ${vote.votes} of ${formatMany(vote.drawn, 'sample')}, the quorum is ${formatShare(vote.quorum)}`
    default:
      if (samples.drawn === 0) return 'no answer to count: nothing was drawn yet'
      return isOver
        ? `no answer to count: ${samples.drawn === 1 ? 'the sample' : `all ${samples.drawn} samples`} abstained`
        : 'so far no answer to count'
  }
}

/** How sure a vote by fields is: as sure as the least sure of the fields that it waits for. */
function wonByFields(
  { fields = [], ...support }: Extract<VoteReport['vote'], { type: 'won' }>,
  soFar: string,
): string {
  const decisive = decisiveFields(fields)
  const weakest = decisive.find(({ share, votes }) => share === support.share && votes === support.votes)
  const least = weakest === undefined ? '' : `; least sure: ${shown(weakest.path)} with ${votesText(support)}`
  return `${soFar}${formatMany(decisive.length, decisive[0]?.required === true ? 'required field' : 'field')} won${least}`
}

/** Which required fields of a vote are not won. */
function undecidedText(
  { fields = [], assembly }: Extract<VoteReport['vote'], { type: 'short' }>,
  soFar: string,
): string {
  const undecided = assembly?.undecided ?? []
  const decisive = decisiveFields(fields).length
  const names = undecided.map((path) => shown(path)).join(', ')
  return `${soFar}no consensus: ${undecided.length} of ${formatMany(decisive, 'required field')} not won: ${names}`
}

/** An answer within a sentence: on one line, and not longer than the sentence bears. */
const shown = (answer: string) => oneLine(cleanForTerminal(answer))

/** How the answer that wins was told from those with as many votes. */
const tieBreaks = {
  'launch-order': 'broken by launch order',
  rule: 'broken by the stop rule',
} as const

/** What would make samples vote, by the reasons for which they abstained. */
const remedies: Readonly<Record<AbstainReason, string>> = {
  truncated: 'let them write more (--max-tokens)',
  'in-thinking':
    'the model stopped before it answered: draw again (--on-trip retry), or force an answer and count it (--on-trip force --count-forced)',
  tripped:
    'raise the limit that ended them (--max-thinking-tokens, --timeout), or force an answer and count it (--on-trip force --count-forced)',
  forced: 'let forced answers vote (--count-forced)',
  failed: 'look at what failed (magi runs show)',
  'not-found': 'name the kind of answer (--answer), or ask for a final answer in the prompt',
  'not-asked': 'ask for an answer (--answer)',
}

/** What to change where nobody voted, the most frequent reason first. */
export function noAnswerAdvice(abstained: Readonly<Partial<Record<AbstainReason, number>>>): string {
  return Object.entries(abstained)
    .sort(([, left], [, right]) => right - left)
    .map(([reason, count]) => `${count} ${reason}: ${remedies[reason as AbstainReason]}`)
    .join('. ')
}

function votesText(vote: {
  votes: number
  ballots: number
  share: number
  shareInterval: readonly [number, number]
}): string {
  const [low, high] = vote.shareInterval
  return `${vote.votes} of ${formatMany(vote.ballots, 'ballot')} (${formatShare(vote.share)}; 95 % interval of that share: ${formatShare(low)} to ${formatShare(high)})`
}
