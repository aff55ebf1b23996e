import { z } from 'zod'
import { UsageError } from '../ground/errors.ts'
import { issueAdvice } from '../ground/issue-text.ts'
import { didYouMean } from '../ground/nearest-name.ts'
import { optionElsewhere } from './option-pointers.ts'

/**
 * One option of a request to the runtime.
 *
 * `load` options belong to the loaded model: a request with another value reloads it (14 GB for a 24B model), so they are
 * frozen for a run. `sampling` options may differ from request to request. `flag` is the command-line flag that sets the
 * option in place of `-o`.
 */
export interface RuntimeOptionRule {
  readonly when: 'load' | 'sampling'
  readonly schema: z.ZodType<number | boolean | string[]>
  readonly flag?: string
}

const atLeast = (least: number) => z.int('a whole number').min(least, `a whole number, ${least} or more`)
const between = (least: number, most: number) =>
  z
    .number(`a number from ${least} to ${most}`)
    .min(least, `a number from ${least} to ${most}`)
    .max(most, `a number from ${least} to ${most}`)
const positive = z.number('a number above 0').gt(0, 'a number above 0')

/**
 * Every option that the runtime takes, with its type and its range.
 *
 * Names, types and the split by `when`: Ollama v0.32.15, `api/types.go` and `server/sched.go`. The runtime checks no ranges and
 * ignores unknown names, so both are checked here; a wrong type makes it answer 500.
 */
export const runtimeOptions = {
  num_ctx: { when: 'load', schema: atLeast(4) },
  num_batch: { when: 'load', schema: atLeast(1) },
  num_gpu: { when: 'load', schema: atLeast(-1) },
  main_gpu: { when: 'load', schema: atLeast(0) },
  use_mmap: { when: 'load', schema: z.boolean('true or false') },
  num_thread: { when: 'load', schema: atLeast(0) },
  draft_num_predict: { when: 'load', schema: atLeast(0) },
  num_keep: { when: 'sampling', schema: atLeast(-1) },
  seed: { when: 'sampling', schema: atLeast(0), flag: '--seed' },
  num_predict: { when: 'sampling', schema: atLeast(1), flag: '--max-tokens' },
  temperature: { when: 'sampling', schema: between(0, 5) },
  top_k: { when: 'sampling', schema: atLeast(0) },
  top_p: { when: 'sampling', schema: between(0, 1) },
  min_p: { when: 'sampling', schema: between(0, 1) },
  typical_p: { when: 'sampling', schema: between(0, 1) },
  repeat_last_n: { when: 'sampling', schema: atLeast(-1) },
  repeat_penalty: { when: 'sampling', schema: positive },
  presence_penalty: { when: 'sampling', schema: between(-2, 2) },
  frequency_penalty: { when: 'sampling', schema: between(-2, 2) },
  stop: { when: 'sampling', schema: z.array(z.string().min(1), 'a list of texts') },
} as const satisfies Readonly<Record<string, RuntimeOptionRule>>

/** The name of an option that the runtime takes. */
export type RuntimeOptionName = keyof typeof runtimeOptions

/** Values of runtime options; only what was set is here. */
export type RuntimeOptionValues = {
  readonly [Name in RuntimeOptionName]?: z.infer<(typeof runtimeOptions)[Name]['schema']>
}

/** Options that older runtimes took; the runtime ignores them now, which would go unnoticed (Ollama v0.32.15). */
const formerOptions = new Set([
  'mirostat',
  'mirostat_eta',
  'mirostat_tau',
  'tfs_z',
  'penalize_newline',
  'numa',
  'low_vram',
  'f16_kv',
  'logits_all',
  'use_mlock',
  'vocab_only',
  'embedding_only',
  'rope_frequency_base',
  'rope_frequency_scale',
])

const options = runtimeOptions

/** Sampling options as a preset states them: the five that decide what is drawn always, the others where wanted. */
export const samplingOptionsSchema = z.strictObject({
  temperature: options.temperature.schema,
  top_p: options.top_p.schema,
  /** 0 for off; then the runtime sorts the whole vocabulary for every token, which costs time. */
  top_k: options.top_k.schema,
  min_p: options.min_p.schema,
  /** 1 for off. The runtime's own default has been 1.1 and 1.0, so it is always sent. */
  repeat_penalty: options.repeat_penalty.schema,
  typical_p: options.typical_p.schema.exactOptional(),
  repeat_last_n: options.repeat_last_n.schema.exactOptional(),
  presence_penalty: options.presence_penalty.schema.exactOptional(),
  frequency_penalty: options.frequency_penalty.schema.exactOptional(),
  stop: options.stop.schema.exactOptional(),
})

