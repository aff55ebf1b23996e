import { wordsFor } from './anchors.ts'
import { isOfKind, mayGuess } from './asked.ts'
import { firstSpanFrom } from './clause.ts'
import { isName } from './formula.ts'
import type { Found, Rule, Scene } from './rule.ts'
import { valueAt } from './value-at.ts'

/** "That makes **3 pages**." */
export const lastBold: Rule = {
  name: 'bold',
  about: 'the last bold span that begins with a value, when no formula follows it',
  applies: mayGuess,
  find(scene) {
    const found = lastBoldIn(scene, 0, scene.body.length)
    if (found === undefined || !isOfKind(scene, found.value)) return undefined
    const after = scene.math.slice(firstSpanFrom(scene.math, found.end))
    return after.some((span) => !isName(span.inner)) ? undefined : found
  },
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
