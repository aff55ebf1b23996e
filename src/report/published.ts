import type { ModelCard } from '../config/model-card-schema.ts'
import { defined } from '../ground/defined.ts'
import type { PublishedFigure } from './report.ts'

/**
 * The published figures of a model card that are about a dataset: `AIME24` and `aime_2024`, `GPQA Diamond` and `gpqa_diamond` are the same.
 *
 * @param dataset - Name of the dataset or its file.
 */
export function publishedFor(card: Pick<ModelCard, 'scores'>, dataset: string): PublishedFigure[] {
  const asked = plainName(dataset)
  return card.scores
    .filter(({ benchmark }) => {
      const known = plainName(benchmark)
      return asked.includes(known) || (asked.length >= 4 && known.includes(asked))
    })
    .map(({ benchmark, metric, percent, source, model }) => ({
      benchmark,
      metric,
      percent,
      source,
      ...defined({ model }),
    }))
}

function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/20(\d\d)/g, '$1')
}
