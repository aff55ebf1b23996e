import { resolve } from 'node:path'
import { defined } from '../ground/defined.ts'
import { type DatasetWish, datasetFile } from './bench-problems.ts'
import type { BenchOptions } from './options.ts'

/** Which problems the options of a call ask for. Relative paths start from the folder of the process. */
export function datasetFromOptions(dataset: string, options: BenchOptions): DatasetWish {
  const { fields = {}, format, choiceSeed = 0, template, language, ids, shuffleSeed, limit } = options
  return {
    path: datasetFile(dataset, resolve()),
    fields: { ...fields },
    ...defined({ format }),
    choiceSeed,
    selection: {
      ...defined({ language, ids, shuffleSeed, limit }),
    },
    ...(template === undefined ? {} : { template: resolve(template) }),
  }
}
