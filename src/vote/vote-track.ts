import { seedAfter } from '../ground/seed.ts'
import type { Sample } from '../sample/sample.ts'
import { retriesBySeed, retryStride, seedOf } from '../sample/seeds.ts'
import { mostSamples, stopRuleOf, stopTerms, type VotingPolicy } from './policy.ts'
import { riskAtStop } from './risk.ts'
import { askedAfterTie, type Schedule, schedules } from './schedule.ts'
import { decideStop, type StopDecision, type StopRule } from './stop-rule.ts'
import { type StopState, stopState } from './stop-state.ts'
import type { GroupAnswers, Tally } from './tally.ts'
import { decideVote, type Vote } from './vote.ts'
import { type Endings, type TokensSpent, type VoteCounter, voteCounter } from './vote-counter.ts'

/** How one vote is drawn and decided. */
export interface TrackPlan {
  readonly policy: VotingPolicy
  /** Seed of sample 0; sample i has base + i. */
  readonly seedBase: number
  /** How often a sample that tripped is drawn again, under another seed; 0 keeps the trip. */
  readonly retries: number
}

/** One sample to draw for a vote. */
export interface VoteTask {
  readonly index: number
  readonly seed: number
  readonly attempt: number
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
 * Knows no time and draws nothing itself. Ballots go by launch index, never by arrival.
 */
export class VoteTrack {
  readonly #plan: TrackPlan
  readonly #rule: StopRule
  readonly #schedule: Schedule
  readonly #counter: VoteCounter
  readonly #todo: VoteTask[]
  #asked: number
  /** Launched, and not yet seen by the rule. */
  #uncounted = 0
  /** On the disk, and not yet seen by the rule. */
  readonly #recorded = new Set<Sample>()
  #tally: Tally
  #decision: StopDecision = { enough: false }
  /** Samples that were cancelled, by index. */
  readonly #cancelled = new Map<number, VoteTask>()
  /** A sample of the answer that the rule chose, where that is not simply the leader. */
  #chosenSample: number | undefined

