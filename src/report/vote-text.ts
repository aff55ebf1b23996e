import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { VoteReport } from '../vote/schema.ts'
import type { Tally } from '../vote/tally.ts'
import { clusterLines } from './ballot-board.ts'
import { formatBound, formatCount, formatMany, formatShare, formatSpan } from './format.ts'

/** The answer alone, for stdout: the winner, each tied answer on a line of its own, or nothing. */
export function voteAnswer({ vote }: Pick<VoteReport, 'vote'>): string {
  if (vote.type === 'won') return `${cleanForTerminal(vote.answer)}\n`
  if (vote.type === 'tied') return vote.answers.map((answer) => `${cleanForTerminal(answer)}\n`).join('')
  return ''
}

/** The vote for a person: bars, spellings, verdict, and what it cost. */
export function voteLines(report: VoteReport, tally: Tally): string[] {
  const { samples, stop, tokens } = report
  const spellings = report.clusters
    .filter((cluster) => cluster.spellings.length > 1)
    .map((cluster) => `written as: ${cluster.spellings.map((text) => cleanForTerminal(text)).join(' · ')}`)
  const drawn = [`${samples.drawn} of ${formatMany(samples.asked, 'sample')} drawn`]
  if (samples.cancelled > 0) drawn.push(`${samples.cancelled} cancelled`)
  if (stop.saved > 0) drawn.push(`${stop.saved} saved`)
  const ballots =
    tally.ballots > 0
      ? `; risk that all ${samples.asked} would say otherwise: at most ${formatBound(stop.risk)}`
      : ''
  return [
    ...clusterLines(tally),
    ...spellings,
    verdictText(report),
    `rule ${stop.rule}: ${drawn.join(', ')}${ballots}`,
    `${formatCount(tokens.output)} tokens (${formatCount(tokens.thinking)} thinking) in ${formatSpan(report.elapsedMs)}`,
  ]
}

/** The outcome in a sentence. */
export function verdictText({ vote, samples }: Pick<VoteReport, 'vote' | 'samples'>): string {
  switch (vote.type) {
    case 'won':
      return `${cleanForTerminal(vote.answer)} wins with ${votesText(vote)}`
    case 'tied':
      return `a tie: ${vote.answers.map((answer) => cleanForTerminal(answer)).join(' and ')} have ${votesText(vote)} each`
    case 'short':
      return `no consensus: ${cleanForTerminal(vote.answer)} leads with ${vote.votes} of ${formatMany(vote.drawn, 'sample')}, the quorum is ${formatShare(vote.quorum)}`
    default:
      if (samples.drawn === 0) return 'no answer to count: nothing was drawn yet'
      return `no answer to count: all ${formatMany(samples.drawn, 'sample')} abstained`
  }
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
