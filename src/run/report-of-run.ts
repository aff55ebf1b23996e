import { sameAnswer } from '../answer/same-answer.ts'
import { listModelCards } from '../config/model-card.ts'
import type { ModelCard } from '../config/model-card-schema.ts'
import type { NamedConfig } from '../config/named-config.ts'
import { readResult } from '../experiment/run-summary.ts'
import { defined } from '../ground/defined.ts'
import type { SourceReport } from '../report/report.ts'
import { type RunReportPlan, reportRun } from '../report/report-run.ts'
import type { ReadRun } from './read-run.ts'

/** What a caller says of the report of a run; card and requests sent again are found out. */
export interface RunReportWish extends Omit<RunReportPlan, 'sameAnswer' | 'card' | 'sentAgain'> {
  /** The model cards, where they were read already, as for several runs. */
  readonly cards?: readonly NamedConfig<ModelCard>[]
}

/** The report of a run that lies on the disk: one pass over its journal. */
export async function reportOfRun(run: ReadRun, { cards, ...wish }: RunReportWish): Promise<SourceReport> {
  const { folder, manifest, problems } = run
  const result = await readResult(folder).catch(() => undefined)
  const { value: card } =
    (cards ?? (await listModelCards())).find(({ value }) => value.name === manifest.model.card) ?? {}
  return reportRun(
    { manifest, problems, samples: run.samples() },
    {
      ...wish,
      sameAnswer,
      ...defined({
        card,
        sentAgain: result?.schema === 'magi.bench/1' ? result.sentAgain : undefined,
      }),
    },
  )
}
