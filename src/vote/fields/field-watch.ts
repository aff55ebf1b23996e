import type { FieldCount, FieldReader, FieldTally } from '../../answer/fields/field-tally.ts'
import type { VotingPolicy } from '../policy.ts'
import { mostSamples, stopRuleOf, stopTerms } from '../policy.ts'
import { riskAtStop, riskOfChange, votesOf } from '../risk.ts'
import type { TrackOutcome, VoteWatch } from '../rule-watch.ts'
import { askedAfterTie } from '../schedule.ts'
import { decideStop, type StopRule } from '../stop-rule.ts'
import { abstainedPlace, pendingPlace, type StopState, withoutTwins } from '../stop-state.ts'
import type { FieldStanding, VoteCounter } from '../vote-counter.ts'
import { decideFieldVote } from './decide-fields.ts'
import { decisiveFields } from './field-vote.ts'

/** Up to so many samples the rule looks after each; then after every further 1/32 of them, so that counting all anew costs no square. */
const closelyWatched = 32

/**
 * Lets the rule of a policy look at every required field of a vote, each of which is an electorate of its own.
 *
 * The rule has enough when it has enough of each of them. Where it is a limit on the risk, the risks of all together must keep to it: the chance that
 * any of them would change is at most their sum (Boole's inequality). Optional fields and prose do not hold a vote up.
 */
export class FieldWatch implements VoteWatch {
  readonly #policy: VotingPolicy
  readonly #rule: StopRule
  readonly #counter: VoteCounter
  readonly #reader: () => FieldReader | undefined
  readonly #twins: { readonly indexes: ReadonlySet<number> }
  #asked: number
  #enough = false
  #standing: FieldStanding | undefined
  #nextLook = 0
  /** Of the last look: how many were drawn, and the field that is least sure. */
  #looked: { readonly drawn: number; readonly weakest: StopState } | undefined

  /** @param asked - Samples asked for at the beginning: N, or as many as were launched already. */
  constructor(
    policy: VotingPolicy,
    counter: VoteCounter,
    reader: () => FieldReader | undefined,
    asked = policy.n,
    twins: { readonly indexes: ReadonlySet<number> } = { indexes: new Set() },
  ) {
    this.#twins = twins
    this.#policy = policy
    this.#rule = stopRuleOf(policy)
    this.#counter = counter
    this.#reader = reader
    this.#asked = asked
  }

  /** How the fields stood at the last look. */
  get fields(): FieldStanding | undefined {
    return this.#standing
  }

  get asked(): number {
    return this.#asked
  }

  get enough(): boolean {
    return this.#enough
  }

  /** What a stop rule sees of the field that is least sure. */
  get state(): StopState {
    const now = this.#counter.state(stopTerms(this.#policy, this.#asked))
    return this.#looked === undefined ? now : { ...this.#looked.weakest, asked: now.asked, drawn: now.drawn }
  }

  look(): void {
    const { drawn } = this.#counter.standing()
    const asked = this.#asked
    if (drawn < Math.min(this.#nextLook, asked)) return
    const fieldTally = this.#tally()
    const all = this.#states(fieldTally, asked)
    // Samples word for word the same as one say nothing of those to come; at the end all votes decide, as they were cast.
    const states = drawn < asked ? all.map((state) => withoutTwins(state, this.#twins.indexes)) : all
    const risks = states.map((state) => riskOfChange(votesOf(state)))
    const weakest =
      states[risks.indexOf(Math.max(...risks))] ?? this.#counter.state(stopTerms(this.#policy, asked))
    this.#looked = { drawn, weakest }
    this.#standing = {
      ...leadingOf(fieldTally),
      risk: Math.min(
        1,
        risks.reduce((sum, risk) => sum + risk, 0),
      ),
    }
    this.#nextLook = drawn + Math.max(1, Math.floor(drawn / closelyWatched))
    this.#asked = Math.max(asked, ...states.map((state) => askedAfterTie(state, mostSamples(this.#policy))))
    const decided = drawn >= asked || this.#isDecided(states, risks, asked)
    this.#enough = decided && this.#asked === asked
  }

  lookAnew(): void {
    this.#nextLook = 0
    this.#looked = undefined
  }

  /** Between two looks the counts of fields are those of the last one, and until the next nothing can be enough. */
  ruleFor(): StopRule {
    const { drawn } = this.#counter.standing()
    if (this.#looked?.drawn === drawn) return this.#rule
    return { ...this.#rule, fewest: () => Math.max(1, this.#nextLook - drawn) }
  }

  outcome(): TrackOutcome {
    const counter = this.#counter
    const fieldTally = this.#tally()
    const states = (asked: number) => this.#states(fieldTally, asked)
    const most = mostSamples(this.#policy)
    const asked = Math.max(this.#asked, ...states(this.#asked).map((state) => askedAfterTie(state, most)))
    const tally = counter.tally()
    const risk = states(asked).reduce((sum, state) => sum + riskAtStop(state), 0)
    const isOver = tally.drawn >= asked
    return {
      vote: decideFieldVote(fieldTally, tally, this.#policy, this.#unsupported(fieldTally)),
      risk: isOver ? 0 : fieldTally.voters.length === 0 ? 1 : Math.min(1, risk),
      tally,
      samples: { asked, ...counter.endings() },
      tokens: counter.tokens(),
    }
  }

  #unsupported({ voters }: FieldTally): FieldReader['unsupported'] {
    return voters.length === 0 ? [] : (this.#reader()?.unsupported ?? [])
  }

  #isDecided(states: readonly StopState[], risks: readonly number[], asked: number): boolean {
    if (states.length === 0 || !states.every((state) => decideStop(this.#rule, state).enough)) return false
    const most = this.#rule.mostRisk?.(asked)
    return most === undefined || risks.reduce((sum, risk) => sum + risk, 0) <= most
  }

  #tally(): FieldTally {
    const answers = this.#counter.answersOfSamples()
    return (answers.length === 0 ? undefined : this.#reader()?.tally(answers)) ?? nothingSaid
  }

  #states({ counts }: FieldTally, asked: number): StopState[] {
    const terms = stopTerms(this.#policy, asked)
    const whole = this.#counter.state(terms)
    return decisiveFields(counts).map((count) => ({ ...whole, ...columnsOf(count, whole) }))
  }
}

/** Of the fields that a vote waits for, those in which one value leads alone. */
function leadingOf({ counts }: FieldTally): Pick<FieldStanding, 'fields' | 'leading'> {
  const decisive = decisiveFields(counts.filter(({ shown }) => shown))
  const leads = ({ options: [leader, second] }: FieldCount) =>
    (leader?.samples.length ?? 0) > (second?.samples.length ?? 0)
  return { fields: decisive.length, leading: decisive.filter(leads).length }
}

const nothingSaid: FieldTally = {
  counts: [],
  prose: [],
  alignments: [],
  fits: false,
  exact: [],
  voters: [],
}

function columnsOf(
  { options }: FieldCount,
  whole: StopState,
): Pick<StopState, 'counts' | 'firsts' | 'placeOf'> {
  const places = new Map(
    options.flatMap(({ samples }, place) => samples.map((sample) => [sample, place] as const)),
  )
  return {
    counts: options.map(({ samples }) => samples.length),
    firsts: options.map(({ samples }) => samples[0] ?? 0),
    placeOf(index) {
      const place = whole.placeOf(index)
      return place === pendingPlace ? place : (places.get(index) ?? abstainedPlace)
    },
  }
}
