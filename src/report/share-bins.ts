import { wilsonInterval } from '../vote/wilson.ts'
import type { ReportedProblem, ReportedSample } from './report.ts'

/** How many of some things were right, where they are alike. */
export interface ShareBin {
  readonly low: number
  readonly high: number
  /** Mean of what they are alike in. */
  readonly centre: number
  readonly count: number
  readonly right: number
  /** Share that was right, with its Wilson interval. */
  readonly share: number
  readonly interval: readonly [number, number]
}

/**
 * Accuracy of samples by their length: bins of as many samples each, by tokens generated.
 *
 * Samples without a vote count as wrong; those without tokens or verdict are left out.
 */
export function accuracyByTokens(samples: readonly ReportedSample[], bins = 10): ShareBin[] {
  const known = samples
    .flatMap(({ tokens, correct, votes, ending }) =>
      tokens === undefined || ending === 'cancelled'
        ? []
        : [{ at: tokens, right: votes && correct === true }],
    )
    .sort((a, b) => a.at - b.at)
  const each = Math.ceil(known.length / bins)
  return Array.from({ length: bins }, (_, bin) => known.slice(bin * each, (bin + 1) * each)).flatMap(binOf)
}

/**
 * Accuracy of votes by the share of ballots that the winner got: 0 to 10 %, … 90 to 100 %, and unanimous votes by themselves. An honest share is
 * right as often as it says.
 */
export function calibration(problems: readonly ReportedProblem[]): ShareBin[] {
  const votes = problems.flatMap(({ vote }) =>
    vote === undefined || vote.type !== 'won' || vote.correct === undefined || vote.ballots === 0
      ? []
      : [{ at: vote.votes / vote.ballots, right: vote.correct }],
  )
  return Array.from({ length: 11 }, (_, bin) =>
    votes.filter(({ at }) => Math.floor(at * 10 + 1e-9) === bin),
  ).flatMap(binOf)
}

function binOf(members: readonly { readonly at: number; readonly right: boolean }[]): ShareBin[] {
  const [first] = members
  if (first === undefined) return []
  const right = members.filter((member) => member.right).length
  const ats = members.map(({ at }) => at)
  return [
    {
      low: Math.min(...ats),
      high: Math.max(...ats),
      centre: ats.reduce((sum, at) => sum + at, 0) / ats.length,
      count: members.length,
      right,
      share: right / members.length,
      interval: wilsonInterval(right, members.length),
    },
  ]
}
