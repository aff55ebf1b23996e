import type { AnswerGroup, GroupGrower, GrowingGroups } from '../answer/growing-groups.ts'
import { defined } from '../ground/defined.ts'
import type { Sample } from '../sample/sample.ts'
import { type AbstainReason, type Ballot, type BallotTerms, ballotOf } from './ballot.ts'
import { Standing } from './standing.ts'
import { abstainedPlace, pendingPlace, type StopState, type StopTerms } from './stop-state.ts'
import type { Tally } from './tally.ts'

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

/** What of a sample is counted: not its texts. */
export type CountedSample = Pick<Sample, 'index' | 'answer' | 'end' | 'forced' | 'tokens'>

/**
 * Counts samples as they end. Keeps the ballots, never the texts: memory does not grow with what the model wrote. What a sample costs does
 * not grow with how many came before it.
 */
export interface VoteCounter {
  /** Counts a sample; a later attempt at the same index replaces the one before, but for the tokens it cost. */
  add(sample: CountedSample): void
  /** Counts only what a sample cost: one that will be drawn again. */
  addTokens(sample: Pick<CountedSample, 'tokens'>): void
  /** Takes a sample out of the count, but for the tokens it cost: it is drawn again. Gives what was counted. */
  forget(index: number): CountedEnding | undefined
  /** Counts again what was taken out. */
  restore(index: number, counted: CountedEnding): void
  /**
   * How often answers have changed their groups otherwise than by one ballot after the other: what was known of the votes to come no longer
   * holds then.
   */
  regroupings(): number
  /** What a stop rule sees. To be looked at before the next sample is counted. */
  state(terms: StopTerms): StopState
  /** The answer of each sample that counts, by its launch index. Costs as much as there are samples. */
  answersOfSamples(): { readonly index: number; readonly answer: string }[]
  /** How the vote stands. Costs nothing that grows with the samples. */
  standing(): VoteStanding
  /** Every answer, the leader first. Costs as much as there are spellings. */
  answers(): readonly StandingAnswer[]
  /** Everything that was counted, as a copy that stays as it is. Costs as much as there are samples, once for each change. */
  tally(): Tally
  endings(): Endings
  tokens(): TokensSpent
}

/** How a vote stands, without saying which sample said what. */
export interface VoteStanding {
  /** Samples drawn: ballots and abstentions. */
  readonly drawn: number
  /** Samples whose answer counts. */
  readonly ballots: number
  /** The answer with most votes, or of equals the earliest; absent where nobody voted. */
  readonly leader?: StandingAnswer
  /** Whether another answer has as many votes as the leader. */
  readonly isLevel?: boolean
  /** How its fields stand, where fields are voted on: as of the last look of the rule. */
  readonly fields?: FieldStanding
}

/** How the fields of a vote stand: those that it waits for. */
export interface FieldStanding {
  readonly fields: number
  /** Of them, those in which one value leads alone. */
  readonly leading: number
  /** Upper bound, at most 1, of the chance that any of them would change. */
  readonly risk: number
}

/** An answer, every way in which it was written, and how many ballots it has. */
export interface StandingAnswer {
  readonly answer: string
  readonly spellings: readonly string[]
  readonly votes: number
}

/** One sample as it was counted. */
export interface CountedEnding {
  readonly ballot: Ballot | undefined
  readonly end: Sample['end']['type']
  readonly forced: boolean
}

function answerOf(group: AnswerGroup): StandingAnswer {
  const spellings = group.spellings()
  return { answer: spellings[0] ?? '', spellings, votes: group.votes }
}

