import { estimateSource } from '../experiment/estimate/estimate-source.ts'
import type { RecordedQuestion } from '../experiment/trace/question.ts'
import { defined } from '../ground/defined.ts'
import type { SourceReport } from './report.ts'
import type { ProblemReport } from './report-problem.ts'
import { reportRecorded } from './report-recorded.ts'

/** How recorded answers are reported. */
export interface TraceReportPlan {
  /** What to call them. */
  readonly source: string
  /** Take only this many samples of each question, the first in launch order. */
  readonly first?: number
  readonly ks?: readonly number[]
}

/** Reports a file of recorded answers. */
export async function reportTrace(
  questions: AsyncIterable<RecordedQuestion>,
  { source, first, ks }: TraceReportPlan,
): Promise<SourceReport> {
  const problems: ProblemReport[] = []
  const models = new Set<string>()
  const datasets = new Set<string>()
  for await (const question of questions) {
    problems.push(reportRecorded(question, first))
    if (question.model !== undefined) models.add(question.model)
    if (question.dataset !== undefined) datasets.add(question.dataset)
  }
  const only = (names: Set<string>) => (names.size === 1 ? [...names][0] : undefined)
  const model = only(models)
  const dataset = only(datasets)
  return {
    source,
    ...defined({ model, dataset }),
    estimates: estimateSource(
      problems.map(({ outcome }) => outcome),
      defined({ ks }),
    ),
    published: [],
    notes: models.size > 1 ? [`answers of ${models.size} models: ${[...models].join(', ')}`] : [],
    settings: [],
    problems: problems.map(({ reported }) => reported),
  }
}
