import { defined } from '../ground/defined.ts'
import type { RunReport } from './report.ts'
import type { RunReportJson } from './schema.ts'

/** The figures of a report as `magi.report/1`. Samples are not in it: they are exported by themselves. */
export function reportJson({ title, createdAt, magiVersion, sources }: RunReport): RunReportJson {
  return {
    schema: 'magi.report/1',
    title,
    createdAt,
    magiVersion,
    sources: sources.map(
      ({ source, model, dataset, simulated, estimates, published, notes, settings, fields }) => ({
        source,
        ...defined({ model, dataset }),
        ...(simulated === true ? { simulated } : {}),
        ...estimates,
        published,
        notes,
        settings: Object.fromEntries(settings),
        ...defined({ fields }),
      }),
    ),
  }
}
