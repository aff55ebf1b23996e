import type { Sample } from '../sample/sample.ts'
import { mostSamples, stopRuleOf, stopTerms, type VotingPolicy } from './policy.ts'
import { riskAtStop } from './risk.ts'
import { askedAfterTie, type Schedule, schedules } from './schedule.ts'
import { decideStop, type StopDecision, type StopRule, samplesToWait } from './stop-rule.ts'
import type { StopState } from './stop-state.ts'
import type { GroupAnswers, Tally } from './tally.ts'
import { decideVote, type Vote } from './vote.ts'
import {
  type CountedEnding,
  type Endings,
  type TokensSpent,
  type VoteCounter,
  voteCounter,
} from './vote-counter.ts'
import { isRetried, nextAttempt, type RetryTerms, TaskQueue, taskFor, type VoteTask } from './vote-task.ts'

/** How one vote is drawn and decided. */
export interface TrackPlan extends RetryTerms {
  readonly policy: VotingPolicy
}

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

/**
 * Follows one vote from its first sample to its decision: what to draw next, what has been counted, whether it is enough.
 *
 * Knows no time and draws nothing itself. Ballots go by launch index, never by arrival. A sample costs the same however many came before it.
 */
export class VoteTrack {
  readonly #plan: TrackPlan
  readonly #rule: StopRule
  readonly #schedule: Schedule
  readonly #counter: VoteCounter
  readonly #tasks: TaskQueue
  #asked: number
  /** Launched, and not yet seen by the rule. */
  #uncounted = 0
  /** On the disk, and not yet seen by the rule. */
  readonly #recorded = new Set<Sample>()
  #decision: StopDecision = { enough: false }
  /** Samples drawn before which the rule cannot say enough, while answers keep their groups. */
  #nextLook = { drawn: 0, regroupings: 0 }
  /** Samples that were cancelled, by index. */
  readonly #cancelled = new Map<number, VoteTask>()
  /** Endings that are to be drawn again, by index: they count only where that does not come about. */
  readonly #setAside = new Map<number, CountedEnding>()
  /** A sample of the answer that the rule chose, where that is not simply the leader. */
  #chosenSample: number | undefined

  /** @param earlier - Samples of this vote that are on disk already, in the order written. */
  constructor(plan: TrackPlan, group: GroupAnswers, earlier: readonly Sample[] = []) {
    this.#plan = plan
    this.#rule = stopRuleOf(plan.policy)
    this.#schedule = schedules[plan.policy.schedule]
    this.#counter = voteCounter(group, plan.policy)
    // What was cancelled stays so, unless it is drawn after all; what failed is as if it had not been drawn.
    const last = new Map<number, Sample>()
    this.#asked = plan.policy.n
    for (const sample of earlier) {
      this.#add(sample)
      if (sample.end.type === 'failed') this.#putAside(sample.index)
      last.set(sample.index, sample)
      this.#asked = Math.max(this.#asked, sample.index + 1)
    }
    this.#tasks = new TaskQueue()
    for (let index = 0; index < this.#asked; index++) {
      const task = taskFor(index, last.get(index), plan)
      if (task !== undefined) this.#tasks.push(task)
    }
    this.#decide()
  }

  /** Whether the rule has had enough, or all samples are drawn. */
  get enough(): boolean {
    return this.#decision.enough
  }

  /** Everything counted so far, as a copy. It costs as much as there are samples: to be asked for when it is shown. */
  get tally(): Tally {
    return this.#counter.tally()
  }

  get asked(): number {
    return this.#asked
  }

  /** What the samples cost that were counted. */
  get tokens(): TokensSpent {
    return this.#counter.tokens()
  }

  /** What is still to be drawn at most, in order; nothing once it is enough. */
  get remainingTasks(): readonly VoteTask[] {
    return this.#decision.enough ? [] : this.#tasks.all()
  }

  /** Samples launched that no rule has seen. */
  get uncounted(): number {
    return this.#uncounted
  }

  /** What a stop rule sees now; to be looked at before the next sample is counted. */
  get state(): StopState {
    return this.#counter.state(stopTerms(this.#plan.policy, this.#asked))
  }

