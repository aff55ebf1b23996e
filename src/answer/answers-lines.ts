import { defined } from '../ground/defined.ts'
import { messageOf } from '../ground/errors.ts'
import type { AnswerContext, Extraction } from './answer.ts'
import { extractAnswer } from './extract/extract.ts'
import { groupAnswers } from './group-answers.ts'
import { sameAnswer } from './same-answer.ts'
import {
  type CompareOutput,
  compareInputSchema,
  type ExtractOutput,
  extractInputSchema,
  type GroupOutput,
  groupInputSchema,
  type LineError,
  type ReadInput,
  readInput,
} from './schema.ts'

/** Told what is wrong with a line. */
export type OnProblem = (problem: string) => void

/**
 * Finds the answer of one text: a line of `magi answers extract --jsonl`.
 *
 * @param line - One JSON object (`ExtractInput`), without its newline.
 * @param lineNumber - From 1; errors name it.
 * @param defaults - What holds where the line says nothing.
 * @param onProblem - Told what is wrong with a line that cannot be used, as `LineError` says it.
 * @returns One JSON object without a newline: `ExtractOutput`, or `LineError` where the line was no such object. Never throws.
 */
export function extractLine(
  line: string,
  lineNumber: number,
  defaults: AnswerContext = {},
  onProblem: OnProblem = () => {},
): string {
  return answerLine(
    { line, lineNumber, onProblem },
    (json) => readInput(extractInputSchema, json),
    ({ text, ...given }): ExtractOutput => {
      const extraction = extractAnswer(text, givenContext(given, defaults))
      if (extraction.type === 'none') return { type: 'none', reason: extraction.reason }
      return { type: 'found', value: extraction.value, kind: extraction.kind, by: extraction.by }
    },
  )
}

/**
 * Compares two answers, or the answers of two texts: a line of `magi answers compare --jsonl`.
 *
 * Two texts without an answer do not agree: nothing is not the same as nothing.
 *
 * @param line - One JSON object (`CompareInput`), without its newline.
 * @param lineNumber - From 1; errors name it.
 * @param defaults - What holds where the line says nothing.
 * @param onProblem - Told what is wrong with a line that cannot be used, as `LineError` says it.
 * @returns One JSON object without a newline: `CompareOutput`, or `LineError`. Never throws.
 */
export function compareLine(
  line: string,
  lineNumber: number,
  defaults: AnswerContext = {},
  onProblem: OnProblem = () => {},
): string {
  return answerLine(
    { line, lineNumber, onProblem },
    (json) => readInput(compareInputSchema, json),
    ({ a, b, form, ...given }): CompareOutput => compareTexts(a, b, form, givenContext(given, defaults)),
  )
}

/**
 * Groups the answers of one problem: a line of `magi answers group --jsonl`.
 *
 * @param line - One JSON object (`GroupInput`), without its newline.
 * @param lineNumber - From 1; errors name it.
 * @param defaults - What holds where the line says nothing.
 * @param onProblem - Told what is wrong with a line that cannot be used, as `LineError` says it.
 * @returns One JSON object without a newline: `GroupOutput`, or `LineError`. Never throws.
 */
export function groupLine(
  line: string,
  lineNumber: number,
  defaults: AnswerContext = {},
  onProblem: OnProblem = () => {},
): string {
  return answerLine(
    { line, lineNumber, onProblem },
    (json) => readInput(groupInputSchema, json),
    ({ answers, ...given }): GroupOutput => {
      const { clusters, abstained } = groupAnswers(answers, givenContext(given, defaults))
      return {
        clusters: clusters.map(({ answer, members }) => ({ answer, members: [...members] })),
        abstained: [...abstained],
      }
    },
  )
}

/**
 * Whether two answers say the same, or the answers of two texts.
 *
 * @param form - `prose`: each side is running text, whose answer is found first. Two texts without an answer do not agree.
 */
export function compareTexts(
  a: string,
  b: string,
  form: 'answer' | 'prose' | undefined,
  context: AnswerContext,
): CompareOutput {
  if (form !== 'prose') return verdictOn(a, b, context)
  const [left, right] = [valueIn(extractAnswer(a, context)), valueIn(extractAnswer(b, context))]
  if (left === undefined || right === undefined) return { same: false, by: 'no-answer' }
  return verdictOn(left, right, context)
}

function verdictOn(a: string, b: string, context: AnswerContext): CompareOutput {
  const { same, by } = sameAnswer(a, b, context)
  return { same, by }
}

function valueIn(extraction: Extraction): string | undefined {
  return extraction.type === 'found' ? extraction.value : undefined
}

/** What an input line says of its problem, over what holds where it says nothing. */
export function givenContext(
  given: { [Key in 'kind' | 'choices' | 'language']?: AnswerContext[Key] | undefined },
  defaults: AnswerContext,
): AnswerContext {
  return {
    ...defaults,
    ...defined({ kind: given.kind, choices: given.choices, language: given.language }),
  }
}

/** Reads a line and answers it; a line that does not fit is answered by what is wrong with it. */
function answerLine<Input>(
  { line, lineNumber, onProblem }: { line: string; lineNumber: number; onProblem: OnProblem },
  read: (json: unknown) => ReadInput<Input>,
  answer: (input: Input) => unknown,
): string {
  const refuse = (problem: string) => {
    const error = `line ${lineNumber}: ${problem}`
    onProblem(error)
    return JSON.stringify({ error } satisfies LineError)
  }
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch (thrown) {
    return refuse(`not a JSON object: ${line.trim() === '' ? 'it is empty' : messageOf(thrown)}`)
  }
  const checked = read(json)
  return 'problem' in checked ? refuse(checked.problem) : JSON.stringify(answer(checked.input))
}
