import { durationPattern, readDuration } from '../ground/duration.ts'

/** A value that cannot be used. */
export interface Refused {
  readonly type: 'refused'
  /** What belongs in its place, or what is wrong with it: behind the name of its key. */
  readonly wanted: string
  /** The same as a sentence that says what to do. */
  readonly advice: string
}

/** What became of a value that somebody wrote: the value as it is used, or what belongs in its place. */
export type Reading<Value> = { readonly type: 'read'; readonly value: Value } | Refused

/**
 * What a setting can be, without zod: flags and variables are read on every start, and loading zod takes longer than all else
 * before the first request (docs/decisions/0005-start-up.md). `schemaOf` makes a schema of a form, for files.
 *
 * @param written - The value as JSON has it; nothing is converted but what the form itself is about.
 */
export interface Form<Value> {
  (written: unknown): Reading<Value>
  /** The same as JSON Schema has it, for editors: it may take more than the form does, never less. */
  readonly jsonSchema: JsonSchema
}

/** What a value may be, in the words of JSON Schema that forms need. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly pattern?: string
  readonly enum?: readonly (string | boolean)[]
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: boolean
  readonly description?: string
}

/** What a form reads. */
export type FormValue<F> = F extends Form<infer Value> ? Value : never

function form<Value>(
  wanted: string,
  jsonSchema: JsonSchema,
  fits: (written: unknown) => written is Value,
): Form<Value> {
  return formOf(jsonSchema, (written) => (fits(written) ? { type: 'read', value: written } : refused(wanted)))
}

function formOf<Value>(jsonSchema: JsonSchema, read: (written: unknown) => Reading<Value>): Form<Value> {
  return Object.assign(read, { jsonSchema })
}

function refused(wanted: string): Refused {
  return { type: 'refused', wanted, advice: `Give it ${wanted}.` }
}

export const filledText: Form<string> = formOf({ type: 'string', minLength: 1 }, (written) => {
  if (typeof written !== 'string') return refused('text')
  return written === '' ? refused('text that is not empty') : { type: 'read', value: written }
})

/** A list of texts; one text has commas between them. */
export const texts: Form<readonly string[]> = formOf(
  { type: ['string', 'array'], items: { type: 'string' } },
  (written) => {
    const list = typeof written === 'string' ? written.split(',') : written
    if (!Array.isArray(list) || list.some((each) => typeof each !== 'string'))
      return refused('a list of texts')
    const value = list.map((each: string) => each.trim()).filter((each) => each !== '')
    return { type: 'read', value }
  },
)

/** A list of texts that may hold commas; one text has white space between them. */
export const spacedTexts: Form<readonly string[]> = formOf(
  { type: ['string', 'array'], items: { type: 'string' } },
  (written) => {
    const list = typeof written === 'string' ? written.split(/\s+/) : written
    if (!Array.isArray(list) || list.some((each) => typeof each !== 'string'))
      return refused('a list of texts')
    const value = list.map((each: string) => each.trim()).filter((each) => each !== '')
    return value.length === 0 ? refused('a list of texts, one at least') : { type: 'read', value }
  },
)

export const toggle = form('true or false', { type: 'boolean' }, (written) => typeof written === 'boolean')

/** A number that `accepts` takes. */
function numberForm(
  wanted: string,
  jsonSchema: JsonSchema,
  accepts: (value: number) => boolean,
): Form<number> {
  return form(
    wanted,
    jsonSchema,
    (written): written is number => typeof written === 'number' && accepts(written),
  )
}

/** A whole number of at least `least`, and at most `most` where that is given. */
export function wholeNumber(least: number, most?: number): Form<number> {
  const range = most === undefined ? `, ${least} or more` : ` from ${least} to ${most}`
  return numberForm(
    `a whole number${range}`,
    { type: 'integer', minimum: least, ...(most === undefined ? {} : { maximum: most }) },
    (value) => Number.isSafeInteger(value) && value >= least && value <= (most ?? value),
  )
}

export function numberFrom(least: number, most: number): Form<number> {
  return numberForm(
    `a number from ${least} to ${most}`,
    { type: 'number', minimum: least, maximum: most },
    (value) => value >= least && value <= most,
  )
}

/** One of some values. */
export function oneOf<const Value extends string | boolean>(values: readonly Value[]): Form<Value> {
  const names = values.map((value) => JSON.stringify(value))
  const wanted = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
  return form(wanted, { enum: values }, (written): written is Value =>
    values.some((value) => value === written),
  )
}

/** Time as people write it; read as milliseconds. */
export const duration: Form<number> = formOf(
  { type: 'string', pattern: durationPattern, description: 'A duration: 500ms, 30s, 10m, 8h or 1h30m.' },
  (written) => {
    if (typeof written !== 'string') return refused('a duration in quotes, as "30s" or "10m"')
    const ms = readDuration(written)
    if (typeof ms === 'number') return { type: 'read', value: ms }
    const fault = `${ms.message} ${ms.fix}`
    return { type: 'refused', wanted: fault, advice: fault }
  },
)

/** Thinking as the runtime takes it: on or off, or a level where the model knows levels. */
export const think = oneOf([true, false, 'low', 'medium', 'high', 'max'])

/** A length of time with its unit, as the runtime reads it. */
const keptLoaded = /^-?(\d+(\.\d+)?(ms|s|m|h))+$/

/**
 * How long the model stays loaded after the last request, as the runtime takes it: seconds as a number, or text with a unit.
 * The runtime answers 400 to a number in quotes (Ollama v0.32.15), so that is refused here.
 */
export const keepAlive = form(
  'seconds as a number, or text with a unit as "30m"; -1 keeps the model loaded',
  { type: ['integer', 'string'], pattern: keptLoaded.source },
  (written): written is string | number =>
    typeof written === 'string' ? keptLoaded.test(written) : Number.isSafeInteger(written),
)

/** What the sandbox for programs may do without. */
export interface SandboxTerms {
  /** That Python's own wall is enough to keep programs off the network, where the system has none. */
  readonly network?: 'trusted-to-python'
}

/** The terms of the sandbox, as an object: a file alone says them. */
export const sandboxTerms: Form<SandboxTerms> = form(
  '{"network": "trusted-to-python"}',
  {
    type: 'object',
    properties: { network: { enum: ['trusted-to-python'] } },
    additionalProperties: false,
  },
  (written): written is SandboxTerms =>
    typeof written === 'object' &&
    written !== null &&
    Object.entries(written).every(([key, value]) => key === 'network' && value === 'trusted-to-python'),
)
