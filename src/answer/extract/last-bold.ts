import { wordsFor } from './anchors.ts'
import { isOfKind, mayGuess } from './asked.ts'
import { firstSpanFrom } from './clause.ts'
import { isName } from './formula.ts'
import type { Found, Rule, Scene } from './rule.ts'
import { valueAt } from './value-at.ts'
import { remembered, rowsFor, wordSet } from './words.ts'

/** "That makes **3 pages**." */
export const lastBold: Rule = {
  name: 'bold',
  about:
    'the last bold span that begins with a value, when no formula follows it; else the bold words that the text ends with',
  applies: mayGuess,
  find(scene) {
    const found = lastBoldIn(scene, 0, scene.body.length) ?? closingWords(scene)
    if (found === undefined || !isOfKind(scene, found.value)) return undefined
    const after = scene.math.slice(firstSpanFrom(scene.math, found.end))
    return after.some((span) => !isName(span.inner)) ? undefined : found
  },
}

const verbs = remembered((language: string) =>
  wordSet(rowsFor(language === '' ? undefined : language).map((row) => row.is)),
)

/** "The day is **Tuesday**.": words in bold that the text ends with, right behind a verb. */
function closingWords({ body, language }: Scene): Found | undefined {
  const end = body.trimEnd().length
  const from = Math.max(0, end - 120)
  const closing = /\*\*(\p{L}[^*\n]{0,60})\*\*[.!。]?$/u.exec(body.slice(from, end))
  const words = closing?.[1]?.replace(/[.!。]$/, '')
  if (closing === null || words === undefined || words.split(/\s+/).length > 5) return undefined
  const at = from + closing.index
  const verb = [...verbs(language ?? '').matches(body, Math.max(0, at - 24), at)].at(-1)
  if (verb === undefined || body.slice(verb.end, at).trim() !== '') return undefined
  return { value: words, start: at + 2, end: at + 2 + words.length }
}

/** Words that may follow a value within its bold span: a unit, no sentence. */
const longestRest = 24

/** The last bold span between two places that begins with a value. "**2. Substitute**" is a heading. */
export function lastBoldIn(scene: Scene, start: number, end: number): Found | undefined {
  const { joins } = wordsFor(scene.language)
  const spans = [...scene.body.slice(start, end + 2).matchAll(/\*\*(?=\S)([^*\n]{1,120})\*\*/g)]
  for (const match of spans.slice(-16).reverse()) {
    if (/^\d+[.):]\s/.test(match[1] ?? '')) continue
    const at = start + match.index
    const value = valueAt(scene, at, joins)
    if (value === undefined || value.how !== 'sure' || at + match[0].length - value.end > longestRest)
      continue
    return { value: value.value, start: value.start, end: value.end }
  }
  return undefined
}
