import type { RunReport } from './report.ts'
import type { RunReportJson } from './schema.ts'

/** The figures of a report as `magi.report/1`. Samples are not in it: they are exported by themselves. */
export function reportJson({ title, createdAt, magiVersion, sources }: RunReport): RunReportJson {
  return {
    schema: 'magi.report/1',
    title,
    createdAt,
    magiVersion,
    sources: sources.map(({ source, model, dataset, simulated, estimates, published, notes, settings }) => ({
      source,
      ...(model === undefined ? {} : { model }),
      ...(dataset === undefined ? {} : { dataset }),
      ...(simulated === true ? { simulated } : {}),
      ...(structuredClone(estimates) as RunReportEstimates),
      published: published.map((figure) => ({ ...figure })),
      notes: [...notes],
      settings: Object.fromEntries(settings),
    })),
  }
}

/** The estimates with arrays that may be written to, as the schema infers them. */
type RunReportEstimates = Omit<
  RunReportJson['sources'][number],
  'source' | 'model' | 'dataset' | 'simulated' | 'published' | 'notes' | 'settings'
>
