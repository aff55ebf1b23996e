import type { AnswerContext } from '../answer/answer.ts'
import { answerGrouper } from '../answer/answer-grouper.ts'
import type { ModelCard } from '../config/model-card-schema.ts'
import { goldAnswers, type Problem } from '../config/problem.ts'
import { answerContextOf } from '../experiment/answer-context.ts'
import { type EstimateOptions, estimateSource } from '../experiment/estimate/estimate-source.ts'
import type { ProblemOutcome } from '../experiment/estimate/outcome.ts'
import { gradedFields, votedByField } from '../experiment/field-outcomes.ts'
import { gradeAnswer, type SameAnswer } from '../experiment/grade.ts'
import type { Dispute } from '../experiment/grade-dispute.ts'
import type { RecordedRun } from '../experiment/recorded-problems.ts'
import { runContext } from '../experiment/run-context.ts'
import { defined } from '../ground/defined.ts'
import type { Manifest } from '../journal/manifest.ts'
import type { Sample } from '../sample/sample.ts'
import { policyOfFirst } from '../vote/policy.ts'
import { recountVote } from '../vote/recount.ts'
import { formatMany } from './format.ts'
import { publishedFor } from './published.ts'
import type { ReportedProblem, SourceReport } from './report.ts'
import { type ProblemFields, reportFields } from './report-fields.ts'
import { type ProblemReport, reportProblem, undrawnReporter } from './report-problem.ts'
import { type EarlierAttempt, retryNotes } from './retry-notes.ts'
import { settingWords } from './setting-words.ts'
import { cutText, planTexts } from './text-plan.ts'
import { TunedNote } from './tuned-note.ts'

/** How a run is reported. */
export interface RunReportPlan {
  readonly sameAnswer: SameAnswer
  readonly card?: Pick<ModelCard, 'scores'>
  /** Numbers of samples for pass@k and maj@k; every k up to those drawn where absent. */
  readonly ks?: readonly number[]
  /** Take only this many samples of each problem, the first in launch order. */
  readonly first?: number
  /** What people said against verdicts. */
  readonly disputes?: readonly Dispute[]
  /** Requests that were sent again, by code, as the result of the run has it. */
  readonly sentAgain?: Readonly<Record<string, number>>
  /** Whether the texts of samples are taken in, as far as a page can hold them. */
  readonly texts: boolean
}

/** The model that the embedded runtime lists: its answers were played. */
const playedModel = /:demo$/

/**
 * Reports one run out of its journal, read once as a stream. Memory holds numbers and answers of the samples, and of their texts what the report shows.
 *
 * @param run - The run; a vote counts as an experiment of one problem without a known answer.
 */
export async function reportRun(run: RecordedRun, plan: RunReportPlan): Promise<SourceReport> {
  const { manifest } = run
  const { first = Number.POSITIVE_INFINITY, disputes = [] } = plan
  const problems = run.problems.length > 0 ? run.problems : [votedProblem(manifest)]
  const texts = plan.texts ? planTexts(problems.length, Math.min(first, manifest.n)) : undefined
  const samples = new Map<string, Map<number, Sample>>()
  const again = new Map<string, Map<number, EarlierAttempt>>()
  const earlier = new Map<string, Map<number, Sample[]>>()
  const tuned = new TunedNote(manifest)
  for await (const sample of run.samples) {
    tuned.add(sample)
    if (sample.index >= first) continue
    const ofProblem = inMap(samples, sample.problem)
    const before = ofProblem.get(sample.index)
    if (before !== undefined) {
      const cause = before.end.type === 'failed' ? before.end.code : before.end.type
      const sameSeed = before.seed === sample.seed
      inMap(again, sample.problem).set(sample.index, { cause, sameSeed })
      const attempts = inMap(earlier, sample.problem)
      attempts.set(sample.index, [
        ...(attempts.get(sample.index) ?? []),
        { ...before, text: '', thinking: '' },
      ])
    }
    const kept = (text: string) => (texts === undefined ? '' : detached(cutText(text, texts.charactersEach)))
    ofProblem.set(sample.index, { ...sample, text: kept(sample.text), thinking: kept(sample.thinking) })
  }
  const policy = policyOfFirst(manifest, first)
  let reportUndrawn: ((problem: Problem) => ProblemReport) | undefined
  const outcomes: ProblemOutcome[] = []
  const reported: ReportedProblem[] = []
  const fields: ProblemFields[] = []
  for (const problem of problems) {
    const drawn = [...(samples.get(problem.id)?.values() ?? [])]
    if (drawn.length === 0) {
      // Without a sample all votes are the same one, and a large set that was stopped early has many.
      reportUndrawn ??= undrawnReporter(
        recountVote([], policy, answerGrouper(manifest.answer as AnswerContext)),
      )
      const each = reportUndrawn(problem)
      outcomes.push(each.outcome)
      reported.push(each.reported)
      continue
    }
    samples.delete(problem.id)
    const context = answerContextOf(problem, runContext(manifest))
    const gold = goldAnswers(problem)
    const voted = recountVote(drawn, policy, answerGrouper(context))
    const { outcome, reported: each } = reportProblem({
      problem,
      samples: drawn,
      earlier: [...(earlier.get(problem.id)?.values() ?? [])].flat(),
      tally: voted.tally,
      vote: voted.vote,
      risk: voted.risk,
      ...(gold.length === 0
        ? {}
        : {
            grade: (answer, index) =>
              gradeAnswer(
                { problem: problem.id, answer, ...defined({ index }) },
                { gold, context, sameAnswer: plan.sameAnswer, disputes },
              ),
          }),
      ...defined({ texts }),
    })
    const graded = gradedFields({ id: problem.id, context, gold, samples: drawn }, policy)
    if (graded !== undefined) fields.push({ problem: problem.id, fields: graded })
    outcomes.push(votedByField(outcome, graded))
    reported.push(each)
  }
  const dataset = datasetName(manifest)
  const fixed = manifest.rule === 'all' && manifest.budget === undefined
  const estimating: EstimateOptions = {
    drawing: fixed
      ? { type: 'fixed' }
      : {
          type: 'stopped',
          rule: manifest.budget === undefined ? manifest.rule : 'budget',
          min: firstDrawn(manifest),
        },
    planned: fixed ? Math.min(first, manifest.n) : 1,
  }
  return {
    source: manifest.runId,
    ...(playedModel.test(manifest.model.name) ? { simulated: true } : {}),
    model: manifest.model.name,
    ...defined({ dataset }),
    estimates: estimateSource(outcomes, {
      ...defined({ ks: plan.ks }),
      ...estimating,
    }),
    ...(fixed ? {} : { fairSamples: firstDrawn(manifest) }),
    published: plan.card === undefined || dataset === undefined ? [] : publishedFor(plan.card, dataset),
    notes: [
      ...retryNotes(again, reported),
      ...sentAgainNotes(plan.sentAgain),
      ...disputeNotes(disputes),
      ...forecast(reported),
      ...tuned.lines(),
    ],
    settings: settingsOf(manifest),
    problems: reported,
    ...(fields.length === 0 ? {} : { fields: reportFields(fields, estimating) }),
  }
}

