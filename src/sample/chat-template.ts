import type { ModelDetails } from '../runtime/driver.ts'

/**
 * Who makes the prompt out of the messages: a renderer built into the runtime, the runtime by the model's template, the engine by the one
 * in the model's file (Jinja), nobody (the model brings no template, and gets a form that fits none in particular), or it is not told.
 */
export type PromptMaker = 'renderer' | 'template' | 'engine' | 'nobody' | 'untold'

/** Who makes the prompt, by what the runtime tells of a model. A template that is just `{{ .Prompt }}` is what it shows where there is none. */
export function promptMaker({
  template,
  renderer,
}: Pick<ModelDetails, 'template' | 'renderer'>): PromptMaker {
  if (renderer !== undefined) return 'renderer'
  if (template === '') return 'untold'
  if (/^\s*\{\{-?\s*\.Prompt\s*-?\}\}\s*$/.test(template)) return 'nobody'
  return template.includes('{%') ? 'engine' : 'template'
}
