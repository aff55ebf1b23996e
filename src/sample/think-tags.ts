import type { ModelCard } from '../config/model-card-schema.ts'
import type { ModelDetails } from '../runtime/driver.ts'
import { knownTags, type ThinkTags } from '../stream/split-thinking.ts'

/**
 * The tags that a model writes round its thinking: those of its card, unless its template or its system text shows other ones that are known.
 * A card for many models cannot know better than the model.
 */
export function thinkTagsOf({
  card,
  details,
}: {
  readonly card: Pick<ModelCard, 'thinkTags'>
  readonly details: Pick<ModelDetails, 'template' | 'system'>
}): ThinkTags {
  const shown = `${details.template}\n${details.system}`
  if (shown.includes(card.thinkTags.open)) return card.thinkTags
  return knownTags.find(({ open }) => shown.includes(open)) ?? card.thinkTags
}
