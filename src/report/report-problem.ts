import { goldAnswers, type Problem } from '../config/problem.ts'
import type { ProblemOutcome } from '../experiment/estimate/outcome.ts'
import type { Verdict } from '../experiment/grade.ts'
import { type DrawnSample, endingOf, outcomeOfRun } from '../experiment/outcome-of.ts'
import { defined } from '../ground/defined.ts'
import type { Sample } from '../sample/sample.ts'
import type { TrackOutcome } from '../vote/rule-watch.ts'
import type { Tally, TallyCluster } from '../vote/tally.ts'
import { type Vote, winnerOf } from '../vote/vote.ts'
import type { ReportedProblem, ReportedSample, ReportedVote } from './report.ts'
import { cutText, samplesToTell, type TextPlan } from './text-plan.ts'

/** One problem of a run, as its journal and its votes have it. */
export interface DrawnProblem {
  readonly problem: Problem
  /** The last attempt of each launch index, cancelled ones included. */
  readonly samples: readonly Sample[]
  /** The attempts before them, which cost as well. */
  readonly earlier?: readonly DrawnSample[]
  readonly tally: Pick<Tally, 'clusters' | 'abstained'>
  readonly vote: Vote
  /** Upper bound of the chance that drawing all samples would have given another winner, 0 to 1. */
  readonly risk?: number
  /** The verdict on an answer; with an index, on that sample's, which a person may have disputed. Absent where no right answer is known. */
  readonly grade?: (answer: string, index?: number) => Verdict
  /** How much model text to take in; none where absent. */
  readonly texts?: TextPlan
}

/** What one problem adds to a report: to its figures, and to its list of problems. */
export interface ProblemReport {
  readonly outcome: ProblemOutcome
  readonly reported: ReportedProblem
}

/** Longest problem text in a report, in characters. */
const longestPrompt = 4000
/** Longest text of an option in a report, in characters. */
const longestChoice = 500

/**
 * Turns one problem of a run into what a report needs of it. The samples may be let go of afterwards: what is kept of their texts is bounded by `texts`.
 */
export function reportProblem(drawn: DrawnProblem): ProblemReport {
  const { problem, samples, earlier = [], tally, vote, risk, grade, texts } = drawn
  const { clusters } = tally
  const winner = winnerOf(vote)
  const outcome = outcomeOfRun({
    id: problem.id,
    samples: [...earlier, ...samples],
    clusters,
    ...defined({ winner }),
    ...(grade && { isRight: (answer, index) => grade(answer, index).correct }),
  })
  const voters = new Map(clusters.flatMap((cluster) => cluster.samples.map((index) => [index, cluster])))
  const inOrder = samples.toSorted((left, right) => left.index - right.index)
  const bare = inOrder.map((sample) => reportSample(sample, voters.get(sample.index), winner, grade))
  const told = texts === undefined ? new Set<number>() : samplesToTell(bare, texts.samplesPerProblem)
  return {
    outcome,
    reported: {
      ...questionOf(problem),
      vote: {
        ...reportVote(vote),
        ...(grade && vote.type === 'won'
          ? { correct: outcome.winner !== undefined && outcome.correct?.includes(outcome.winner) === true }
          : {}),
        ...defined({ risk }),
        tally,
      },
      samples: bare.map((sample, at) => {
        const { text = '', thinking = '' } = inOrder[at] ?? {}
        if (texts === undefined || !told.has(sample.index)) return sample
        const limit = texts.charactersEach
        return { ...sample, text: cutText(text, limit), thinking: cutText(thinking, limit) }
      }),
    },
  }
}

/** Reports problems of which no sample was drawn. They share one vote: a large set that was stopped early has very many of them. */
export function undrawnReporter({
  vote,
  risk,
}: Pick<TrackOutcome, 'vote' | 'risk'>): (problem: Problem) => ProblemReport {
  const nothing: readonly never[] = []
  const reportedVote = { ...reportVote(vote), risk }
  return (problem) => {
    const { id } = problem
    const isGraded = goldAnswers(problem).length > 0
    return {
      outcome: isGraded ? { id, samples: nothing, correct: nothing } : { id, samples: nothing },
      reported: { ...questionOf(problem), vote: reportedVote, samples: nothing },
    }
  }
}

/** What a report says of a problem itself. */
function questionOf(problem: Problem): Pick<ReportedProblem, 'id' | 'prompt' | 'choices' | 'gold'> {
  const gold = goldAnswers(problem)
  return {
    id: problem.id,
    prompt: cutText(problem.prompt, longestPrompt),
    ...defined({ choices: problem.choices?.map((choice) => cutText(choice, longestChoice)) }),
    ...(gold.length === 0 ? {} : { gold }),
  }
}

function reportSample(
  sample: Sample,
  cluster: TallyCluster | undefined,
  winner: TallyCluster | undefined,
  grade: DrawnProblem['grade'],
): ReportedSample {
  const { index, answer, end, forced, seed, tokens, timing, slot } = sample
  const verdict = answer.type === 'found' ? grade?.(answer.value, index) : undefined
  const detail = end.type === 'tripped' ? end.detail : end.type === 'failed' ? end.message : undefined
  return {
    index,
    ending: endingOf(sample) ?? 'cancelled',
    ...(forced ? { forced } : {}),
    ...(answer.type === 'found' ? { answer: answer.value } : {}),
    votes: cluster !== undefined,
    ...(cluster === undefined || winner === undefined ? {} : { withWinner: cluster === winner }),
    ...defined({ correct: verdict?.correct, by: verdict?.by, dispute: verdict?.dispute?.reason }),
    seed,
    tokens: tokens.output,
    thinkingTokens: tokens.thinking,
    elapsedMs: timing.elapsedMs,
    ...defined({ startedAtMs: timing.startedAtMs, slot, detail }),
  }
}

function reportVote(vote: Vote): Omit<ReportedVote, 'correct' | 'risk' | 'tally'> {
  switch (vote.type) {
    case 'no-answers':
      return { type: vote.type, answers: [], votes: 0, ballots: 0 }
    case 'tied':
      return { type: vote.type, answers: vote.answers, votes: vote.votes, ballots: vote.ballots }
    default: {
      const tie = vote.type === 'won' ? vote.tie : undefined
      return {
        type: vote.type,
        answers: [vote.answer],
        votes: vote.votes,
        ballots: vote.ballots,
        ...(tie && { tiedWith: tie.answers }),
        ...defined({ fields: vote.fields }),
      }
    }
  }
}
