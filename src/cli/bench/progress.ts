import type { BenchRun } from '../../run/opened-bench.ts'
import type { Sample } from '../../sample/sample.ts'
import type { VoteTrack } from '../../vote/vote-track.ts'
import { timeLeft } from '../terminal/time-left.ts'
import type { BenchDrawing } from './accuracy.ts'

/** What of an experiment says how long it goes on. */
interface BenchExtent extends Pick<BenchRun, 'problems' | 'policy' | 'earlierMs'> {
  readonly budget?: BenchRun['budget'] | undefined
}

/** How far an experiment is: problems, samples, and how long it goes on. */
export class BenchProgress {
  readonly #scene: BenchExtent
  readonly #drawing: BenchDrawing
  /** How each vote stands that has begun, by problem. */
  readonly #standings = new Map<string, Standing>()
  readonly #sums = { samples: 0, ballots: 0, open: 0, done: 0, tokens: 0 }
  readonly #abstained = new Map<string, number>()
  /** Of this part of the run: how many samples were counted, and their times. */
  readonly #counted = { samples: 0, ms: 0, squares: 0 }

  constructor(scene: BenchExtent, drawing: BenchDrawing) {
    this.#scene = scene
    this.#drawing = drawing
  }

  /** Samples drawn, those of an earlier part included. */
  get samples(): number {
    return this.#sums.samples
  }

  /** Samples counted in this part of the run. */
  get counted(): number {
    return this.#counted.samples
  }

  get ballots(): number {
    return this.#sums.ballots
  }

  /** Problems that have a vote. */
  get done(): number {
    return this.#sums.done
  }

  /** How many samples have no answer, by reason. */
  get abstained(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#abstained].filter(([, count]) => count > 0))
  }

  count({ timing: { elapsedMs } }: Pick<Sample, 'timing'>): void {
    this.#counted.samples += 1
    this.#counted.ms += elapsedMs
    this.#counted.squares += elapsedMs ** 2
  }

  /** Looks at the vote on a problem. It costs as much as the problem has samples. */
  look(problem: string, track: VoteTrack): void {
    const before = this.#standings.get(problem)
    const now = standingOf(track, this.#drawing)
    this.#standings.set(problem, now)
    for (const name of ['samples', 'ballots', 'open', 'done', 'tokens'] as const)
      this.#sums[name] += now[name] - (before?.[name] ?? 0)
    const add = (counts: Standing['abstained'], sign: 1 | -1) => {
      for (const [reason, count] of Object.entries(counts))
        this.#abstained.set(reason, (this.#abstained.get(reason) ?? 0) + sign * count)
    }
    if (before !== undefined) add(before.abstained, -1)
    add(now.abstained, 1)
  }

  /** How long it goes on, in milliseconds; `undefined` where that is not known. */
  timeLeft(elapsedMs: number): [least: number, longest: number] | undefined {
    const { samples: counted, ms, squares } = this.#counted
    const mean = ms / Math.max(1, counted)
    const deviation = Math.sqrt(Math.max(0, squares / Math.max(1, counted) - mean ** 2))
    const left = timeLeft({ elapsedMs, counted, sampleMs: { mean, deviation }, left: this.samplesLeft() })
    const { budget, earlierMs } = this.#scene
    if (left === undefined || budget?.timeMs === undefined) return left
    const mostMs = Math.max(0, budget.timeMs - earlierMs - elapsedMs)
    return mostMs === 0 ? undefined : [Math.min(left[0], mostMs), Math.min(left[1], mostMs)]
  }

  /** Samples still to come: as many as problems took so far, and at most. */
  samplesLeft(): { readonly usual: number; readonly most: number } {
    const { samples, done, tokens } = this.#sums
    const size = this.#scene.problems.length
    const open = this.#sums.open + (size - this.#standings.size) * this.#scene.policy.n
    const { mean = Infinity, samples: mostSamples = Infinity, tokens: mostTokens } = this.#scene.budget ?? {}
    const byTokens =
      mostTokens === undefined ? Infinity : ((mostTokens - tokens) * samples) / Math.max(1, tokens)
    const bySamples = Math.min(mostSamples, Math.floor(mean * size)) - samples
    const most = Math.max(0, Math.min(open, bySamples, byTokens))
    if (this.#drawing !== 'stopped' || done === 0) return { usual: most, most }
    return { usual: Math.min(most, (samples / done) * (size - done)), most }
  }
}

/** One vote as it stands, and, summed, all that have begun. */
interface Standing {
  /** Samples drawn. */
  readonly samples: number
  readonly ballots: number
  /** Samples that it may still get. */
  readonly open: number
  /** 1 where it has a vote, else 0. */
  readonly done: number
  readonly tokens: number
  readonly abstained: Readonly<Record<string, number>>
}

function standingOf({ state, asked, enough, tokens, tally }: VoteTrack, drawing: BenchDrawing): Standing {
  const { drawn } = state
  return {
    samples: drawn,
    ballots: tally.ballots,
    open: enough ? 0 : asked - drawn,
    done: Number(drawing === 'budget' ? drawn > 0 : enough),
    tokens: tokens.output,
    abstained: Object.fromEntries(
      Object.entries(tally.abstained).map(([reason, samples]) => [reason, samples.length]),
    ),
  }
}