/** The map of a problem, an empty one where there is none yet. */
function inMap<T>(maps: Map<string, Map<number, T>>, problem: string): Map<number, T> {
  const own = maps.get(problem) ?? new Map<number, T>()
  maps.set(problem, own)
  return own
}

/** A copy of a text: a piece cut out of a long text keeps all of it in memory. */
function detached(text: string): string {
  return Buffer.from(text).toString()
}

/** Samples of every problem that were drawn whatever had been seen. */
function firstDrawn({ min, budget }: Manifest): number {
  return budget === undefined ? Math.max(1, min) : 1
}

/** A vote's prompt as a problem of its own. */
function votedProblem({ request }: Manifest): Problem {
  const prompt = request.messages.find(({ role }) => role === 'user')?.['content']
  return { id: 'p1', prompt: typeof prompt === 'string' ? prompt : '' }
}

function datasetName({ dataset }: Manifest): string | undefined {
  return dataset?.path.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '')
}

function disputeNotes({ length }: readonly Dispute[]): string[] {
  return length === 0 ? [] : [`${formatMany(length, 'verdict')} overruled by a person`]
}

/** A request that is sent again before its first part came draws the same sample: it cost time, and nothing else. */
function sentAgainNotes(sentAgain: Readonly<Record<string, number>> = {}): string[] {
  const causes = Object.entries(sentAgain)
  const all = causes.reduce((sum, [, count]) => sum + count, 0)
  if (all === 0) return []
  const by = causes.map(([code, count]) => `${count} ${code}`).join(', ')
  return [`${formatMany(all, 'request')} sent again before a first part came (${by})`]
}

/** The forecast of the votes: how many would stay if all samples were drawn. */
function forecast(problems: readonly ReportedProblem[]): string[] {
  let [sum, count] = [0, 0]
  for (const { vote } of problems) {
    if (vote?.risk === undefined) continue
    sum += vote.risk
    count += 1
  }
  const mean = sum / Math.max(1, count)
  if (mean === 0) return []
  return [
    `expected agreement with drawing all samples: at least ${((1 - mean) * 100).toFixed(1)} % (a forecast, 1 - mean risk)`,
  ]
}

function settingsOf(manifest: Manifest): [string, string][] {
  const { model, runtime, request, limits, dataset, budget } = manifest
  const values: [string, unknown][] = [
    ['run', manifest.runId],
    ['begun', manifest.createdAt],
    ['magi', manifest.magiVersion],
    ['runtime', `${runtime.version} at ${runtime.host}`],
    ['model', `${model.name} (${model.digest}), card ${model.card}`],
    ['preset', manifest.preset],
    ['profile', manifest.profile],
    ['options', request.options],
    ['think', request.think],
    ['limits', limits],
    ['on trip', manifest.onTrip],
    ['samples of each problem', manifest.n],
    ['rule', manifest.rule],
    ['budget', budget],
    ['slots', manifest.slots],
    ['schedule', manifest.schedule],
    ['ties', manifest.tie],
    ['seed of the run', manifest.seedBase],
    ['dataset', dataset?.path],
    ['taken of it', filled(dataset?.selection)],
    ['its fields', filled(dataset?.fields)],
    ['seed of the options', dataset?.choiceSeed],
    ['template', dataset?.template],
    ['digest of the problems', dataset?.hash],
    ['digest of the prompts', dataset?.prompts],
    ['command line', manifest.commandLine],
  ]
  return values.flatMap(([name, value]) => (value === undefined ? [] : [[name, settingText(value)]]))
}

/** An object that holds something. */
function filled(value: object | undefined): object | undefined {
  return value === undefined || Object.keys(value).length === 0 ? undefined : value
}

/** A value for a person: `num_ctx 40960 · temperature 0.7` for an object. */
function settingText(value: unknown): string {
  return typeof value === 'object' && value !== null ? settingWords({ ...value }).join(' · ') : String(value)
}
