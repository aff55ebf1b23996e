import { defined } from '../ground/defined.ts'
import type { VoteOutcome } from '../vote/run-vote.ts'
import type { VoteReport } from '../vote/schema.ts'
import type { Vote } from '../vote/vote.ts'

/** What a report says beside the vote itself. */
export interface VoteIdentity {
  readonly runId: string
  readonly model: { readonly name: string; readonly digest?: string; readonly card?: string }
  /** The stop rule as it was written. */
  readonly rule: string
}

/** What `magi vote --json` prints; the shape is API (`magi.vote/1`). */
export function voteReport(outcome: VoteOutcome, { runId, model, rule }: VoteIdentity): VoteReport {
  const { name, digest, card } = model
  const { vote, tally, samples, tokens, elapsedMs } = outcome
  return {
    schema: 'magi.vote/1',
    runId,
    model: { name, ...defined({ digest, card }) },
    vote: figuresOf(vote),
    clusters: tally.clusters.map(({ answer, votes, weight, spellings, samples }) => ({
      answer,
      votes,
      weight,
      spellings,
      samples,
    })),
    samples: { ...samples, withoutAnswer: samples.drawn - tally.ballots },
    stop: { rule, risk: roundRisk(outcome.risk), saved: samples.asked - samples.drawn - samples.cancelled },
    tokens,
    elapsedMs,
  }
}

/** The vote as the report writes it: its clusters stand beside it. */
export function figuresOf(vote: Vote): VoteReport['vote'] {
  if (vote.type === 'no-answers') return { ...vote, abstained: { ...vote.abstained } }
  const shareInterval: [number, number] = [vote.shareInterval[0], vote.shareInterval[1]]
  if (vote.type === 'tied') {
    const { clusters: _clusters, ...figures } = vote
    return { ...figures, answers: [...vote.answers], shareInterval }
  }
  const { cluster: _cluster, ...figures } = vote
  if (figures.type === 'won' && figures.tie !== undefined) {
    const { answers, brokenBy } = figures.tie
    return { ...figures, shareInterval, tie: { answers: [...answers], brokenBy } }
  }
  return { ...figures, shareInterval }
}

/** Six digits after the point are more than the risk, a model's bound, is worth. */
function roundRisk(risk: number): number {
  return Math.round(risk * 1e6) / 1e6
}