/** Load-time options as a profile states them. */
export const loadOptionsSchema = z.strictObject({
  /** The window of each slot, in tokens: prompt and output together. */
  num_ctx: options.num_ctx.schema,
  num_batch: options.num_batch.schema.exactOptional(),
  num_gpu: options.num_gpu.schema.exactOptional(),
  main_gpu: options.main_gpu.schema.exactOptional(),
  use_mmap: options.use_mmap.schema.exactOptional(),
  num_thread: options.num_thread.schema.exactOptional(),
  draft_num_predict: options.draft_num_predict.schema.exactOptional(),
})

/** Options as a configuration file may set them: any but those that have a flag of their own. */
export const settableOptionsSchema = z
  .strictObject({
    ...samplingOptionsSchema.shape,
    ...loadOptionsSchema.shape,
    num_keep: options.num_keep.schema,
  })
  .partial() as unknown as z.ZodType<RuntimeOptionValues>

/** Whether `name` is an option that the runtime takes. */
export function isRuntimeOption(name: string): name is RuntimeOptionName {
  return Object.hasOwn(runtimeOptions, name)
}

/**
 * Reads `-o key=value` arguments.
 *
 * Numbers and `true`/`false` as they are; a list as JSON (`stop=["a","b"]`) or one text, and `stop` may be given more than once.
 * Of another key given twice the last counts.
 *
 * @throws UsageError for an unknown key (with the nearest name), a key that has a flag, a wrong type or a value out of range.
 */
export function parseRuntimeOptions(assignments: readonly string[]): RuntimeOptionValues {
  const values: Record<string, number | boolean | string[]> = {}
  for (const assignment of assignments) {
    const [, key, text] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(assignment) ?? []
    if (key === undefined || text === undefined) {
      throw new UsageError(`Option "${assignment}" is not key=value.`, {
        fix: 'Write for example -o temperature=0.6.',
      })
    }
    const value = parseRuntimeOption(key, text)
    const former = values[key]
    values[key] = Array.isArray(value) && Array.isArray(former) ? [...former, ...value] : value
  }
  return values as RuntimeOptionValues
}

function parseRuntimeOption(key: string, text: string): number | boolean | string[] {
  if (!isRuntimeOption(key)) throw unknownOption(key)
  const rule: RuntimeOptionRule = runtimeOptions[key]
  if (rule.flag !== undefined) {
    const { success } = rule.schema.safeParse(readValue(text, rule.schema))
    throw new UsageError(`Option "${key}" has a flag of its own.`, {
      fix: success
        ? `Use ${rule.flag} ${text.trim()}.`
        : `Leave it out, and nothing is fixed; ${rule.flag} NUMBER fixes it.`,
    })
  }
  const result = rule.schema.safeParse(readValue(text, rule.schema))
  if (result.success) return result.data
  const [issue] = result.error.issues
  const fix = issue === undefined ? 'Give it another value.' : issueAdvice(issue)
  throw new UsageError(`Option ${key} is "${text.trim()}".`, { fix })
}

/** Reads a text as the kind of value that the schema is about; what cannot be read stays a text, for the schema to refuse. */
function readValue(text: string, schema: z.ZodType): unknown {
  const written = text.trim()
  const kind = schema.def.type
  if (kind === 'array' && !written.startsWith('[')) return [text]
  const plain = kind === 'number' ? /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(written) : false
  if (plain) return Number(written)
  if (kind === 'number') return written
  try {
    return JSON.parse(written)
  } catch {
    return written
  }
}

function unknownOption(key: string): UsageError {
  if (formerOptions.has(key)) {
    return new UsageError(`Option "${key}" is ignored by the runtime since it left it behind.`, {
      fix: `Leave it out. Options: ${settable.join(', ')}.`,
    })
  }
  const pointer = optionElsewhere(key)
  if (pointer !== undefined)
    return new UsageError(`"${key}" is no option of the runtime.`, { fix: `Write it as ${pointer}.` })
  return new UsageError(`Unknown option "${key}".`, {
    fix: `${didYouMean(key, Object.keys(runtimeOptions))} Options: ${settable.join(', ')}.`.trim(),
  })
}

const settable = Object.entries(runtimeOptions)
  .filter(([, rule]) => !('flag' in rule))
  .map(([name]) => name)
