import type { AnswerContext } from '../answer.ts'
import { languageCode } from '../language.ts'
import { keyChoice } from './key-choice.ts'
import { keyMathematics, keyNumeral } from './key-mathematics.ts'
import type { KeyedAnswer, Reading } from './keyed-answer.ts'
import { kindOf } from './kind-of.ts'
import { type Limit, LimitReached, limits } from './limits.ts'
import { plainForm } from './normalise/plain-form.ts'
import { plainTextKey, withoutArticle } from './normalise/plain-text.ts'
import { normalise } from './normalise/wrappers.ts'
import { isBareDecimal, versionIn } from './readers/code.ts'
import { latexReaders, textReaders } from './readers/readers.ts'
import { withoutRemarks } from './readers/remarks.ts'
import type { Written } from './readers/text-reader.ts'
import { reading } from './reading.ts'
import { jsonKey } from './structure/json.ts'
import type { Shape } from './structure/shape.ts'

/** What is known of the problem, and of the answers beside this one. */
export interface KeyContext extends AnswerContext {
  /** Whether an answer beside it is a version: then `3.10` is one too, and not the number 3.1. */
  readonly besideVersion?: boolean
}

/** Whether an answer is written so that the decimals beside it are versions. */
export function isVersion(text: string): boolean {
  return text.length < 40 && versionIn(text.trim()) !== undefined
}

/**
 * Keys an answer: reads it once, in every way that notation leaves open.
 *
 * Never throws. Over a limit (see `limits`) the answer is keyed by its normalised text alone and says which limit it met.
 *
 * @param text - The answer as extracted; delimiters such as `$…$` or `\boxed{}` may still be around it.
 * @param context - What is known of the problem: the kind asked for, the options, the language.
 */
export function keyAnswer(text: string, context: KeyContext = {}): KeyedAnswer {
  if (text.length > limits.characters) return textOnly(text, text.trim(), context, 'characters')
  let normal = text.trim()
  try {
    normal = normalise(text)
    // Some signs become commands: a thousand "½" are ten thousand characters of LaTeX.
    if (normal.length > 2 * limits.characters) return textOnly(text, text.trim(), context, 'characters')
    if (context.kind === 'json') return keyJson(text, normal)
    const choice = keyChoice(text, normal, context)
    if (choice !== undefined) return choice
    return readAnswer(text, normal, context, 0) ?? textOnly(text, normal, context)
  } catch (thrown) {
    // Whatever fails inside one answer is that answer's: a vote must not end by what one sample wrote.
    return textOnly(text, normal, context, thrown instanceof LimitReached ? thrown.limit : 'failure')
  }
}

/** Parts within parts that readers go down to: a list of named quantities is the third. */
const deepest = 4

/** The answer as what a reader is sure of, else as mathematics; `undefined` where it is words. */
function readAnswer(
  text: string,
  normal: string,
  context: KeyContext,
  depth: number,
): KeyedAnswer | undefined {
  const kind = context.kind ?? 'auto'
  const numeral = kind === 'text' || context.besideVersion === true ? undefined : keyNumeral(text, normal)
  if (numeral !== undefined) return numeral
  const written = writtenForm(text, normal, context, depth)
  if (kind !== 'text') {
    const bare = withoutRemarks(written.plain)
    if (bare !== written.plain) {
      const normalBare = normalise(bare)
      const keyed = depth < deepest ? readAnswer(bare, normalBare, context, depth + 1) : undefined
      return { ...(keyed ?? textOnly(bare, normalBare, context)), text }
    }
  }
  if (context.besideVersion === true && isBareDecimal(written.plain))
    return keyedAs(text, { type: 'text', text: `version ${written.plain}` })
  for (const reader of written.plain.includes('\\') ? latexReaders : textReaders) {
    if (!reader.kinds.has(kind) || !reader.sign.test(written.plain)) continue
    const found = reader.read(written)
    if (found === undefined) continue
    const others = (found.others ?? []).map(({ name, shape }) => reading(name, shape))
    return keyedAs(text, found.shape, others)
  }
  return kind === 'text' ? undefined : keyMathematics(text, normal, context)
}

function writtenForm(text: string, normal: string, context: KeyContext, depth: number): Written {
  return {
    plain: plainForm(text),
    normal,
    context,
    language: languageCode(context.language),
    read(part) {
      if (depth >= deepest) return undefined
      const { choices: _, ...rest } = context
      const kind = context.kind === 'text' ? 'text' : 'auto'
      return readAnswer(part, normalise(part), { ...rest, kind }, depth + 1)?.readings[0].shape
    },
    words: (part) => ({ type: 'text', text: wordsKey(normalise(part), context) }),
  }
}

function keyedAs(text: string, shape: Shape, others: readonly Reading[] = []): KeyedAnswer {
  const literal = reading('literal', shape)
  const distinct = others.filter(
    (other, at) => other.key !== literal.key && others.findIndex(({ key }) => key === other.key) === at,
  )
  return { text, kind: kindOf(shape, text), readings: [literal, ...distinct] }
}

function textOnly(text: string, normal: string, context: KeyContext, limit?: Limit): KeyedAnswer {
  // Long text is folded no further: what a fold costs must not grow with what a model writes.
  const key = limit === undefined ? wordsKey(normal, context) : normal.replace(/\s+/g, ' ')
  const keyed = { text, kind: 'text', readings: [reading('literal', { type: 'text', text: key })] } as const
  return limit === undefined ? keyed : { ...keyed, limit }
}

function wordsKey(normal: string, { kind = 'auto', language }: KeyContext): string {
  const words = plainTextKey(normal)
  return kind === 'auto' ? withoutArticle(words, languageCode(language)) : words
}

function keyJson(text: string, normal: string): KeyedAnswer {
  const key = jsonKey(text) ?? jsonKey(normal)
  if (key === undefined) return textOnly(text, normal, { kind: 'json' })
  const shape = { type: 'group', tag: `json ${key}`, order: 'kept', items: [] } as const
  return { text, kind: 'json', readings: [reading('literal', shape)] }
}
