import type { AnswerKind } from '../answer.ts'
import { wordsFor } from './anchors.ts'
import { mayGuess } from './asked.ts'
import { clauseStart } from './clause.ts'
import { cleanValue } from './clean.ts'
import { countedSubject } from './counted-subject.ts'
import { denied } from './last-formula.ts'
import { servesAs } from './looks.ts'
import { numbersIn } from './number.ts'
import type { Found, Rule, Scene } from './rule.ts'
import { valueAt, withPercent } from './value-at.ts'
import type { WordSet } from './words.ts'

/** The last number of the text, as a last resort. */
export const lastNumber: Rule = {
  name: 'number',
  about: 'the last number',
  applies: (scene) =>
    mayGuess(scene) && (scene.asked === 'auto' || servesAs('number', scene.asked as AnswerKind)),
  find: (scene) => {
    const end = scene.body.trimEnd().length
    const sentence = scene.body.slice(clauseStart(scene.body, end, scene.math), end)
    // "It could be 3 or 4": told to be open.
    if (/(?<!\p{L})(?:could|might|may)\s(?:also\s|well\s)?be\s(?:either\s)?\S+\sor\s\S+$/iu.test(sentence))
      return undefined
    return (
      countedSubject(scene.body, clauseStart(scene.body, end, scene.math), end) ??
      lastNumberIn(scene, 0, scene.body.length)
    )
  },
}

/** How far back the number is looked for, in UTF-16 code units. */
const reach = 4096
const mostTried = 6

/** The last number between two places that is neither part of a name (`x2`) nor the mark of a list item. */
export function lastNumberIn(scene: Scene, start: number, end: number): Found | undefined {
  const { body } = scene
  let from = Math.max(start, end - reach)
  // Not from within a number or word: half a number is no answer.
  if (from > start) while (from < end && /[\p{L}\p{N}.,]/u.test(body[from - 1] ?? '')) from++
  const numbers: Found[] = []
  const ordinals: Found[] = []
  for (const one of numbersIn(body, from, end)) {
    const isName = /[a-zA-Z\u0370-\u04ff_]/.test(body[one.start - 1] ?? '') && !/^\\?[$€£¥]/.test(one.text)
    if (isName || isListMark(body, one.start, one.end)) continue
    const found = { value: one.text, start: one.start, end: one.end }
    if (/^(?:st|nd|rd|th)(?![a-z])/.test(body.slice(one.end, one.end + 3))) ordinals.push(found)
    else numbers.push(found)
  }
  for (const found of [...numbers.slice(-mostTried).reverse(), ...ordinals.slice(-1)]) {
    if (numbers.length > 1 && denied.test(body.slice(Math.max(0, found.start - 16), found.start))) continue
    // "1/6 ≈ 0.167": what is only near follows what it is near to.
    if (numbers.length > 1 && isApproximation(body, found, numbers)) continue
    const whole = partOf(scene, found, from)
    if (whole !== undefined) return withPercent(body, whole)
    // The 2 of "cm^2" counts nothing by itself.
    if (/\^\{?$/.test(body.slice(Math.max(0, found.start - 2), found.start))) continue
    return withPercent(body, cleanValue(body, found.start, found.end, 'prose'))
  }
  return undefined
}

/** Whether a number stands behind `≈`, right after another number. */
function isApproximation(body: string, found: Found, numbers: readonly Found[]): boolean {
  const sign = /(?:≈|≅|\\approx)\s*$/.exec(body.slice(Math.max(0, found.start - 12), found.start))
  if (sign === null) return false
  const before = body.slice(0, found.start - sign[0].length).trimEnd().length
  return numbers.some((other) => other.end === before)
}

/** "2." in front of a line of a list. */
function isListMark(body: string, start: number, end: number): boolean {
  if (!/(?:^|\n)[ \t>*_]{0,11}$/.test(body.slice(Math.max(0, start - 12), start))) return false
  if (start > 12 && !body.slice(start - 12, start).includes('\n')) return false
  return /^[.):]\**[ \t]+\S/.test(body.slice(end, end + 8))
}

/**
 * The undelimited value that a number is part of: the last number of `= \frac{1}{2}` is the fraction, that of "f(x) = x^2 + 1" the
 * function, that of "the point (3, -2)" the point. A sum of numbers is none: of "3 + 4 apples" the last number is 4.
 */
function partOf(scene: Scene, found: Found, from: number): Found | undefined {
  const { body } = scene
  const { joins, is } = wordsFor(scene.language)
  const line = body.slice(Math.max(from, found.start - 120), found.start)
  const before = line.slice(line.lastIndexOf('\n') + 1)
  const near = found.start - before.length
  for (const match of before.matchAll(
    /(?<![\\\w])(?:[\\\d({[+-]|[a-zA-Z](?=\s?[=^(∈<>≤≥_\\]|\s?\([a-z]\)))/g,
  )) {
    const value = valueAt(scene, near + match.index, joins, is)
    if (value === undefined || value.start >= found.start || value.end < found.end) continue
    if (isStructure(value.value) || isEnumerated(scene, value, is)) return value
  }
  return undefined
}

/** "The roots are 2, 3 and 5": a list that a verb leads to. */
function isEnumerated({ body }: Scene, { value, start }: Found, is: WordSet): boolean {
  if (!/[,;]\s/.test(value)) return false
  const verb = [...is.matches(body, Math.max(0, start - 16), start)].at(-1)
  return verb !== undefined && /^\s+$/.test(body.slice(verb.end, start))
}

/** Whether a value is more than numbers: LaTeX, a tuple or set, a membership, an expression with an unknown, several equations. */
function isStructure(value: string): boolean {
  if (value.includes('\\') || /[∈∪∩]|^[([{][^()]*,.*[)\]}]$/.test(value)) return true
  const right = value.slice(value.lastIndexOf('=') + 1)
  return value.split('=').length > 2 || (/[a-zA-Z]/.test(right) && /[+\-−*/^<>≤≥=]|\d[a-zA-Z]/.test(value))
}
