import { describe, expect, it } from 'vitest'
import { createSimulation, type SimulationPlan } from '../../../src/experiment/simulate.ts'
import { simulationReportSchema } from '../../../src/experiment/simulation-schema.ts'
import type { RecordedQuestion } from '../../../src/experiment/trace/question.ts'
import { parseStopRule } from '../../../src/vote/stop-rules.ts'

const plan: SimulationPlan = {
  rules: [parseStopRule('lead:2')],
  asked: [4],
  slots: [1],
  schedules: ['lookahead'],
  tie: 'first',
}

const question = (over: Partial<RecordedQuestion>): RecordedQuestion => ({
  source: 'one',
  id: '1',
  answers: [],
  classes: [0, 0, 1, 1],
  ...over,
})

function simulate(questions: readonly RecordedQuestion[], over: Partial<SimulationPlan> = {}) {
  const simulation = createSimulation({ ...plan, ...over })
  for (const one of questions) simulation.add(one)
  const rows = simulation.rows()
  expect(simulationReportSchema.parse({ schema: 'magi.simulation/1', rows }).rows).toEqual(rows)
  return { rows, tooShort: Object.fromEntries(simulation.tooShort()) }
}

describe('createSimulation', () => {
  it('compares what a rule draws, answers and spends with all N samples', () => {
    const right = question({ goldClass: 0, tokens: [10, 10, 30, 50] })
    const lost = question({ classes: [0, 0, 1, 1, 1], goldClass: 1, tokens: [1, 2, 3, 4, 5] })
    const { rows } = simulate([right, lost], { asked: [4, 5], slots: [2], tie: 'first' })
    const key = { source: 'one', rule: 'lead:2', slots: 2, schedule: 'lookahead' }
    expect(rows).toEqual([
      {
        ...key,
        n: 4,
        questions: 2,
        samplesMean: 2,
        agreement: 1,
        accuracy: 0.5,
        accuracyFixed: 0.5,
        tokensShare: 23 / 110,
        // All four on two slots: 10, then 30 beside 50 until 60; and 1, 2, 3 from 1 to 4, 4 from 2 to 6.
        timeShare: 12 / 66,
      },
      {
        ...key,
        n: 5,
        questions: 1,
        samplesMean: 2,
        agreement: 0,
        accuracy: 0,
        accuracyFixed: 1,
        tokensShare: 3 / 15,
        timeShare: 2 / 9,
      },
    ])
  })

  it('leaves out the fields for which nothing was recorded', () => {
    expect(simulate([question({})]).rows).toEqual([
      {
        source: 'one',
        rule: 'lead:2',
        n: 4,
        slots: 1,
        schedule: 'lookahead',
        questions: 1,
        samplesMean: 2,
        agreement: 1,
      },
    ])
  })

  it('grades the questions with a known answer only, and has shares only if every question was counted', () => {
    const graded = question({ goldClass: 'never', tokens: [1, 1, 1, 1] })
    const [row] = simulate([graded, question({})]).rows
    expect(row).toMatchObject({ questions: 2, accuracy: 0, accuracyFixed: 0 })
    expect(row).not.toHaveProperty('tokensShare')
  })

  it('agrees on a tie only with a tie between the same answers, and grades it as not won', () => {
    const tied = question({ classes: [0, 1, 1, 0], goldClass: 0 })
    const [lead, all] = simulate([tied], { rules: ['lead:1', 'all'].map(parseStopRule), tie: 'declare' }).rows
    expect(lead).toMatchObject({ samplesMean: 1, agreement: 0, accuracy: 1, accuracyFixed: 0 })
    expect(all).toMatchObject({ samplesMean: 4, agreement: 1, accuracy: 0, accuracyFixed: 0 })
  })

  it('draws recorded samples beyond N to break a tie, where that is asked for', () => {
    const tied = question({ classes: [0, 1, 1, 0, 1], goldClass: 1 })
    const [row] = simulate([tied], { rules: [parseStopRule('all')], tie: 'extend', extension: 4 }).rows
    expect(row).toMatchObject({ samplesMean: 5, agreement: 1, accuracy: 1, accuracyFixed: 1 })
  })

  it('has a row for each source, and one for all questions where there are several', () => {
    const { rows } = simulate([
      question({}),
      question({ source: 'two', classes: [0, 1, 0, 0] }),
      question({ id: '2' }),
    ])
    expect(
      rows.map(({ source, allSources, questions, samplesMean }) => [
        source ?? allSources,
        questions,
        samplesMean,
      ]),
    ).toEqual([
      ['one', 2, 2],
      ['two', 1, 4],
      [true, 3, 8 / 3],
    ])
  })

  it('leaves out questions with fewer samples than N, and says how many', () => {
    const { rows, tooShort } = simulate([question({}), question({ classes: [0, 0] })], { asked: [4, 8] })
    expect(rows.map(({ n, questions }) => [n, questions])).toEqual([[4, 1]])
    expect(tooShort).toEqual({ 4: 1, 8: 2 })
  })
})
