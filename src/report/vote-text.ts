import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { AbstainReason } from '../vote/ballot.ts'
import { decisiveFields } from '../vote/fields/field-vote.ts'
import type { VoteReport } from '../vote/schema.ts'
import type { Tally } from '../vote/tally.ts'
import { abstentionText, clusterLines } from './ballot-board.ts'
import { assemblyLines, fieldLines } from './field-text.ts'
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
  const { tokens } = report
  const spellings = report.clusters
    .filter((cluster) => cluster.spellings.length > 1)
    .map((cluster) => `written as: ${cluster.spellings.map((text) => shown(text)).join(' · ')}`)
  const { vote } = report
  const byField = (vote.type === 'won' || vote.type === 'short') && vote.assembly !== undefined
  const counted = byField
    ? [...fieldLines(vote.fields ?? []), abstentionText(tally), ...assemblyLines(vote.assembly)]
    : [...clusterLines(tally), ...spellings]
  return [
    ...counted.filter((line) => line !== ''),
    verdictText(report, isOver),
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
export function verdictText({ vote, samples }: Pick<VoteReport, 'vote' | 'samples'>, isOver = true): string {
  const soFar = isOver ? '' : 'so far '
  switch (vote.type) {
    case 'won':
      if (vote.assembly !== undefined) return wonByFields(vote, soFar)
      return `${soFar}${shown(vote.answer)} ${isOver ? 'wins' : 'leads'} with ${votesText(vote)}`
    case 'tied':
      return `${soFar}a tie: ${vote.answers.map((answer) => shown(answer)).join(' and ')} have ${votesText(vote)} each`
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
