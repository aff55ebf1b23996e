import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { AbstainReason } from '../vote/ballot.ts'
import type { VoteReport } from '../vote/schema.ts'
import type { Tally } from '../vote/tally.ts'
import { clusterLines } from './ballot-board.ts'
import { formatBound, formatCount, formatMany, formatShare, formatSpan, oneLine } from './format.ts'

/** The answer alone, for stdout: the winner, each tied answer on a line of its own, or nothing. */
export function voteAnswer({ vote }: Pick<VoteReport, 'vote'>): string {
  if (vote.type === 'won') return `${cleanForTerminal(vote.answer)}\n`
  if (vote.type === 'tied') return vote.answers.map((answer) => `${cleanForTerminal(answer)}\n`).join('')
  return ''
}

/**
 * The vote for a person: bars, spellings, verdict, and what it cost.
 *
 * @param isOver - False where something else than the rule or the budget ended it, so that it can go on.
 */
export function voteLines(report: VoteReport, tally: Tally, isOver = true): string[] {
  return [...clusterLines(tally), ...voteWords(report, isOver)]
}

/**
 * The vote in words, without its bars: spellings, verdict, and what it cost.
 *
 * @param isOver - As for `voteLines`.
 */
export function voteWords(report: VoteReport, isOver = true): string[] {
  const { tokens } = report
  const spellings = report.clusters
    .filter((cluster) => cluster.spellings.length > 1)
    .map((cluster) => `written as: ${cluster.spellings.map((text) => shown(text)).join(' · ')}`)
  return [
    ...spellings,
    verdictText(report, isOver),
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
export function verdictText({ vote, samples }: Pick<VoteReport, 'vote' | 'samples'>, isOver = true): string {
  const soFar = isOver ? '' : 'so far '
  switch (vote.type) {
    case 'won':
      return `${soFar}${shown(vote.answer)} ${isOver ? 'wins' : 'leads'} with ${votesText(vote)}`
    case 'tied':
      return `${soFar}a tie: ${vote.answers.map((answer) => shown(answer)).join(' and ')} have ${votesText(vote)} each`
    case 'short':
      return `${soFar}no consensus: ${shown(vote.answer)} leads with ${vote.votes} of ${formatMany(vote.drawn, 'sample')}, the quorum is ${formatShare(vote.quorum)}`
    default:
      if (samples.drawn === 0) return 'no answer to count: nothing was drawn yet'
      return isOver
        ? `no answer to count: ${samples.drawn === 1 ? 'the sample' : `all ${samples.drawn} samples`} abstained`
        : 'so far no answer to count'
  }
}

/** An answer within a sentence: on one line, and not longer than the sentence bears. */
const shown = (answer: string) => oneLine(cleanForTerminal(answer))

/** What would make samples vote, by the reasons for which they abstained. */
const remedies: Readonly<Record<AbstainReason, string>> = {
  truncated: 'let them write more (--max-tokens)',
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
  return `${vote.votes} of ${formatMany(vote.ballots, 'ballot')} (${formatShare(vote.share)}; 95 % interval ${formatShare(low)} to ${formatShare(high)}, which ignores the stopping)`
}
