import { resolve } from 'node:path'
import { type DatasetWish, datasetFile } from './bench-problems.ts'
import type { BenchOptions } from './options.ts'

/** Which problems the options of a call ask for. Relative paths start from the folder of the process. */
export function datasetFromOptions(dataset: string, options: BenchOptions): DatasetWish {
  const { fields = {}, format, choiceSeed = 0, template, language, ids, shuffleSeed, limit } = options
  return {
    path: datasetFile(dataset, resolve()),
    fields: { ...fields },
    ...(format === undefined ? {} : { format }),
    choiceSeed,
    selection: {
      ...(language === undefined ? {} : { language }),
      ...(ids === undefined ? {} : { ids }),
      ...(shuffleSeed === undefined ? {} : { shuffleSeed }),
      ...(limit === undefined ? {} : { limit }),
    },
    ...(template === undefined ? {} : { template: resolve(template) }),
  }
}