  /**
   * The next sample to launch, or `undefined` where none may be launched now.
   *
   * @param slots - Slots of the pool, which keeps to them itself. A sample that is being written counts as in flight here, since no
   *   rule has seen it.
   */
  next(slots: number): VoteTask | undefined {
    if (this.#decision.enough || this.#tasks.isEmpty) return undefined
    const inFlight = this.#uncounted
    const state = this.state
    if (
      this.#schedule.howManyMore(this.#ruleOf(state, slots + inFlight), state, slots + inFlight, inFlight) ===
      0
    )
      return undefined
    this.#uncounted += 1
    return this.#tasks.take()
  }

  /** Notes a sample that is on the disk: it is part of the outcome from now on, and of what the rule sees when its turn comes. */
  record(sample: Sample): void {
    this.#recorded.add(sample)
  }

  /**
   * Counts a recorded sample, and lets the rule look: after each one, also where the disk took several at once. `again`: the sample is drawn
   * once more, under another seed.
   */
  count(sample: Sample): 'counted' | 'again' {
    this.#uncounted -= 1
    // One that an outcome was asked with is in the count already.
    if (this.#recorded.delete(sample)) this.#add(sample)
    if (isRetried(sample, this.#plan)) {
      this.#tasks.pushFirst(nextAttempt(sample))
      return 'again'
    }
    if (sample.end.type !== 'cancelled') this.#decide()
    return 'counted'
  }

  /**
   * Counts everything on the disk, once nothing is in flight any more, and lets the rule look.
   *
   * @returns The samples that it sees for the first time.
   */
  countRecorded(): readonly Sample[] {
    const samples = [...this.#recorded]
    this.#uncounted = 0
    this.#addRecorded()
    this.#decide()
    return samples
  }

  /** Goes on after all: what was cancelled is drawn once more. */
  redrawCancelled(): void {
    this.continueWith([...this.#cancelled.values()])
  }

  /** Draws samples that failed or were cancelled once more, with the same seeds. */
  continueWith(samples: readonly VoteTask[]): void {
    for (const { index, seed, attempt } of samples) {
      this.#putAside(index)
      this.#cancelled.delete(index)
      this.#tasks.push({ index, seed, attempt: attempt + 1 })
    }
    this.#nextLook = { drawn: 0, regroupings: 0 }
    this.#decide()
  }

  /**
   * The vote as it stands, with everything that is on disk: what was to be drawn again and was not counts as it ended.
   */
  outcome(): TrackOutcome {
    this.#addRecorded()
    const { policy } = this.#plan
    const counter = this.#counter
    for (const [index, ending] of this.#setAside) counter.restore(index, ending)
    const asked = askedAfterTie(this.state, mostSamples(policy))
    const state = counter.state(stopTerms(policy, asked))
    const place = this.#chosenSample === undefined ? -1 : state.placeOf(this.#chosenSample)
    const chosen = place < 0 ? undefined : place
    const tally = counter.tally()
    const outcome = {
      vote: decideVote(tally, policy, chosen),
      risk: riskAtStop(state, chosen),
      tally,
      samples: { asked, ...counter.endings() },
      tokens: counter.tokens(),
    }
    for (const index of this.#setAside.keys()) counter.forget(index)
    return outcome
  }

  /** A trip that will be drawn again costs tokens and is no ballot. */
  #add(sample: Sample): void {
    const { index, seed, attempt, end } = sample
    this.#setAside.delete(index)
    if (end.type === 'cancelled') this.#cancelled.set(index, { index, seed, attempt })
    this.#counter.add(sample)
    if (isRetried(sample, this.#plan)) this.#putAside(index)
  }

  #putAside(index: number): void {
    const counted = this.#counter.forget(index)
    if (counted !== undefined) this.#setAside.set(index, counted)
  }

  #addRecorded(): void {
    for (const sample of this.#recorded) this.#add(sample)
    this.#recorded.clear()
  }

  /** Lets the rule look, where it can say anything new. */
  #decide(): void {
    const state = this.state
    const regroupings = this.#counter.regroupings()
    const { drawn } = state
    if (regroupings === this.#nextLook.regroupings && drawn < Math.min(this.#nextLook.drawn, state.asked))
      return
    const decision = decideStop(this.#rule, state)
    const chosen = decision.enough ? decision.chosen : undefined
    this.#decision = decision
    this.#chosenSample = chosen === undefined ? undefined : this.#counter.firstAt(chosen)
    const wait = decision.enough || isSoonOver(state) ? 1 : samplesToWait(this.#rule, state)
    this.#nextLook = { drawn: drawn + wait, regroupings }
    const more = askedAfterTie(state, mostSamples(this.#plan.policy))
    if (more === this.#asked) return
    const task = taskFor(this.#asked, undefined, this.#plan)
    if (task !== undefined) this.#tasks.push(task)
    this.#asked = more
    this.#decision = { enough: false }
  }

  /** The rule for a schedule that asks how many samples could decide: where it is known that these are more than `slots`, it need not be found out. */
  #ruleOf({ drawn }: StopState, slots: number): StopRule {
    const { drawn: looksAt, regroupings } = this.#nextLook
    const wait = looksAt - drawn
    if (wait < slots || regroupings !== this.#counter.regroupings()) return this.#rule
    return { ...this.#rule, fewest: () => wait }
  }
}

/** With so few samples left, asking the rule after each costs less than finding out when to ask it. */
const fewLeft = 100

function isSoonOver({ asked, drawn }: StopState): boolean {
  return asked - drawn <= fewLeft
}
