import { wordsFor } from './anchors.ts'
import { isOfKind, mayGuess } from './asked.ts'
import { bareValueEnd } from './bare-value.ts'
import { cleanValue, lastLink } from './clean.ts'
import type { Found, Rule, Scene } from './rule.ts'
import { withPercent } from './value-at.ts'

/** Longest text that is taken as an answer without further words, in UTF-16 code units. */
const longestWhole = 200

const opening =
  /^(?:therefore|thus|so|hence|then|and|finally|ok|okay|sure|also|daher|donc|por lo tanto|portanto|quindi|dus|следовательно|итак|所以|因此|したがって|따라서)[,:]?\s+/iu

/** A short text that is an answer by itself: "x = 5", "42 apples", "New York", "yes". */
export const whole: Rule = {
  name: 'whole',
  about: 'a short text that is a value, a value with its unit, or a name',
  applies: (scene) => mayGuess(scene),
  find(scene) {
    const { body } = scene
    const trimmed = body.trim()
    if (trimmed === '' || trimmed.length > longestWhole || /\n\s*\S/.test(trimmed)) return undefined
    const start = body.indexOf(trimmed)
    const skipped = opening.exec(trimmed)?.[0].length ?? 0
    const found = cleanValue(body, start + skipped, start + trimmed.length, 'prose')
    return wholeValue(scene, found)
  },
}

function wholeValue(scene: Scene, found: Found): Found | undefined {
  const { body } = scene
  if (found.value === '') return undefined
  const end = bareValueEnd(body, found.start, wordsFor(scene.language).joins)
  if (end !== undefined && end >= found.end) {
    const value = withPercent(body, lastLink(found))
    return isOfKind(scene, value.value) ? value : undefined
  }
  const rest = end === undefined ? found.value : body.slice(end, found.end)
  if (end !== undefined && (isUnit(rest) || compound.test(found.value)))
    return isOfKind(scene, found.value) ? found : undefined
  // Code is quoted whole: a number at its end was not meant as the answer.
  if (isCode(found.value)) return scene.asked === 'auto' ? found : undefined
  return end === undefined && isNameOrVerdict(found.value) && isOfKind(scene, found.value) ? found : undefined
}

/** "2 hours, 30 minutes", "5 ft and 3 in". */
const compound = /^[$€£¥]?[\d.,]{1,20}\s\p{L}{1,20}(?:,?\s(?:and\s)?[\d.,]{1,20}\s\p{L}{1,20}){1,3}$/u

/** "apples", "km/h", "square units", "% of the total". */
function isUnit(rest: string): boolean {
  return (
    /^\s?[\p{L}%°µ/²³^\d\s·.-]{1,40}$/u.test(rest) &&
    rest.trim().split(/\s+/).length <= 3 &&
    !/(?<!\p{L})(?:because|since|which|and|or|not|is|are|equals|equal|in total)(?!\p{L})/iu.test(rest)
  )
}

function isCode(value: string): boolean {
  return /__\w+__|\b(?:import|eval|exec|globals|open|lambda)\b\s*[('"]|=>|;\s*$/.test(value)
}

/** Words that deny an answer by themselves. */
const denial = /^(?:no|does not exist|none|undefined|infinitely many|impossible|not)(?!\p{L})/iu

/** One or two words, or a name of up to five: "Evelyn", "New York", "United States of America", "no solution". */
function isNameOrVerdict(value: string): boolean {
  const words = value.split(/\s+/)
  if (/boxed|fbox/.test(value) || /^\p{L}+(?:['’]s|\s(?:equals|is))\s[^\p{L}]*\d/iu.test(value)) return false
  if (words.length > 5 || value.length > 60 || /[.!?。:]\s/.test(value)) return false
  // Where words are not spaced, a sentence is one word: only a short one without a number in it is a name.
  if (/[\u0e00-\u0eff\u3040-\u9fff]/.test(value)) return value.length <= 6 && !/\p{N}/u.test(value)
  if (
    /^(?:done|ok|okay|sure|sorry|hello|hi|hm|hmm|thanks|thank you|understood|got it|i see|the|a|an|we|to|let|it|this|that|so|then|and|but)$/i.test(
      value,
    )
  )
    return false
  if (words.length <= 2) return /[\p{L}\p{N}\p{S}]/u.test(value) && !/^[,.]/.test(value)
  if (denial.test(value)) return words.length <= 3 && /solution|root|exist|zero|lösung|value/iu.test(value)
  return words.every((word) => /^\p{Lu}|^(?:of|the|and|de|la|le|von|van|der|del|du|da|di)$/u.test(word))
}
