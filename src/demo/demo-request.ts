import { isRuntimeOption, runtimeOptions } from '../config/runtime-options.ts'
import { type DemoMessage, demoModelName } from './demo-model.ts'

/** A request for the demo's model, checked as the runtime checks it. */
export interface DemoRequest {
  readonly messages: readonly DemoMessage[]
  /** Of `/api/generate`. */
  readonly prompt: string
  readonly raw: boolean
  readonly stream: boolean
  /** Whether thinking is split off: unset means yes for a model that thinks. */
  readonly splits: boolean
  /** Whether a prompt longer than the window is refused, not cut. */
  readonly refusesLongPrompts: boolean
  readonly unloads: boolean
  readonly renderOnly: boolean
  readonly options: Readonly<Record<string, unknown>>
}

/** What the runtime answers in place of a result. */
export interface Refusal {
  readonly status: number
  readonly error: string
}

const thinkValues: readonly unknown[] = [undefined, null, true, false, 'low', 'medium', 'high', 'max']

/**
 * Reads the body of a request.
 *
 * Statuses and texts of the refusals: Ollama v0.32.15.
 */
export function readDemoRequest(text: string): DemoRequest | Refusal {
  if (text.trim() === '') return { status: 400, error: 'missing request body' }
  let body: Record<string, unknown>
  try {
    body = JSON.parse(text) as Record<string, unknown>
  } catch {
    return { status: 400, error: 'unexpected EOF' }
  }
  const { model, messages = [], prompt = '', system, think, options = {} } = body
  if (typeof model !== 'string' || model === '') return { status: 400, error: 'model is required' }
  if (model.toLowerCase() !== demoModelName) return { status: 404, error: `model '${model}' not found` }
  if (!isListOfMessages(messages)) {
    return { status: 400, error: 'json: cannot unmarshal value into Go struct field ChatRequest.messages' }
  }
  if (!thinkValues.includes(think)) {
    const wanted = 'must be "high", "medium", "low", "max", true, or false'
    return { status: 400, error: `invalid think value: ${JSON.stringify(think)} (${wanted})` }
  }
  const set = options as Record<string, unknown>
  const wrong = wrongOption(set)
  if (wrong !== undefined) return { status: 500, error: wrong }
  return {
    messages:
      typeof system === 'string' && system !== ''
        ? [{ role: 'system', content: system }, ...messages]
        : messages,
    prompt: String(prompt),
    raw: body['raw'] === true,
    stream: body['stream'] !== false,
    splits: think !== false,
    refusesLongPrompts: body['truncate'] === false || body['shift'] === false,
    unloads: body['keep_alive'] === 0 || body['keep_alive'] === '0' || body['keep_alive'] === '0s',
    renderOnly: body['_debug_render_only'] === true,
    options: set,
  }
}

function isListOfMessages(value: unknown): value is DemoMessage[] {
  return (
    Array.isArray(value) &&
    value.every((each) => typeof each?.role === 'string' && typeof each?.content === 'string')
  )
}

const typeNames: Readonly<Record<string, string>> = { number: 'float32', boolean: 'boolean', array: 'array' }

/** The complaint about the first option of a wrong type; ranges and unknown names are not looked at, as in the runtime. */
function wrongOption(options: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, value] of Object.entries(options)) {
    if (!isRuntimeOption(name) || value === null) continue
    const { type } = runtimeOptions[name].schema.def
    const given = Array.isArray(value) ? 'array' : typeof value
    if (given !== type) {
      const whole = type === 'number' && 'format' in runtimeOptions[name].schema.def
      return `option "${name}" must be of type ${whole ? 'integer' : typeNames[type]}`
    }
  }
  return undefined
}