/** An empty count. */
export function voteCounter(group: GroupGrower, terms: BallotTerms): VoteCounter {
  const last = new Map<number, CountedEnding>()
  const abstained = new Map<number, AbstainReason>()
  const tokens = { prompt: 0, output: 0, thinking: 0 }
  const ends = { finished: 0, tripped: 0, failed: 0, cancelled: 0 }
  const standing = new Standing<AnswerGroup>()
  let forced = 0
  let tallied: Tally | undefined
  let isStanding = true
  let regroupings = 0
  let removals = 0
  let groups: GrowingGroups | undefined
  // A vote begins without an answer, and its engine may not be loaded before there is one.
  const begun = () => {
    groups ??= group.grow()
    return groups
  }
  const drawn = () => ends.finished + ends.tripped + ends.failed
  const changed = () => {
    tallied = undefined
    isStanding = false
  }
  const settle = () => {
    if (!isStanding && groups !== undefined) {
      const changes = groups.changes()
      if (changes.gone.length > 0) regroupings += 1
      standing.update(changes)
    }
    isStanding = true
  }
  const addTokens = (sample: Pick<CountedSample, 'tokens'>) => {
    tokens.prompt += sample.tokens.prompt ?? 0
    tokens.output += sample.tokens.output
    tokens.thinking += sample.tokens.thinking
  }
  const forget = (index: number) => {
    const counted = last.get(index)
    if (counted === undefined) return undefined
    removals += 1
    last.delete(index)
    ends[counted.end] -= 1
    if (counted.forced) forced -= 1
    if (!abstained.delete(index) && counted.ballot?.type === 'counted') groups?.remove(index)
    changed()
    return counted
  }
  const restore = (index: number, counted: CountedEnding) => {
    const { ballot, end } = counted
    forget(index)
    last.set(index, counted)
    ends[end] += 1
    if (counted.forced) forced += 1
    if (ballot?.type === 'abstained') abstained.set(index, ballot.reason)
    // What the grouping takes for blank is no answer.
    else if (ballot !== undefined && !begun().add(index, ballot.answer)) abstained.set(index, 'not-found')
    changed()
  }
  const placeOf = (index: number): number => {
    const ballot = last.get(index)?.ballot
    if (ballot === undefined) return pendingPlace
    if (abstained.has(index)) return abstainedPlace
    const ofIndex = groups?.groupOf(index)
    return ofIndex === undefined ? abstainedPlace : (standing.placeOf(ofIndex) ?? abstainedPlace)
  }
  return {
    add(sample) {
      const { end, forced: isForced } = sample
      restore(sample.index, { ballot: ballotOf(sample, terms), end: end.type, forced: isForced })
      addTokens(sample)
    },
    addTokens,
    forget,
    restore,
    regroupings: () => regroupings,
    state(asked) {
      settle()
      const { counts, firsts } = standing
      // The terms come last, as in `countClasses`, for speed.
      return { drawn: drawn(), counts, firsts, placeOf, revision: regroupings + removals, ...asked }
    },
    answersOfSamples() {
      return [...last].flatMap(([index, { ballot }]) =>
        ballot?.type === 'counted' && !abstained.has(index) ? [{ index, answer: ballot.answer }] : [],
      )
    },
    standing() {
      settle()
      const [leader, second] = standing.order
      const ballots = last.size - ends.cancelled - abstained.size
      const isLevel = second !== undefined && second.votes === leader?.votes ? true : undefined
      return { drawn: drawn(), ballots, ...defined({ leader: leader && answerOf(leader), isLevel }) }
    },
    answers() {
      settle()
      return standing.order.map(answerOf)
    },
    tally() {
      if (tallied !== undefined) return tallied
      settle()
      const clusters = standing.order.map((each) => {
        const { answer, kind, spellings, members } = each.cluster()
        // Every ballot weighs 1.
        const [votes, weight] = [members.length, members.length]
        return { answer, kind, votes, weight, spellings: [...spellings], samples: [...members] }
      })
      const byReason: Partial<Record<AbstainReason, number[]>> = {}
      for (const [index, reason] of [...abstained].sort(([left], [right]) => left - right)) {
        byReason[reason] ??= []
        byReason[reason].push(index)
      }
      const ballots = clusters.reduce((sum, { votes }) => sum + votes, 0)
      tallied = { drawn: drawn(), ballots, clusters, abstained: byReason }
      return tallied
    },
    endings: () => ({ drawn: drawn(), ...ends, forced }),
    tokens: () => ({ ...tokens }),
  }
}
