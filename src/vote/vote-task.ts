import { seedAfter } from '../ground/seed.ts'
import type { Sample } from '../sample/sample.ts'
import { retriesBySeed, retryStride, seedOf } from '../sample/seeds.ts'
import { isUnanswered } from '../sample/unanswered.ts'

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

/** Whether a sample ended before it answered, and is drawn again. */
export function isRetried(sample: Sample, plan: RetryTerms): boolean {
  return (
    isUnanswered(sample) &&
    !sample.forced &&
    retriesBySeed(sample.seed, plan.seedBase, sample.index) < plan.retries
  )
}

export function nextAttempt({ index, seed, attempt }: Sample): VoteTask {
  return { index, seed: seedAfter(seed, retryStride), attempt: attempt + 1 }
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

/** Whether nobody took the request of a sample: there was no connection, or it was turned away at the door. */
export function wasUnreached({ end }: Pick<Sample, 'end'>): boolean {
  return end.type === 'failed' && (end.code === 'refused' || end.code === 'busy')
}
