import { letterOfPosition } from '../answer/option-letters.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { AbstainReason } from '../vote/ballot.ts'
import type { VoteReport } from '../vote/schema.ts'
import type { Tally } from '../vote/tally.ts'
import { clusterLines } from './ballot-board.ts'
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
  const { tokens } = report
  const named = (answer: string) => optionText(answer, choices)
  const spellings = report.clusters
    .filter((cluster) => cluster.spellings.length > 1)
    .map(
      (cluster) =>
        `written as: ${cluster.spellings.map((text) => oneLine(cleanForTerminal(text))).join(' · ')}`,
    )
  return [
    ...clusterLines({
      ...tally,
      clusters: tally.clusters.map((cluster) => ({ ...cluster, answer: named(cluster.answer) })),
    }),
    ...spellings,
    verdictText(report, isOver, choices),
    drawnText(report, isOver),
    `${formatCount(tokens.output)} tokens (${formatCount(tokens.thinking)} thinking) in ${formatSpan(report.elapsedMs)}`,
  ]
}

/** What was drawn and what was not, and how likely the rest would have changed the outcome. */
function drawnText({ samples, stop, clusters }: VoteReport, isOver: boolean): string {
  const drawn = [`${samples.drawn} of ${formatMany(samples.asked, 'sample')} drawn`]
  if (samples.cancelled > 0) drawn.push(`${samples.cancelled} cancelled`)
  if (stop.saved > 0) drawn.push(`${stop.saved} ${isOver ? 'saved' : 'not begun'}`)
  const line = `rule ${stop.rule}: ${drawn.join(', ')}`
  if (clusters.length === 0 || samples.drawn >= samples.asked) return line
  return stop.risk === 0
    ? `${line}; no other answer could pass it any more`
    : `${line}; risk that all ${samples.asked} would name another: at most ${formatBound(stop.risk)}`
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
      if (vote.tie === undefined)
        return `${soFar}${shown(vote.answer)} ${isOver ? 'wins' : 'leads'} with ${votesText(vote)}`
      return `${soFar}a tie, ${tieBreaks[vote.tie.brokenBy]}: ${shown(vote.answer)} ${isOver ? 'wins' : 'leads'} with ${votesText(vote)}, as many as ${named(vote.tie.answers)}`
    case 'tied':
      return `${soFar}a tie: ${named(vote.answers)} have ${votesText(vote)} each`
    case 'short':
      return `${soFar}no consensus: ${shown(vote.answer)} leads with ${vote.votes} of ${formatMany(vote.drawn, 'sample')}, the quorum is ${formatShare(vote.quorum)}`
    default:
      if (samples.drawn === 0) return 'no answer to count: nothing was drawn yet'
      return isOver
        ? `no answer to count: ${samples.drawn === 1 ? 'the sample' : `all ${samples.drawn} samples`} abstained`
        : 'so far no answer to count'
  }
}

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
