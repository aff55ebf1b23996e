import { wordsFor } from './anchors.ts'
import { isOfKind, mayGuess } from './asked.ts'
import { firstSpanFrom } from './clause.ts'
import { isName } from './formula.ts'
import type { MathSpan } from './math-span.ts'
import type { Found, Rule, Scene } from './rule.ts'
import { formulasAt } from './value-at.ts'
import type { WordSet } from './words.ts'

/** The last formula that is a value: not a mere name (`$x$`), and not a condition ("for some $a > 0$"). */
export const lastFormula: Rule = {
  name: 'math',
  about: 'the last formula in $…$, \\(…\\) or \\[…\\] that is more than a name',
  applies: mayGuess,
  find: (scene) => lastFormulaIn(scene, 0, scene.body.length),
}

/** Formulas tried, from the end. */
const mostTried = 64

const condition =
  /(?:where|with|for some|for all|for any|for every|for each|for|if|when|given|given that|wobei|où|donde|onde|dove|waar|где|де|其中)\s*$/iu

/** "$12$ and not $13$". */
export const denied =
  /(?<![\p{L}])(?:not|rather than|instead of|nicht|non|pas|niet|nie|не|anstatt|statt)\s*\(?$|不是\s*$/iu

/** The `$^2$` of "12 cm$^2$". */
function isScript(inner: string): boolean {
  return /^\s*[\^_]/.test(inner)
}

/** "The area is $\pi r^2 = 25\pi$": of what is measured the last side is the value. */
const measure =
  /(?<!\p{L})(?:area|volume|length|perimeter|circumference|distance|height|width|radius|probability|sum|product|total|number|value|cost|speed|mean|average)\s(?:of\s[^.\n]{1,30}\s)?is\s*$/iu

function lastSide(found: Found): Found {
  const side = /^[^=<>]{1,60}[\^*+\\ ][^=<>]{0,60}=\s*([^=<>]+)$/.exec(found.value)?.[1]?.trim()
  return side === undefined || side === '' ? found : { ...found, value: side }
}

/** The last such formula between two places. */
export function lastFormulaIn(scene: Scene, start: number, end: number): Found | undefined {
  const { body, math } = scene
  const { joins } = wordsFor(scene.language)
  const last = firstSpanFrom(math, end) - 1
  for (let i = last; i >= 0 && i > last - mostTried; i--) {
    const span = math[i] as MathSpan
    if (span.start < start) break
    if (isName(span.inner) || isScript(span.inner)) continue
    const before = body.slice(Math.max(0, span.start - 16), span.start)
    if (i > 0 && (condition.test(before) || denied.test(before))) continue
    const value = withJoinedBefore(scene, i, start, joins)
    if (value !== undefined && isOfKind(scene, value.value)) {
      const measured = measure.test(body.slice(Math.max(0, span.start - 60), span.start))
        ? lastSide(value)
        : value
      return { value: measured.value, start: measured.start, end: measured.end }
    }
  }
  return undefined
}

/** A formula with those before it that a connector joins: of "$x = 1$ or $x = 2$" both. */
function withJoinedBefore(scene: Scene, index: number, start: number, joins: WordSet): Found | undefined {
  const own = formulasAt(scene, index, joins)
  let best = own
  for (let first = index - 1; first >= 0 && first > index - 12; first--) {
    const span = scene.math[first] as MathSpan
    if (span.start < start || isName(span.inner)) break
    const value = formulasAt(scene, first, joins)
    if (own === undefined || value === undefined || value.end < own.end) break
    best = value
  }
  return best
}
