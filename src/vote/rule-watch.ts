import type { VotingPolicy } from './policy.ts'
import { mostSamples, stopRuleOf, stopTerms } from './policy.ts'
import { riskAtStop } from './risk.ts'
import { askedAfterTie } from './schedule.ts'
import { decideStop, type StopRule, samplesToWait } from './stop-rule.ts'
import { type StopState, withoutTwins } from './stop-state.ts'
import type { Tally } from './tally.ts'
import { decideVote, type Vote } from './vote.ts'
import type { Endings, FieldStanding, TokensSpent, VoteCounter } from './vote-counter.ts'

/** A vote as it stands, and what it cost. */
export interface TrackOutcome {
  readonly vote: Vote
  readonly tally: Tally
  readonly samples: Endings & { readonly asked: number }
  /** Upper bound, at most 1, of the chance that drawing all samples would have given another winner. */
  readonly risk: number
  /** Over all samples, those of attempts that were drawn again included. */
  readonly tokens: TokensSpent
}

/** Lets the rule of a policy look at a count after each sample, and keeps what it said. */
export interface VoteWatch {
  /** Samples asked for, with those that ties have added. */
  readonly asked: number
  /** Whether the rule has had enough, or all samples are drawn. */
  readonly enough: boolean
  /** What a stop rule sees now; to be looked at before the next sample is counted. */
  readonly state: StopState
  /** Lets the rule look, where it can say anything new. A tie at the end asks for one sample more, as far as the policy goes. */
  look(): void
  /** Makes the rule look next time, whatever it said: samples were taken out of the count. */
  lookAnew(): void
  /** The rule for a schedule that asks how many samples could decide: where these are known to be more than `slots`, they need not be counted. */
  ruleFor(slots: number): StopRule
  /** The outcome of what is counted now. */
  outcome(): TrackOutcome
  /** How the fields stood at the last look, where fields are voted on. */
  readonly fields?: FieldStanding | undefined
}

/**
 * Lets the rule of a policy look at a count, and keeps what it said: whether it has enough, which answer it chose, how many samples are asked for.
 *
 * The rule is asked after each sample, but for those after which it surely cannot say enough.
 */
export class RuleWatch implements VoteWatch {
  readonly #policy: VotingPolicy
  readonly #rule: StopRule
  readonly #counter: VoteCounter
  readonly #twins: { readonly indexes: ReadonlySet<number> }
  #asked: number
  #enough = false
  /** Samples drawn before which the rule cannot say enough, while answers keep their groups. */
  #nextLook = { drawn: 0, regroupings: 0 }

  /**
   * @param asked - Samples asked for at the beginning: N, or as many as were launched already.
   * @param twins - Which samples the rule takes for none, since they repeat an earlier one.
   */
  constructor(
    policy: VotingPolicy,
    counter: VoteCounter,
    asked = policy.n,
    twins: { readonly indexes: ReadonlySet<number> } = { indexes: new Set() },
  ) {
    this.#twins = twins
    this.#policy = policy
    this.#rule = stopRuleOf(policy)
    this.#counter = counter
    this.#asked = asked
  }

  get asked(): number {
    return this.#asked
  }

  get enough(): boolean {
    return this.#enough
  }

  get state(): StopState {
    return this.#counter.state(stopTerms(this.#policy, this.#asked))
  }

  look(): void {
    const state = this.state
    const { drawn, asked } = state
    const regroupings = this.#counter.regroupings()
    if (regroupings === this.#nextLook.regroupings && drawn < Math.min(this.#nextLook.drawn, asked)) return
    const seen = this.#seen(state)
    const decision = decideStop(this.#rule, seen)
    const wait = decision.enough || isSoonOver(state) ? 1 : samplesToWait(this.#rule, seen)
    this.#nextLook = { drawn: drawn + wait, regroupings }
    this.#asked = askedAfterTie(state, mostSamples(this.#policy))
    this.#enough = decision.enough && this.#asked === asked
  }

  /** What the rule is shown: samples word for word the same as one, until all are drawn. At the end all votes decide, as they were cast. */
  #seen(state: StopState): StopState {
    return state.drawn < state.asked ? withoutTwins(state, this.#twins.indexes) : state
  }

  lookAnew(): void {
    this.#nextLook = { drawn: 0, regroupings: 0 }
  }

  ruleFor(slots: number): StopRule {
    const { drawn, regroupings } = this.#nextLook
    const wait = drawn - this.state.drawn
    if (wait < slots || regroupings !== this.#counter.regroupings()) return this.#rule
    return { ...this.#rule, fewest: () => wait }
  }

  outcome(): TrackOutcome {
    const counter = this.#counter
    const asked = askedAfterTie(this.state, mostSamples(this.#policy))
    const state = counter.state(stopTerms(this.#policy, asked))
    // The rule is asked anew: what was to be drawn again and was not counts here, and was none of the samples when it last looked.
    const seen = this.#seen(state)
    const decision = decideStop(this.#rule, seen)
    const chosenSample =
      decision.enough && decision.chosen !== undefined ? seen.firsts[decision.chosen] : undefined
    const place = chosenSample === undefined ? -1 : state.placeOf(chosenSample)
    const chosen = place < 0 ? undefined : place
    const tally = counter.tally()
    return {
      vote: decideVote(tally, this.#policy, chosen),
      risk: riskAtStop(state, chosen),
      tally,
      samples: { asked, ...counter.endings() },
      tokens: counter.tokens(),
    }
  }
}

/** With so few samples left as this, asking the rule after each costs less than finding out when to ask it. */
const fewLeft = 100

function isSoonOver({ asked, drawn }: StopState): boolean {
  return asked - drawn <= fewLeft
}
