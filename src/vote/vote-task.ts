import type { Sample } from '../sample/sample.ts'

/** What the seeds of a vote go by. */
export interface RetryTerms {
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

/** Tasks in the order in which they are to be drawn. Taking one costs the same however many there are. */
export class TaskQueue {
  #tasks: VoteTask[] = []
  #taken = 0

  get isEmpty(): boolean {
    return this.#taken >= this.#tasks.length
  }

  all(): VoteTask[] {
    return this.#tasks.slice(this.#taken)
  }

  push(task: VoteTask): void {
    this.#tasks.push(task)
  }

  /** Puts a task before all others. */
  pushFirst(task: VoteTask): void {
    if (this.#taken === 0) this.#tasks.unshift(task)
    else this.#tasks[--this.#taken] = task
  }

  take(): VoteTask | undefined {
    const task = this.#tasks[this.#taken]
    if (task !== undefined) this.#taken += 1
    return task
  }
}

/** Seeds are 0 … 2^31 - 1. */
export const seedCount = 2 ** 31

/** Seeds are 0 … 2^31 - 1: a base near the end goes on from 0. */
export function seedOf(seedBase: number, index: number): number {
  return (seedBase + index) % seedCount
}

/** Between the seed of a sample and that of its retry: more than any number of samples, so that no two seeds of a vote meet. */
export const retryStride = 2 ** 20

/** How often a sample's seed was changed because it tripped. */
function retryCount({ seed, index }: Sample, { seedBase }: RetryTerms): number {
  return ((seed - seedOf(seedBase, index) + seedCount) % seedCount) / retryStride
}

/** Whether a sample tripped, or was cut before it answered, and is drawn again. */
export function isRetried(sample: Sample, plan: RetryTerms): boolean {
  const { end, text, forced } = sample
  const cut = end.type === 'finished' && end.reason === 'length' && text.trim() === ''
  return (end.type === 'tripped' || cut) && !forced && retryCount(sample, plan) < plan.retries
}

export function nextAttempt({ index, seed, attempt }: Sample): VoteTask {
  return { index, seed: (seed + retryStride) % seedCount, attempt: attempt + 1 }
}

/** What finished or tripped is kept by a resumed run; what failed or was cancelled is drawn again. */
function isKept({ end }: Sample): boolean {
  return end.type === 'finished' || end.type === 'tripped'
}

/** The task that is left for an index: none, a first attempt, another with the same seed, or a retry under the next. */
export function taskFor(index: number, last: Sample | undefined, plan: RetryTerms): VoteTask | undefined {
  if (last === undefined) return { index, seed: seedOf(plan.seedBase, index), attempt: 1 }
  if (isRetried(last, plan)) return nextAttempt(last)
  return isKept(last) ? undefined : { index, seed: last.seed, attempt: last.attempt + 1 }
}
