import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extractAnswer } from '../../src/answer/extract/extract.ts'
import { sameAnswer } from '../../src/answer/same-answer.ts'
import { recordedProblems } from '../../src/experiment/recorded-problems.ts'
import { recountProblem } from '../../src/experiment/recount-problem.ts'
import { verifyRun } from '../../src/experiment/verify-run.ts'
import type { Manifest } from '../../src/journal/manifest.ts'
import { reportRun } from '../../src/report/report-run.ts'
import { sampleTable } from '../../src/report/sample-table.ts'
import { figuresOf, voteReport } from '../../src/report/vote-report.ts'
import type { Sample } from '../../src/sample/sample.ts'
import { emptyFolder } from '../support/folder.ts'
import { type HeldVote, heldVotes, holdVote } from '../support/held-vote.ts'
import { manifestOf } from '../support/manifest.ts'
import { writeRun } from '../support/recorded-run.ts'

/** A vote as it was held, and the run that it left. */
function runOf(given: HeldVote) {
  const { policy, journal, outcome } = holdVote(given)
  const manifest = manifestOf({
    ...policy,
    answer: { kind: 'number' },
    ...(given.retries === 0 ? {} : { onTrip: 'retry', maxAttempts: given.retries + 1 }),
  })
  async function* samples(): AsyncGenerator<Sample> {
    yield* journal
  }
  return { manifest, journal, outcome, run: () => ({ manifest, problems: [], samples: samples() }) }
}

const identity = (manifest: Manifest) => ({
  runId: manifest.runId,
  model: manifest.model,
  rule: manifest.rule,
})

describe('the vote as it was held, under every policy', () => {
  it('is what show and revote, report and export say of its run', async () => {
    await fc.assert(
      fc.asyncProperty(heldVotes, async (given) => {
        const { manifest, journal, outcome, run } = runOf(given)
        if (journal.length === 0) return
        const recorded = await recordedProblems(run(), { extract: extractAnswer })
        const [problem] = recorded
        if (problem === undefined) throw new Error('the run has no problem')

        const shown = recountProblem(problem, manifest)
        const report = (vote: typeof outcome) =>
          voteReport({ ...vote, elapsedMs: shown.elapsedMs }, identity(manifest))
        expect(report(shown.outcome)).toEqual(report(outcome))

        const figures = figuresOf(outcome.vote)
        const { problems } = await reportRun(run(), { sameAnswer, texts: false })
        const answers =
          figures.type === 'tied' ? figures.answers : figures.type === 'no-answers' ? [] : [figures.answer]
        const [votes, ballots] = figures.type === 'no-answers' ? [0, 0] : [figures.votes, figures.ballots]
        const tiedWith =
          figures.type === 'won' && figures.tie !== undefined ? { tiedWith: figures.tie.answers } : {}
        expect(problems.map(({ vote }) => vote)).toEqual([
          {
            type: figures.type,
            answers,
            votes,
            ballots,
            risk: outcome.risk,
            tally: outcome.tally,
            ...tiedWith,
          },
        ])

        const { runId, model } = manifest
        const rowOf = sampleTable({
          runId,
          model: model.name,
          problems: recorded,
          policy: manifest,
          sameAnswer,
        })
        const rows = journal.map(rowOf)
        expect(rows.filter((row) => row.votes).length).toBe(outcome.tally.ballots)
        const withWinner = rows.filter((row) => row.with_winner).map(({ index }) => Number(index))
        const winner = outcome.vote.type === 'won' ? outcome.vote.cluster.samples : []
        expect(withWinner.sort((a, b) => a - b)).toEqual(winner)
      }),
      { numRuns: 300 },
    )
  })

  it('is what verify finds in its run', async () => {
    await fc.assert(
      fc.asyncProperty(heldVotes, async (given) => {
        const { manifest, journal, outcome } = runOf(given)
        const folder = await writeRun(emptyFolder(), manifest, journal)
        const result = voteReport({ ...outcome, elapsedMs: 1 }, identity(manifest))
        await writeFile(join(folder, 'result.json'), JSON.stringify(result))
        expect(await verifyRun(folder, manifest.magiVersion)).toMatchObject({ ok: true, findings: [] })
      }),
      { numRuns: 40 },
    )
  })
})
