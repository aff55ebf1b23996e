import type { AnswerContext, AskedKind } from '../../answer/answer.ts'
import { extractAnswer } from '../../answer/extract/extract.ts'
import { defined } from '../../ground/defined.ts'
import { parseExactJson } from '../../ground/exact-json.ts'
import { isFields } from '../../ground/fields.ts'
import { type Choices, choicesOf, letterOf } from './choices.ts'
import { conversationOf, isConversation } from './conversation.ts'
import type { ProblemDraft } from './format.ts'
import { type Gold, goldOfSolution, readGold } from './gold.ts'
import type { ProblemField } from './problem-fields.ts'

/** A draft whose values have the types of a problem; what could not be brought to them is left for the schema to refuse. */
export interface SettledDraft {
  readonly draft: ProblemDraft
  /** How the gold answer was come by; `undefined` where there is none. */
  readonly gold: Gold['how'] | undefined
  readonly wrong: readonly { readonly field: ProblemField; readonly text: string }[]
}

/**
 * Brings what a file wrote to the types of a problem.
 *
 * @param position - The id where the file has none.
 * @param kind - Kind of the answer, where known.
 */
export function settle(draft: ProblemDraft, position: number, kind: AskedKind | undefined): SettledDraft {
  const wrong: { readonly field: ProblemField; readonly text: string }[] = []
  const asked = promptOf(draft.prompt)
  if ('wrong' in asked) wrong.push({ field: 'prompt', text: asked.wrong })
  const written = listOf(draft.choices ?? ('choices' in asked ? asked.choices : undefined))
  const choices = written === undefined ? undefined : choicesOf(written)
  const kindOfAnswer = draft.kind ?? kind ?? (written === undefined ? undefined : 'choice')
  const images = listOf(draft.images)
  const context = {
    ...defined({ kind }),
    ...(typeof draft.language === 'string' ? { language: draft.language } : {}),
  }
  const reply = 'reply' in asked ? asked.reply : undefined
  const gold =
    draft.answer === undefined && reply !== undefined
      ? goldOfReply(reply, choices, context)
      : goldOf(draft.answer, choices, context)
  const settled: ProblemDraft = { id: draft.id ?? String(position) }
  const set = (field: ProblemField, value: unknown) => {
    if (value !== undefined) settled[field] = value
  }
  set('prompt', 'prompt' in asked ? asked.prompt : undefined)
  set('answer', gold?.answer)
  set('kind', kindOfAnswer)
  set('choices', choices?.texts ?? written)
  set('images', typeof images === 'string' ? [images] : images)
  set('language', draft.language)
  return { draft: settled, wrong, gold: gold?.how }
}

/** The text of a problem: a text, a conversation, or an object with the text in `stem` and perhaps the options (ARC). */
function promptOf(
  written: unknown,
):
  | { readonly prompt: unknown; readonly reply?: string; readonly choices?: unknown }
  | { readonly wrong: string } {
  const value = listOf(written)
  if (isConversation(value)) {
    const conversation = conversationOf(value)
    if ('wrong' in conversation || conversation.prompt !== '') return conversation
    return { prompt: undefined }
  }
  if (isFields(value) && typeof value['stem'] === 'string')
    return { prompt: value['stem'].trim(), choices: value['choices'] }
  return { prompt: typeof written === 'string' ? written.trim() : written }
}

/** A list or an object, or one that is written as JSON in a text: CSV has no other. */
function listOf(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return parseExactJson(value)
  } catch {
    return value
  }
}

type SettledGold = { readonly answer: unknown; readonly how: Gold['how'] } | undefined

function goldOf(answer: unknown, choices: Choices | undefined, context: AnswerContext): SettledGold {
  if (answer === undefined) return undefined
  // An object is an answer where the answer itself is JSON; so is a list of anything but texts, which are several answers.
  if (context.kind === 'json' && isJsonGold(answer)) return { answer: JSON.stringify(answer), how: 'written' }
  if (typeof answer === 'boolean') return { answer: String(answer), how: 'written' }
  if (choices !== undefined) {
    return Array.isArray(answer)
      ? together(answer.map((each) => goldOfChoice(each, choices, context)))
      : goldOfChoice(answer, choices, context)
  }
  // "[1, 2]" is an answer; only a list of texts is a list of answers, and not where the answer itself is JSON.
  const written = context.kind === 'json' ? answer : listOf(answer)
  if (Array.isArray(written) && written.every((each) => typeof each === 'string'))
    return together(written.map((each) => readGold(each.trim(), context)))
  return typeof answer === 'string' ? readGold(answer.trim(), context) : { answer, how: 'written' }
}

function isJsonGold(answer: unknown): boolean {
  if (Array.isArray(answer)) return answer.length === 0 || answer.some((each) => typeof each !== 'string')
  return isFields(answer)
}

/** The letter of the right option; where it is none by itself, the letter that a sentence announces. */
function goldOfChoice(answer: unknown, choices: Choices, context: AnswerContext) {
  const letter = letterOf(answer, choices)
  if (letter !== undefined || typeof answer !== 'string')
    return {
      answer: letter ?? (typeof answer === 'number' ? String(answer) : answer),
      how: 'written' as const,
    }
  const texts = choices.texts.filter((text) => typeof text === 'string')
  if (texts.length < 2 || texts.length < choices.texts.length)
    return { answer: answer.trim(), how: 'written' as const }
  const extraction = extractAnswer(answer, { ...context, kind: 'choice', choices: texts })
  return extraction.type === 'found' && extraction.by !== 'choice-letter'
    ? { answer: extraction.value, how: 'announced' as const }
    : { answer: answer.trim(), how: 'written' as const }
}

/** The gold answer in the reply of a conversation, which may be a whole solution. */
function goldOfReply(reply: string, choices: Choices | undefined, context: AnswerContext): SettledGold {
  if (choices !== undefined) return goldOfChoice(reply, choices, context)
  const answer = goldOfSolution(reply, context)
  return answer === undefined ? undefined : { answer, how: answer === reply ? 'written' : 'announced' }
}

/** Several accepted answers: how one of them was come by is said of all. */
function together(golds: readonly { readonly answer: unknown; readonly how: Gold['how'] }[]) {
  const how = (['announced', 'prose'] as const).find((each) => golds.some((gold) => gold.how === each))
  return { answer: golds.map(({ answer }) => answer), how: how ?? ('written' as const) }
}
