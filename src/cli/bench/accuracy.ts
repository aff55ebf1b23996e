import type { BenchBoardState, ShareSoFar } from '../../report/bench-board.ts'
import { winnerOf } from '../../vote/vote.ts'
import type { VoteTrack } from '../../vote/vote-track.ts'
import { wilsonInterval } from '../../vote/wilson.ts'

/** How it is decided what is drawn. */
export type BenchDrawing = 'fixed' | 'stopped' | 'budget'

/** Says whether an answer is right. */
type Grader = (answer: string) => { readonly correct: boolean }

/** One problem with a known answer, as it stands. */
interface Standing {
  /** Share of its samples that voted for a right answer. */
  readonly rightShare: number
  /** Whether its vote can be told: it has enough, or it stands at any time. */
  readonly isVoted: boolean
  readonly voteRight: boolean
}

/** How right an experiment is so far, by the votes: the same samples count as in its report. A look costs what its problem has of samples. */
export class BenchAccuracy {
  readonly #drawing: BenchDrawing
  readonly #graderOf: (problem: string) => Grader | undefined
  readonly #graders = new Map<string, Grader | undefined>()
  readonly #standings = new Map<string, Standing>()
  /** Over the problems that were looked at. */
  readonly #sums = { problems: 0, share: 0, squares: 0, voted: 0, votedRight: 0 }

  /**
   * @param graderOfProblem - Asked once for each problem that is drawn; `undefined` for one without a known answer.
   * @param drawing - `fixed`: every problem gets all its samples; figures over samples would be biased otherwise. `stopped`: by a rule.
   * `budget`: the votes stand at any time.
   */
  constructor(graderOfProblem: (problem: string) => Grader | undefined, drawing: BenchDrawing) {
    this.#graderOf = graderOfProblem
    this.#drawing = drawing
  }

  /** Whether an answer to a problem is right; `undefined` where that is not known. */
  isRight(problem: string, answer: string): boolean | undefined {
    return this.#grader(problem)?.(answer).correct
  }

  #grader(problem: string): Grader | undefined {
    if (!this.#graders.has(problem)) this.#graders.set(problem, this.#graderOf(problem))
    return this.#graders.get(problem)
  }

  /** Looks at the vote on a problem. */
  look(problem: string, track: Pick<VoteTrack, 'standing' | 'answers' | 'enough' | 'outcome'>): void {
    const { standing, answers, enough } = track
    const grade = this.#grader(problem)
    if (standing.drawn === 0 || grade === undefined) return
    const isRight = ({ spellings }: { spellings: readonly string[] }) =>
      spellings.some((text) => grade(text).correct)
    const right = answers.filter(isRight).reduce((sum, { votes }) => sum + votes, 0)
    const isVoted = enough || this.#drawing === 'budget'
    const winner = isVoted ? winnerOf(track.outcome().vote) : undefined
    const before = this.#standings.get(problem)
    if (before !== undefined) this.#add(before, -1)
    const now = {
      ...{ rightShare: right / standing.drawn, isVoted },
      voteRight: winner !== undefined && isRight(winner),
    }
    this.#standings.set(problem, now)
    this.#add(now, 1)
  }

  #add({ rightShare, isVoted, voteRight }: Standing, sign: 1 | -1): void {
    this.#sums.problems += sign
    this.#sums.share += sign * rightShare
    this.#sums.squares += sign * rightShare ** 2
    this.#sums.voted += sign * Number(isVoted)
    this.#sums.votedRight += sign * Number(voteRight)
  }

  /** Right votes among the problems that are decided; `undefined` before the first, or where no right answer is known. */
  votes(): BenchBoardState['votes'] {
    const { voted, votedRight } = this.#sums
    if (voted === 0) return undefined
    return {
      right: votedRight,
      of: voted,
      share: votedRight / voted,
      interval: wilsonInterval(votedRight, voted),
    }
  }

  /**
   * pass@1, where every problem gets as many samples: the mean over the problems that have begun, of the share of right samples.
   *
   * Its interval takes the problems as drawn at random: mean ± z · s/√C over C problems, two of which are added, one wholly right and one wholly
   * wrong, as `estimateRatios` adds them; so it is never without a width. The report's is by resampling.
   */
  passAt1(): ShareSoFar | undefined {
    const { problems, share, squares } = this.#sums
    if (this.#drawing !== 'fixed' || problems === 0) return undefined
    const count = problems + 2
    const mean = (share + 1) / count
    const variance = Math.max(0, (squares + 1) / count - mean ** 2) * (count / (count - 1))
    const half = z * Math.sqrt(variance / count)
    return { share: share / problems, interval: [Math.max(0, mean - half), Math.min(1, mean + half)] }
  }
}

/** Two-sided 95 % of a normal distribution. */
const z = 1.96
