import { describe, expect, it } from 'vitest'
import { groupAnswers } from '../../src/answer/group-answers.ts'
import { sameAnswer } from '../../src/answer/same-answer.ts'
import { gradeAnswer } from '../../src/experiment/grade.ts'
import { parseDisputes } from '../../src/experiment/grade-dispute.ts'
import { reportProblem } from '../../src/report/report-problem.ts'
import { reportRecorded } from '../../src/report/report-recorded.ts'
import type { Sample } from '../../src/sample/sample.ts'
import { ballotOf } from '../../src/vote/ballot.ts'
import { tallyBallots } from '../../src/vote/tally.ts'
import { decideVote } from '../../src/vote/vote.ts'

function sample(index: number, value: string | undefined, more: Partial<Sample> = {}): Sample {
  return {
    schema: 'magi.sample/1',
    key: `p/${index}`,
    problem: 'p',
    index,
    seed: 100 + index,
    thinking: `thinking ${index}`,
    text: `text ${index}`,
    answer:
      value === undefined
        ? { type: 'none', reason: 'not-found' }
        : { type: 'found', value, kind: 'number', by: 'boxed' },
    end: { type: 'finished', reason: 'stop' },
    forced: false,
    tokens: { output: 50 + index, thinking: 40, counted: 'runtime' },
    timing: { elapsedMs: 1000, startedAtMs: 10 * index },
    attempt: 1,
    slot: index % 2,
    ...more,
  }
}

describe('a problem of a run in a report', () => {
  const problem = { id: 'p', prompt: 'How much?', answer: ['1/2'], kind: 'number' as const }
  const samples = [
    sample(3, undefined, { end: { type: 'tripped', guard: 'thinking-loop', detail: 'repeats' } }),
    sample(0, '0.5'),
    sample(1, '2'),
    sample(2, '\\frac{1}{2}'),
    sample(4, undefined, { end: { type: 'cancelled', why: 'decided' } }),
    sample(5, '2'),
  ]
  const ballots = samples.flatMap((each) => ballotOf(each, { countForced: false }) ?? [])
  const tally = tallyBallots(ballots, (answers) => groupAnswers(answers, { kind: 'number' }))
  const disputes = parseDisputes(
    '{"id":"p","index":5,"correct":true,"reason":"it meant halves"}',
    'd.jsonl',
    ['p'],
  )
  const { outcome, reported } = reportProblem({
    problem,
    samples,
    tally,
    vote: decideVote(tally, { tie: 'first' }),
    risk: 0.2,
    grade: (answer, index) =>
      gradeAnswer(
        { problem: 'p', answer, ...(index === undefined ? {} : { index }) },
        { gold: ['1/2'], context: { kind: 'number' }, sameAnswer, disputes },
      ),
    texts: { samplesPerProblem: 2, charactersEach: 600 },
  })

  it('has its vote, its verdicts and the texts that were planned', () => {
    expect(reported.vote).toEqual({
      type: 'won',
      answers: ['0.5'],
      votes: 2,
      ballots: 4,
      tiedWith: ['2'],
      correct: true,
      risk: 0.2,
      tally,
    })
    expect(reported.gold).toEqual(['1/2'])
    expect(
      reported.samples.map(({ index, ending, votes, withWinner, correct, text }) => [
        index,
        ending,
        votes,
        withWinner,
        correct,
        text,
      ]),
    ).toEqual([
      [0, 'finished', true, true, true, 'text 0'],
      [1, 'finished', true, false, false, 'text 1'],
      [2, 'finished', true, true, true, undefined],
      [3, 'looped', false, undefined, undefined, undefined],
      [4, 'cancelled', false, undefined, undefined, undefined],
      [5, 'finished', true, false, true, undefined],
    ])
    expect(reported.samples[3]).toEqual({
      index: 3,
      ending: 'looped',
      votes: false,
      seed: 103,
      tokens: 53,
      thinkingTokens: 40,
      elapsedMs: 1000,
      startedAtMs: 30,
      slot: 1,
      detail: 'repeats',
    })
    expect(reported.samples[5]).toMatchObject({ by: 'dispute', dispute: 'it meant halves' })
  })

  it('has its outcome for the figures, without what was cancelled', () => {
    expect(outcome).toEqual({
      id: 'p',
      samples: [
        { ending: 'finished', cluster: 0, tokens: 50, elapsedMs: 1000 },
        { ending: 'finished', cluster: 1, tokens: 51, elapsedMs: 1000 },
        { ending: 'finished', cluster: 0, tokens: 52, elapsedMs: 1000 },
        { ending: 'looped', tokens: 53, elapsedMs: 1000 },
        { ending: 'finished', cluster: 2, tokens: 55, elapsedMs: 1000 },
      ],
      correct: [0, 2],
      cancelled: { tokens: 54, elapsedMs: 1000 },
      winner: 0,
    })
  })
})

it('brings the options of a choice, cut where they are long', () => {
  const problem = {
    id: 'p',
    prompt: 'Which?',
    answer: 'A',
    kind: 'choice' as const,
    choices: ['x', 'y'.repeat(900)],
  }
  const none = tallyBallots([], () => ({ clusters: [], abstained: [] }))
  const { reported } = reportProblem({
    problem,
    samples: [],
    tally: none,
    vote: decideVote(none, { tie: 'first' }),
  })
  expect(reported.choices?.[0]).toBe('x')
  expect(reported.choices?.[1]?.length).toBeLessThan(600)
})

describe('a recorded question in a report', () => {
  const question = {
    source: 's',
    id: '7',
    gold: '5',
    answers: ['5', null, '5.0', '6', '6', '6'],
    classes: [0, -1, 0, 1, 1, 1],
    goldClass: 0 as const,
    tokens: [1, 2, 3, 4, 5, 6],
  }

  it('is all of it, or its first samples', () => {
    expect(reportRecorded(question).reported.vote).toEqual({
      type: 'won',
      answers: ['6'],
      votes: 3,
      ballots: 5,
      correct: false,
    })
    const { outcome, reported } = reportRecorded(question, 4)
    expect(reported.vote).toEqual({ type: 'won', answers: ['5'], votes: 2, ballots: 3, correct: true })
    expect(reported.samples[1]).toEqual({ index: 1, votes: false, tokens: 2 })
    expect(reported.samples[3]).toEqual({
      index: 3,
      votes: true,
      answer: '6',
      withWinner: false,
      correct: false,
      tokens: 4,
    })
    expect(outcome.samples).toHaveLength(4)
  })
})
