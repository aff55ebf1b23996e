import type { Sample } from '../sample/sample.ts'
import { type Ballot, type BallotTerms, ballotOf } from './ballot.ts'
import { type GroupAnswers, type Tally, tallyBallots } from './tally.ts'

/** How many samples ended in which way. `drawn` = finished + tripped + failed. */
export interface Endings {
  readonly drawn: number
  readonly finished: number
  readonly tripped: number
  readonly failed: number
  readonly cancelled: number
  readonly forced: number
}

/** Tokens spent, attempts that were drawn again and cancelled samples included. */
export interface TokensSpent {
  readonly prompt: number
  readonly output: number
  readonly thinking: number
}

/** Counts samples as they end. Keeps the ballots, never the texts: memory does not grow with what the model wrote. */
export interface VoteCounter {
  /** Counts a sample; a later attempt at the same index replaces the one before, but for the tokens it cost. */
  add(sample: Sample): void
  /** Counts only what a sample cost: one that will be drawn again. */
  addTokens(sample: Sample): void
  /** Takes a sample out of the count, but for the tokens it cost: it is drawn again. */
  forget(index: number): void
  tally(): Tally
  endings(): Endings
  tokens(): TokensSpent
}

/** An empty count. */
export function voteCounter(group: GroupAnswers, terms: BallotTerms): VoteCounter {
  const last = new Map<number, { ballot: Ballot | undefined; end: Sample['end']['type']; forced: boolean }>()
  const tokens = { prompt: 0, output: 0, thinking: 0 }
  const addTokens = (sample: Sample) => {
    tokens.prompt += sample.tokens.prompt ?? 0
    tokens.output += sample.tokens.output
    tokens.thinking += sample.tokens.thinking
  }
  return {
    add(sample) {
      const { end, forced, index } = sample
      last.set(index, { ballot: ballotOf(sample, terms), end: end.type, forced })
      addTokens(sample)
    },
    addTokens,
    forget: (index) => void last.delete(index),
    tally: () =>
      tallyBallots(
        [...last.values()].flatMap(({ ballot }) => ballot ?? []),
        group,
      ),
    endings() {
      const count = { finished: 0, tripped: 0, failed: 0, cancelled: 0 }
      let forced = 0
      for (const sample of last.values()) {
        count[sample.end] += 1
        if (sample.forced) forced += 1
      }
      return { drawn: count.finished + count.tripped + count.failed, ...count, forced }
    },
    tokens: () => ({ ...tokens }),
  }
}
