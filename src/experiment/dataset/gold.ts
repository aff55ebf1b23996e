import type { AnswerContext } from '../../answer/answer.ts'
import { extractAnswer } from '../../answer/extract/extract.ts'

/** A gold answer, and how it was come by. */
export interface Gold {
  readonly answer: string
  /**
   * `written` as it stands · `announced` taken out of prose that announces it · `prose` as it stands, though it is long, and what it announces could
   * not be told.
   */
  readonly how: 'written' | 'announced' | 'prose'
}

/** Rules of the extractor that find an answer because the text says that it is one. What is only last or alone does not count. */
const announcing = new Set(['boxed', 'hash', 'tag', 'final', 'anchor', 'choice-boxed', 'choice-anchor'])

/** From this number of words on a gold answer is prose; names of people, works and bodies are shorter. */
const wordsOfProse = 8

/**
 * Reads a gold answer as the answers of a model are read, so that a solution or a sentence gives the answer that it announces: "… thus
 * \boxed{42}.", "The answer is 42.", "#### 42".
 *
 * @param written - What the file holds, trimmed.
 * @param context - Kind, options and language of the problem.
 */
export function readGold(written: string, context: AnswerContext): Gold {
  if (context.kind === 'json' || !mayAnnounce.test(written) || isJson(written))
    return { answer: written, how: 'written' }
  const extraction = extractAnswer(written, context)
  if (extraction.type === 'found' && announcing.has(extraction.by)) {
    const [start, end] = extraction.span
    const around = `${written.slice(0, start)} ${written.slice(end)}`.replace(/\\f?boxed|\\fbox|\\text/g, '')
    // `\boxed{42}` alone is a way to write 42, and the answer engine reads it as such.
    if (/[\p{L}\p{N}#<]/u.test(around)) return { answer: extraction.value, how: 'announced' }
    return { answer: written, how: 'written' }
  }
  const words = written.replace(/\\[a-zA-Z]+/g, ' ').match(/\p{L}{2,}/gu) ?? []
  const isProse = context.kind !== 'text' && words.length >= wordsOfProse
  return { answer: written, how: isProse ? 'prose' : 'written' }
}

/**
 * The answer of a solution or a reply, which stands beside the problem and is not itself the gold answer: one that it announces, or the whole where
 * that is no more than an answer.
 *
 * @returns `undefined` where none can be told.
 */
export function goldOfSolution(text: string, context: AnswerContext): string | undefined {
  if (context.kind === 'text' || context.kind === 'json') return text
  const extraction = extractAnswer(text, context)
  if (extraction.type !== 'found') return undefined
  return announcing.has(extraction.by) || extraction.by.endsWith('whole') ? extraction.value : undefined
}

/** Without a letter there is nothing that announces; but for the mark of GSM8K. */
const mayAnnounce = /\p{L}|#/u

function isJson(text: string): boolean {
  if (!/^[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