  /** @param earlier - Samples of this vote that are on disk already, in the order written. */
  constructor(plan: TrackPlan, group: GroupAnswers, earlier: readonly Sample[] = []) {
    this.#plan = plan
    this.#rule = stopRuleOf(plan.policy)
    this.#schedule = schedules[plan.policy.schedule]
    this.#counter = voteCounter(group, plan.policy)
    // What was cancelled stays so, unless it is drawn after all; what failed is as if it had not been drawn.
    for (const sample of earlier) {
      if (sample.end.type === 'failed') this.#counter.addTokens(sample)
      else this.#add(sample)
    }
    const last = new Map(earlier.map((sample) => [sample.index, sample]))
    this.#asked = [...last.keys()].reduce((most, index) => Math.max(most, index + 1), plan.policy.n)
    const indexes = Array.from({ length: this.#asked }, (_, index) => index)
    this.#todo = indexes.flatMap((index) => taskFor(index, last.get(index), plan))
    this.#tally = this.#counter.tally()
    this.#look()
  }

  /** Whether the rule has had enough, or all samples are drawn. */
  get enough(): boolean {
    return this.#decision.enough
  }

  get tally(): Tally {
    return this.#tally
  }

  get asked(): number {
    return this.#asked
  }

  /** What the samples cost that were counted. */
  get tokens(): TokensSpent {
    return this.#counter.tokens()
  }

  /** What is still to be drawn at most, in order; nothing once it is enough. */
  get left(): readonly VoteTask[] {
    return this.#decision.enough ? [] : this.#todo
  }

  /** Samples launched that no rule has seen. */
  get uncounted(): number {
    return this.#uncounted
  }

  /** What a stop rule sees now. */
  get state(): StopState {
    return this.#stateOf(this.#tally)
  }

  #stateOf(tally: Tally): StopState {
    return stopState(tally, stopTerms(this.#plan.policy, this.#asked))
  }

  /**
   * The next sample to launch, or `undefined` where none may be launched now.
   *
   * @param slots - Slots of the pool, which keeps to them itself. A sample that is being written counts as in flight here, since no
   *   rule has seen it.
   */
  next(slots: number): VoteTask | undefined {
    if (this.#decision.enough || this.#todo.length === 0) return undefined
    const inFlight = this.#uncounted
    if (this.#schedule.howManyMore(this.#rule, this.state, slots + inFlight, inFlight) === 0) return undefined
    const task = this.#todo.shift()
    if (task !== undefined) this.#uncounted += 1
    return task
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
      this.#todo.unshift(nextAttempt(sample))
      return 'again'
    }
    if (sample.end.type !== 'cancelled') this.#look()
    return 'counted'
  }

  /** Lets the rule look at everything on the disk, once nothing is in flight any more. Gives whether it has enough. */
  settle(): boolean {
    this.#uncounted = 0
    this.#addRecorded()
    this.#look()
    return this.enough
  }

  /** Goes on after all: what was cancelled is drawn once more. */
  goOn(): void {
    this.redraw([...this.#cancelled.values()])
  }

  /** Draws samples that failed or were cancelled once more, with the same seeds. */
  redraw(samples: readonly VoteTask[]): void {
    for (const { index, seed, attempt } of samples) {
      this.#counter.forget(index)
      this.#cancelled.delete(index)
      this.#todo.push({ index, seed, attempt: attempt + 1 })
    }
    this.#look()
  }

  /** The vote as it stands, with everything that is on disk. */
  outcome(): TrackOutcome {
    this.#addRecorded()
    const tally = this.#counter.tally()
    const sample = this.#chosenSample
    const chosen =
      sample === undefined ? -1 : tally.clusters.findIndex(({ samples }) => samples.includes(sample))
    return {
      vote: decideVote(tally, this.#plan.policy, chosen === -1 ? undefined : chosen),
      risk: riskAtStop(this.#stateOf(tally), chosen === -1 ? undefined : chosen),
      tally,
      samples: { asked: this.#asked, ...this.#counter.endings() },
      tokens: this.#counter.tokens(),
    }
  }

  /** A trip that will be drawn again costs tokens and is no ballot. */
  #add(sample: Sample): void {
    const { index, seed, attempt, end } = sample
    if (end.type === 'cancelled') this.#cancelled.set(index, { index, seed, attempt })
    if (isRetried(sample, this.#plan)) this.#counter.addTokens(sample)
    else this.#counter.add(sample)
  }

  #addRecorded(): void {
    for (const sample of this.#recorded) this.#add(sample)
    this.#recorded.clear()
  }

  #look(): void {
    this.#tally = this.#counter.tally()
    const decision = decideStop(this.#rule, this.state)
    this.#decision = decision
    const chosen = decision.enough ? decision.chosen : undefined
    this.#chosenSample = chosen === undefined ? undefined : this.#tally.clusters[chosen]?.samples[0]
    const more = askedAfterTie(this.state, mostSamples(this.#plan.policy))
    if (more === this.#asked) return
    this.#todo.push(...taskFor(this.#asked, undefined, this.#plan))
    this.#asked = more
    this.#decision = { enough: false }
  }
}

/** Whether a sample tripped, or was cut before it answered, and is drawn again. */
function isRetried(sample: Sample, plan: TrackPlan): boolean {
  const { end, text, forced } = sample
  const cut = end.type === 'finished' && end.reason === 'length' && text.trim() === ''
  return (
    (end.type === 'tripped' || cut) &&
    !forced &&
    retriesBySeed(sample.seed, plan.seedBase, sample.index) < plan.retries
  )
}

function nextAttempt({ index, seed, attempt }: Sample): VoteTask {
  return { index, seed: seedAfter(seed, retryStride), attempt: attempt + 1 }
}

/** What finished or tripped is kept by a resumed run; what failed or was cancelled is drawn again. */
function isKept({ end }: Sample): boolean {
  return end.type === 'finished' || end.type === 'tripped'
}

/** The task that is left for an index: none, a first attempt, another with the same seed, or a retry under the next. */
function taskFor(index: number, last: Sample | undefined, plan: TrackPlan): VoteTask[] {
  if (last === undefined) return [{ index, seed: seedOf(plan.seedBase, index), attempt: 1 }]
  if (isRetried(last, plan)) return [nextAttempt(last)]
  return isKept(last) ? [] : [{ index, seed: last.seed, attempt: last.attempt + 1 }]
}
