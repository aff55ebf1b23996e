import type { GroupGrower } from '../answer/growing-groups.ts'
import type { Sample } from '../sample/sample.ts'
import { Twins } from '../sample/twins.ts'
import type { VotingPolicy } from './policy.ts'
import type { TrackOutcome, VoteWatch } from './rule-watch.ts'
import { type Schedule, schedules } from './schedule.ts'
import type { StopState } from './stop-state.ts'
import type { Tally } from './tally.ts'
import {
  type CountedEnding,
  type StandingAnswer,
  type TokensSpent,
  type VoteCounter,
  type VoteStanding,
  voteCounter,
} from './vote-counter.ts'
import {
  isRetried,
  nextAttempt,
  type RetryTerms,
  TaskQueue,
  taskFor,
  type VoteTask,
  wasUnreached,
} from './vote-task.ts'
import { watchVote } from './watch-vote.ts'

/** How one vote is drawn and decided. */
export interface TrackPlan extends RetryTerms {
  readonly policy: VotingPolicy
  /** Draw samples again, while the vote lasts, whose request never reached the runtime. */
  readonly redrawsUnreached?: boolean
}

/**
 * Follows one vote from its first sample to its decision: what to draw next, what has been counted, whether it is enough.
 *
 * Knows no time and draws nothing itself. Ballots go by launch index, never by arrival. A sample costs the same however many came before it.
 */
export class VoteTrack {
  readonly #plan: TrackPlan
  readonly #schedule: Schedule
  readonly #counter: VoteCounter
  readonly #watch: VoteWatch
  readonly #tasks = new TaskQueue()
  readonly #twins = new Twins()
  /** Launched, and not yet seen by the rule. */
  #uncounted = 0
  /** On the disk, and not yet seen by the rule. */
  readonly #recorded = new Set<Sample>()
  /** Samples that were cancelled, by index. */
  readonly #cancelled = new Map<number, VoteTask>()
  /** Endings that are to be drawn again, by index: they count only where that does not come about. */
  readonly #setAside = new Map<number, CountedEnding>()

  /** @param earlier - Samples of this vote that are on disk already, in the order written. */
  constructor(plan: TrackPlan, group: GroupGrower, earlier: readonly Sample[] = []) {
    this.#plan = plan
    this.#schedule = schedules[plan.policy.schedule]
    this.#counter = voteCounter(group, plan.policy)
    // What was cancelled stays so, unless it is drawn after all; what failed is as if it had not been drawn.
    const last = new Map<number, Sample>()
    let asked = plan.policy.n
    for (const sample of earlier) {
      this.#add(sample)
      if (sample.end.type === 'failed') this.#putAside(sample.index)
      last.set(sample.index, sample)
      asked = Math.max(asked, sample.index + 1)
    }
    this.#watch = watchVote(plan.policy, this.#counter, group, asked, this.#twins)
    for (let index = 0; index < asked; index++) {
      const task = taskFor(index, last.get(index), plan)
      if (task !== undefined) this.#tasks.push(task)
    }
    this.#decide()
  }

  /** Whether the rule has had enough, or all samples are drawn. */
  get enough(): boolean {
    return this.#watch.enough
  }

  /** Everything counted so far, as a copy. It costs as much as there are samples: to be asked for when it is shown. */
  get tally(): Tally {
    return this.#counter.tally()
  }

