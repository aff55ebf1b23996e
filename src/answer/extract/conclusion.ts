import { wordsFor } from './anchors.ts'
import { isOfKind, mayGuess } from './asked.ts'
import { clauseEnd, firstSpanFrom } from './clause.ts'
import { countedSubject } from './counted-subject.ts'
import { isName } from './formula.ts'
import { lastBoldIn } from './last-bold.ts'
import { lastFormulaIn } from './last-formula.ts'
import { lastNumberIn } from './last-number.ts'
import { numbersIn } from './number.ts'
import type { Found, Rule, Scene } from './rule.ts'
import { valueAt } from './value-at.ts'
import { remembered, rowsFor, wordSet } from './words.ts'

const soWords = remembered((language: string) =>
  wordSet(rowsFor(language === '' ? undefined : language).map((row) => row.so)),
)

/** "Therefore, she has 42 apples.", where no value follows that sentence. */
export const conclusion: Rule = {
  name: 'conclusion',
  about: 'the value of the last sentence with "therefore", "so" and the like, when no value follows it',
  applies: mayGuess,
  find(scene) {
    const { body, math } = scene
    const match = [...soWords(scene.language ?? '').matches(body)].at(-1)
    if (match === undefined) return undefined
    const start = match.end
    const end = clauseEnd(body, start, math)
    if (hasValueAfter(scene, end)) return undefined
    const found = lastBoldIn(scene, start, end) ?? toldIn(scene, start, end)
    return found !== undefined && isOfKind(scene, found.value) ? found : undefined
  },
}

function hasValueAfter(scene: Scene, from: number): boolean {
  const after = scene.math.slice(firstSpanFrom(scene.math, from))
  return after.some((span) => !isName(span.inner)) || !numbersIn(scene.body, from).next().done
}

/** The value after the last verb of a sentence, else its last formula, else its last number. */
function toldIn(scene: Scene, start: number, end: number): Found | undefined {
  const { body } = scene
  const { joins, is } = wordsFor(scene.language)
  const subject = countedSubject(body, start, end)
  if (subject !== undefined) return subject
  let told: Found | undefined
  for (const { end: at } of is.matches(body, start, end)) {
    const value = valueAt(scene, at + (/^\s*/.exec(body.slice(at, at + 8))?.[0].length ?? 0), joins)
    if (value !== undefined && value.how === 'sure' && value.end <= end + 2) told = value
  }
  return told ?? lastFormulaIn(scene, start, end) ?? lastNumberIn(scene, start, end)
}
