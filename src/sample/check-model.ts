import { promptMaker } from './chat-template.ts'
import type { PreparedModel } from './prepare.ts'
import { thinkTagsOf } from './think-tags.ts'

/** One line of a check-up. */
export interface Check {
  /** What was looked at, in lower-case words joined by hyphens. */
  readonly name: string
  readonly status: 'ok' | 'warn' | 'fail'
  readonly text: string
  /** What to do; absent where all is well. */
  readonly fix?: string
  /** Exit code of a vote that would stop for it; only where `status` is `fail`. */
  readonly exitCode?: number
}

/** The first version that takes `shift: false`: older ones drop the question itself from a window that is full, and go on. */
const firstWithoutShift = [0, 12, 6]

/** The line about the runtime itself. */
export function checkVersion(host: string, version: string): Check {
  const text = `${host} answers, version ${version}`
  const numbers = /^(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? []
  // A build without a release says 0.0.0.
  const isKnown = numbers.some((number) => number > 0)
  const place = numbers.findIndex((number, index) => number !== firstWithoutShift[index])
  if (!isKnown || place === -1 || (numbers[place] ?? 0) > (firstWithoutShift[place] ?? 0))
    return { name: 'host', status: 'ok', text }
  return {
    name: 'host',
    status: 'warn',
    text: `${text}, which cuts what does not fit the window in silence`,
    fix: `Update the runtime to ${firstWithoutShift.join('.')} or later, or keep --max-tokens well below the window.`,
  }
}

const promptMakers = {
  renderer: (name = '') => `the runtime renders it (its own renderer "${name}")`,
  template: () => 'the runtime renders it (Go template)',
  engine: () => 'the engine renders it (Jinja)',
  untold: () => 'not told by the runtime',
} as const

/** What the runtime tells of the model: its thinking, its template and its window. */
export function* checkDetails({ details, card, name }: PreparedModel, windowAsked: number): Generator<Check> {
  const { capabilities, trainedContext, parser } = details
  const listed = capabilities.join(', ') || 'none'
  const { open, close } = thinkTagsOf({ card, details })
  if (capabilities.includes('thinking')) {
    const text = `listed; capabilities: ${listed}; tags ${open}…${close}`
    yield { name: 'thinking', status: 'ok', text }
  } else if (parser !== undefined) {
    const text = `not listed (capabilities: ${listed}); the runtime's parser "${parser}" splits it off`
    yield { name: 'thinking', status: 'ok', text }
  } else {
    const text = `not listed (capabilities: ${listed}); tags ${open}…${close} in the text are split off`
    const fix =
      'Give the model a TEMPLATE with the tags round {{ .Thinking }}, if its thinking arrives glued to the answer.'
    yield card.thinkByDefault
      ? { name: 'thinking', status: 'warn', text, fix }
      : { name: 'thinking', status: 'ok', text }
  }
  const maker = promptMaker(details)
  yield maker === 'nobody'
    ? {
        name: 'template',
        status: 'warn',
        text: 'none: prompts go to the model in a default form',
        fix: `Import ${name} with a TEMPLATE.`,
      }
    : { name: 'template', status: 'ok', text: promptMakers[maker](details.renderer) }
  const clamped = trainedContext !== undefined && trainedContext < windowAsked
  yield {
    name: 'window',
    status: clamped ? 'warn' : 'ok',
    text: `${windowAsked} tokens asked, trained with ${trainedContext ?? 'an unknown number'}`,
    ...(clamped
      ? { fix: `It runs with ${trainedContext}. Set -o num_ctx=${trainedContext} to say so.` }
      : {}),
  }
}
