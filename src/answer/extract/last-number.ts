import type { AnswerKind } from '../answer.ts'
import { servesAs } from '../kind.ts'
import { wordsFor } from './anchors.ts'
import { mayGuess } from './asked.ts'
import { cleanValue } from './clean.ts'
import { numbersIn } from './number.ts'
import type { Found, Rule, Scene } from './rule.ts'
import { valueAt, withPercent } from './value-at.ts'

/** The last number of the text, as a last resort. */
export const lastNumber: Rule = {
  name: 'number',
  about: 'the last number',
  applies: (scene) =>
    mayGuess(scene) && (scene.asked === 'auto' || servesAs('number', scene.asked as AnswerKind)),
  find: (scene) => lastNumberIn(scene, 0, scene.body.length),
}

/** How far back the number is looked for, in UTF-16 code units. */
const reach = 4096

/** The last number between two places that is neither part of a name (`x2`) nor the mark of a list item. */
export function lastNumberIn(scene: Scene, start: number, end: number): Found | undefined {
  const { body } = scene
  let from = Math.max(start, end - reach)
  // Not from within a number or word: half a number is no answer.
  if (from > start) while (from < end && /[\p{L}\p{N}.,]/u.test(body[from - 1] ?? '')) from++
  let last: Found | undefined
  let ordinal: Found | undefined
  for (const one of numbersIn(body, from, end)) {
    if (/[a-zA-Z\u0370-\u04ff_]/.test(body[one.start - 1] ?? '') || isListMark(body, one.start, one.end))
      continue
    const found = { value: one.text, start: one.start, end: one.end }
    if (/^(?:st|nd|rd|th)(?![a-z])/.test(body.slice(one.end, one.end + 3))) ordinal = found
    else last = found
  }
  const found = last ?? ordinal
  if (found === undefined) return undefined
  return withPercent(body, inFormula(scene, cleanValue(body, found.start, found.end, 'prose'), from))
}

/** "2." in front of a line of a list. */
function isListMark(body: string, start: number, end: number): boolean {
  if (!/(?:^|\n)[ \t>*_]{0,11}$/.test(body.slice(Math.max(0, start - 12), start))) return false
  if (start > 12 && !body.slice(start - 12, start).includes('\n')) return false
  return /^[.):]\**[ \t]+\S/.test(body.slice(end, end + 8))
}

/**
 * What a number is part of: the last number of `= \frac{1}{2}` is the fraction, that of "x = 3 and y = 4" the solution.
 */
function inFormula(scene: Scene, found: Found, from: number): Found {
  const { body } = scene
  const { joins } = wordsFor(scene.language)
  const near = Math.max(from, found.start - 120, body.lastIndexOf('\n', found.start) + 1)
  const before = body.slice(near, found.start)
  for (const match of before.matchAll(/(?<![\\\w])(?:[\\\d({[+-]|[a-zA-Z]\s?=)/g)) {
    const value = valueAt(scene, near + match.index, joins)
    if (value === undefined || value.start >= found.start || value.end < found.end) continue
    if (value.value.includes('\\') || value.value.split('=').length > 2) return value
  }
  return found
}