  /** How the vote stands, at no cost that grows with the samples. */
  get standing(): VoteStanding {
    const { fields } = this.#watch
    return { ...this.#counter.standing(), ...(fields === undefined ? {} : { fields }) }
  }

  /** Every answer with its votes, the leader first. */
  get answers(): readonly StandingAnswer[] {
    return this.#counter.answers()
  }

  /** Samples that are word for word the same as an earlier one. They vote as they are; to the rule, all of them are one. */
  get twins(): number {
    return this.#twins.indexes.size
  }

  get asked(): number {
    return this.#watch.asked
  }

  /** What the samples cost that were counted. */
  get tokens(): TokensSpent {
    return this.#counter.tokens()
  }

  /** What is still to be drawn at most, in order; nothing once it is enough. */
  get remainingTasks(): readonly VoteTask[] {
    return this.enough ? [] : this.#tasks.all()
  }

  /** Samples launched that no rule has seen. */
  get uncounted(): number {
    return this.#uncounted
  }

  /** What a stop rule sees now; to be looked at before the next sample is counted. */
  get state(): StopState {
    return this.#watch.state
  }

  /**
   * The next sample to launch, or `undefined` where none may be launched now.
   *
   * @param slots - Slots of the pool, which keeps to them itself. A sample that is being written counts as in flight here, since no
   *   rule has seen it.
   */
  next(slots: number): VoteTask | undefined {
    if (this.enough || this.#tasks.isEmpty) return undefined
    const inFlight = this.#uncounted
    const most = slots + inFlight
    const more = this.#schedule.howManyMore(this.#watch.ruleFor(most), this.state, most, inFlight)
    if (more === 0) return undefined
    this.#uncounted += 1
    return this.#tasks.take()
  }

  /** Takes back a task that was launched, and of which nothing was sent. */
  putBack({ index, seed, attempt }: VoteTask): void {
    this.#uncounted -= 1
    this.#tasks.pushFirst({ index, seed, attempt })
  }

  /** Notes a sample that is on the disk: it is part of the outcome from now on, and of what the rule sees when its turn comes. */
  record(sample: Sample): void {
    this.#recorded.add(sample)
  }

  /**
   * Counts a recorded sample, and lets the rule look: after each one, also where the disk took several at once. `again`: the sample is drawn
   * once more, under another seed, or, where its request never reached the runtime, with the same one and behind all others.
   *
   * @param brokeWithHost - It is no ending of the sample, which is drawn again with the same seed, before all others.
   */
  count(sample: Sample, brokeWithHost = false): 'counted' | 'again' {
    this.#uncounted -= 1
    // One that an outcome was asked with is in the count already.
    if (this.#recorded.delete(sample)) this.#add(sample)
    if (brokeWithHost) {
      const { index, seed, attempt } = sample
      this.#putAside(index)
      this.#tasks.pushFirst({ index, seed, attempt: attempt + 1 })
      return 'again'
    }
    if (isRetried(sample, this.#plan)) {
      this.#tasks.pushFirst(nextAttempt(sample))
      return 'again'
    }
    // With the last one the vote is over: it would only be asked for at once again.
    const lasts = !this.#tasks.isEmpty || this.#uncounted > 0
    if (this.#plan.redrawsUnreached && lasts && wasUnreached(sample)) {
      const { index, seed, attempt } = sample
      this.#putAside(index)
      this.#tasks.push({ index, seed, attempt: attempt + 1 })
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
    this.#watch.lookAnew()
    this.#decide()
  }

  /**
   * The vote as it stands, with everything that is on disk: what was to be drawn again and was not counts as it ended.
   */
  outcome(): TrackOutcome {
    this.#addRecorded()
    for (const [index, ending] of this.#setAside) this.#counter.restore(index, ending)
    const outcome = this.#watch.outcome()
    for (const index of this.#setAside.keys()) this.#counter.forget(index)
    return outcome
  }

  /** A trip that will be drawn again costs tokens and is no ballot. */
  #add(sample: Sample): void {
    const { index, seed, attempt, end } = sample
    this.#setAside.delete(index)
    if (end.type === 'cancelled') this.#cancelled.set(index, { index, seed, attempt })
    this.#counter.add(sample)
    this.#twins.add(sample)
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

  /** Lets the rule look; where a tie asks for more samples, these are to be drawn too. */
  #decide(): void {
    const before = this.asked
    this.#watch.look()
    for (let index = before; index < this.asked; index++) {
      const task = taskFor(index, undefined, this.#plan)
      if (task !== undefined) this.#tasks.push(task)
    }
  }
}
