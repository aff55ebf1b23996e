import { bareValueEnd } from './bare-value.ts'
import { firstSpanFrom } from './clause.ts'
import { cleanValue, lastLink } from './clean.ts'
import { formulaValue, isName } from './formula.ts'
import type { MathSpan } from './math-span.ts'
import { percentWordEnd } from './number.ts'
import type { Found, Scene } from './rule.ts'
import type { WordSet } from './words.ts'

/**
 * A value read at a place. `sure` where it stands there as a value; `loose` where it was looked for in a sentence; `words` where it
 * is prose.
 */
export interface ValueAt extends Found {
  readonly how: 'sure' | 'loose' | 'words'
}

/**
 * The value that stands right at a place, as formula, bold span, quotation or bare.
 *
 * @param joins - Words that join two values into one answer: "x = 1 or x = 2".
 * @param verbs - Verbs before which a list may end.
 */
export function valueAt(scene: Scene, start: number, joins: WordSet, verbs?: WordSet): ValueAt | undefined {
  const { body, math } = scene
  const opened = /^["“”„«「『`'(（]?\s*/.exec(body.slice(start, start + 4))?.[0].length ?? 0
  for (const at of opened > 0 ? [start, start + opened] : [start]) {
    const index = firstSpanFrom(math, at)
    if (math[index]?.start === at) return formulasAt(scene, index, joins)
    const bold = /^(?:\*\*|__)(?=\S)([^\n]{1,200}?)(?:\*\*|__)/.exec(body.slice(at, at + 220))
    if (bold !== null) return markedValue(scene, at + 2, at + 2 + (bold[1]?.length ?? 0), joins)
  }
  const end = bareValueEnd(body, start, joins, verbs)
  if (end === undefined) return quotation(scene, start, joins)
  // An exclamation mark that the value ends with is a factorial: any other one is not within its end.
  const found = cleanValue(body, start, end, body[end - 1] === '!' ? 'formula' : 'prose')
  if (found.value === '') return undefined
  return { ...withPercent(body, withoutArea(unbracketed(lastLink(found)))), how: 'sure' }
}

/** "1,000.99m²" in a sentence: a unit that hugs its number is left out, as one that stands apart is. */
function withoutArea(found: Found): Found {
  const unit = /(?<=\d)[cdkm]?m[²³]$/.exec(found.value)
  if (unit === null) return found
  return { value: found.value.slice(0, unit.index), start: found.start, end: found.end - unit[0].length }
}

/** `"Paris"`: what is quoted is the answer, whatever the sentence goes on to say. */
function quotation(scene: Scene, start: number, joins: WordSet): ValueAt | undefined {
  const { body } = scene
  const from = /["“„«「『`]/.test(body[start - 1] ?? '') ? start - 1 : start
  const quoted = /^(["“„«「『`])\s*([^"“”„«»「」『』`\n]{1,120})\s*["“”»」』`]/.exec(
    body.slice(from, from + 130),
  )
  if (quoted === null) return undefined
  const inner = quoted[2] as string
  const at = from + quoted[0].indexOf(inner)
  return markedValue(scene, at, at + inner.length, joins)
}

/** The content of a bold span or quotation: its formula or value where it begins with one, else its words. */
export function markedValue(scene: Scene, start: number, end: number, joins: WordSet): ValueAt | undefined {
  const { body } = scene
  const index = firstSpanFrom(scene.math, start)
  const span = scene.math[index]
  if (span !== undefined && span.start < end) {
    const value = formulasAt(scene, index, joins)
    if (value !== undefined) return value
  }
  const found = cleanValue(body, start, end, 'prose')
  if (found.value === '') return undefined
  const valueEnd = bareValueEnd(body, found.start, joins)
  if (valueEnd !== undefined && valueEnd <= found.end) {
    return { ...withPercent(body, lastLink(cleanValue(body, found.start, valueEnd, 'prose'))), how: 'sure' }
  }
  return { ...found, how: /\p{Nd}/u.test(found.value) ? 'loose' : 'words' }
}

/** The formula at `index` and those that a connector joins to it: "$x = 1$ or $x = 2$", "$12$ and $13$". */
export function formulasAt(scene: Scene, index: number, joins: WordSet): ValueAt | undefined {
  const { body, math } = scene
  const first = math[index] as MathSpan
  // "$x$ = 5": the formula only names what is asked.
  if (isName(first.inner)) {
    const after = /^\s*(?:=|\\approx|≈)\s*/.exec(body.slice(first.end, first.end + 12))
    const value = after === null ? undefined : valueAt(scene, first.end + after[0].length, joins)
    if (value !== undefined) return value
  }
  const parts = [formulaValue(first)]
  let last = first
  for (let next = index + 1; next < math.length && parts.length < 12; next++) {
    const span = math[next] as MathSpan
    if (!joinsFormulas(body.slice(last.end, span.start), joins)) break
    parts.push(formulaValue(span))
    last = span
  }
  const said = parts.filter((part) => part.value !== '')
  const [only, ...others] = said
  if (only === undefined) return undefined
  if (others.length === 0) return { ...withPercent(body, lastLink(only)), how: 'sure' }
  const value = said.map((part) => part.value).join(', ')
  return { value, start: only.start, end: (said.at(-1) as Found).end, how: 'sure' }
}

function joinsFormulas(gap: string, joins: WordSet): boolean {
  if (gap.length > 12) return false
  const words = gap.trim().replace(/^[,;，、]\s*/, '')
  if (words === '') return /[,;，、]/.test(gap)
  return joins.endAt(words, 0) === words.length
}

/** `(35 + 70 = 105)` says 105: brackets around a chain are the sentence's. */
function unbracketed(found: Found): Found {
  if (!/^\([^()]*[^<>!]=[^()]*\)$/.test(found.value)) return found
  return lastLink({ value: found.value.slice(1, -1), start: found.start + 1, end: found.end - 1 })
}

/** "28 percent" is 28 %, whatever the language: the word becomes the sign. */
export function withPercent(body: string, found: Found): Found {
  if (!/[\p{Nd}})]$/u.test(found.value)) return found
  const closing = /^(?:\$\$?|\\\)|\\\]|\*\*)/.exec(body.slice(found.end, found.end + 2))?.[0].length ?? 0
  const end = percentWordEnd(body, found.end + closing)
  if (end !== undefined) return { value: `${found.value}%`, start: found.start, end }
  const sign = closing > 0 ? /^\s?\\?%/.exec(body.slice(found.end + closing, found.end + closing + 3)) : null
  if (sign === null) return found
  return { value: `${found.value}%`, start: found.start, end: found.end + closing + sign[0].length }
}
