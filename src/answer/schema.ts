import { z } from 'zod'
import { isMissing, issueText } from '../ground/issue-text.ts'
import { answerKinds, noAnswerReasons } from './answer.ts'
import { mostOptions } from './option-letters.ts'

/** A kind of answer. */
export const answerKindSchema = z.enum(answerKinds)

/** A kind that can be asked for: a kind, or `auto`. */
export const askedKindSchema = z.enum([...answerKinds, 'auto'])

/** What is known of the problem that answers belong to, as every input line of `magi answers --jsonl` may say it. */
const contextShape = {
  kind: askedKindSchema.optional(),
  /** The texts of the options, in order (A first). */
  choices: z.array(z.string()).min(1).max(mostOptions).optional(),
  /** `en`, `pt-BR`, `german` … */
  language: z.string().min(1).optional(),
}

/** One input line of `magi answers extract --jsonl`: a text to find the answer of. */
export const extractInputSchema = z.strictObject({ text: z.string(), ...contextShape })

/** One input line of `magi answers compare --jsonl`: two answers, or two texts (`prose`) whose answers are found first. */
export const compareInputSchema = z.strictObject({
  a: z.string(),
  b: z.string(),
  form: z.enum(['answer', 'prose']).optional(),
  ...contextShape,
})

/** One input line of `magi answers group --jsonl`: the answers of one problem; `null` where a sample gave none. */
export const groupInputSchema = z.strictObject({
  answers: z.array(z.string().nullable()),
  ...contextShape,
})

/** One output line of `magi answers extract --jsonl`. */
export const extractOutputSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('found'), value: z.string(), kind: answerKindSchema, by: z.string() }),
  z.strictObject({ type: z.literal('none'), reason: z.enum(noAnswerReasons) }),
])

/** One output line of `magi answers compare --jsonl`. `by` names the layer that decided; `no-answer` where a text had none. */
export const compareOutputSchema = z.strictObject({ same: z.boolean(), by: z.string() })

/** One output line of `magi answers group --jsonl`. Members and abstentions are positions in the input. */
export const groupOutputSchema = z.strictObject({
  clusters: z.array(z.strictObject({ answer: z.string(), members: z.array(z.int().min(0)) })),
  abstained: z.array(z.int().min(0)),
})

/** The output line that stands in place of a bad input line. */
export const lineErrorSchema = z.strictObject({
  /** Begins with `line N: `, and names the key where one is at fault. */
  error: z.string(),
})

/** A line that `magi answers extract` reads. */
export type ExtractInput = z.infer<typeof extractInputSchema>
/** A line that `magi answers extract` prints. */
export type ExtractOutput = z.infer<typeof extractOutputSchema>
/** A line that `magi answers compare` reads. */
export type CompareInput = z.infer<typeof compareInputSchema>
/** A line that `magi answers compare` prints. */
export type CompareOutput = z.infer<typeof compareOutputSchema>
/** A line that `magi answers group` reads. */
export type GroupInput = z.infer<typeof groupInputSchema>
/** A line that `magi answers group` prints. */
export type GroupOutput = z.infer<typeof groupOutputSchema>
/** What is printed for a line that cannot be read. */
export type LineError = z.infer<typeof lineErrorSchema>

/** What an input line holds, or what is wrong with it. */
export type ReadInput<Input> = { readonly input: Input } | { readonly problem: string }

/** Problems named of one line; more would be the same mistake again. */
const mostProblems = 3

/**
 * Checks the JSON of an input line.
 *
 * @returns The input, or the problems in short: `kind: …; unknown key "langauge"`.
 */
export function readInput<Input>(schema: z.ZodType<Input>, json: unknown): ReadInput<Input> {
  const parsed = schema.safeParse(json)
  if (parsed.success) return { input: parsed.data }
  return { problem: parsed.error.issues.slice(0, mostProblems).map(problemOf).join('; ') }
}

function problemOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}`
  const path = issue.path.map(String).join('.')
  const message = isMissing(issue) ? 'missing' : issueText(issue)
  return path === '' ? message : `${path}: ${message}`
}
