import { letterOfPosition } from '../option-letters.ts'
import { aloneIn } from './alone-letters.ts'
import { asWord } from './anchor.ts'
import { announcedBy } from './announced.ts'
import { hasOptions } from './asked.ts'
import { type Letters, letterOfText, lettersFor, lettersIn } from './choice-letters.ts'
import { clauseEnd, clauseStart } from './clause.ts'
import type { Anchor, Found, Rule, Scene } from './rule.ts'

/** "The correct option is (C)", "La réponse est C non A", "答案是C", "B is the answer". */
export const choiceAnchor: Rule = {
  name: 'choice-anchor',
  about: 'a letter or the text of an option after, or before, the last words for "answer"',
  applies: hasOptions,
  find(scene) {
    const letters = lettersFor(scene)
    let said: Found | undefined
    for (const place of scene.anchors) {
      const announced = announcedBy(scene.body, place)
      if (announced === undefined) {
        // "Answer C", "B is the answer, since A is too small": such words are no sure sign, an announcement before them counts more.
        said ??= besideAnchor(scene, place, letters)
        continue
      }
      const found = announcedOption(scene, place, announced.start, letters)
      if (found !== undefined) return found
    }
    return said
  },
}

/** The option that an announcement names: a letter right there, the text of an option, else the first letter of the sentence. */
function announcedOption(scene: Scene, anchor: Anchor, start: number, letters: Letters): Found | undefined {
  const { body } = scene
  const end = Math.min(clauseEnd(body, start, scene.math), start + 160)
  const direct = letterAt(body, start, end, letters)
  if (direct !== undefined) return direct
  const text = letterOfText(body.slice(start, end), scene.context)
  if (text !== undefined) return { value: text, start, end }
  const place = optionByPlace(body.slice(start, end), letters)
  if (place !== undefined) return { value: place, start, end }
  return (
    aloneIn(body, start, end, letters)[0] ??
    // Where the verb comes last: "پاسخ B است".
    aloneIn(body, anchor.end, start, letters)[0] ??
    besideAnchor(scene, anchor, letters)
  )
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth']

/** "the second option", "option 3", "choice number 2": an option by its place. */
function optionByPlace(clause: string, letters: Letters): string | undefined {
  const match =
    /^[\s*_(]*(?:the\s+)?(?:([a-z]+)\s+(?:option|choice|statement|answer|one)|(?:option|choice|statement)\s+(?:number\s+|no\.\s+)?([1-9]\d?))(?![\p{L}\p{N}])/iu.exec(
      clause,
    )
  if (match === null) return undefined
  const place =
    match[2] === undefined ? ordinals.indexOf((match[1] ?? '').toLowerCase()) : Number(match[2]) - 1
  return place >= 0 && place < letters.count ? letterOfPosition(place) : undefined
}

const opening =
  /^[\s*_()[\]{"'`$“”「」【】（）]*(?:\\(?:text|textbf|mathrm|mathbf|boxed)\s*\{\s*[([]?)?\s*(?:(?:option|choice|letter)\s+)?[([（]?\s*([\s\S])(?=[\s*_)\]}.,:;!?"'`$”」】）。，、：；।۔؟]|$)/iu
const several = /^[A-Z](?:\s*(?:,|&|and|und|et|y|和|、|\/)\s*\(?[A-Z]\)?(?![A-Za-z]))+/u
const together = /^[A-Z]{2,10}(?=[\s*_.,]*$)/

/** The letter, or letters, that stand right at a place: "(C)", "**C**", "C. 12 cm", "A, B", "ABD", and "c" if nothing follows. */
function letterAt(body: string, start: number, end: number, letters: Letters): Found | undefined {
  const clause = body.slice(start, end).replace(/^[\s*_(】」]+/, '')
  const set = several.exec(clause)?.[0] ?? together.exec(clause)?.[0]
  const value = set === undefined ? undefined : lettersIn(set, letters)
  if (value !== undefined) return { value, start, end }
  const match = opening.exec(body.slice(start, start + 60))
  const sign = match?.[1]
  if (match === null || sign === undefined) return undefined
  const after = body.slice(start + match[0].length, start + match[0].length + 12)
  if (sign === 'A' && isArticle(after)) return undefined
  const isLast = /^[\s*_)\]}"'`$]*(?:[.,:;!?。，।۔)\n]|$)/.test(after)
  const letter = letters.of(sign) ?? (isLast ? letters.of(sign.toUpperCase()) : undefined)
  return letter === undefined ? undefined : { value: letter, start, end: start + match[0].length }
}

/** "A triangle", but not "A because". */
function isArticle(after: string): boolean {
  const isReason = /^\s+(?:is|because|since|and|which|as|was|for|with|due)(?!\p{L})/iu.test(after)
  return /^\s+\p{Ll}{3,}/u.test(after) && !isReason
}

/** The letter right after an anchor, or a verb before it: "Answer C", "so I choose (C) as my answer". */
function besideAnchor(scene: Scene, place: Anchor, letters: Letters): Found | undefined {
  const { body } = scene
  const from = Math.max(clauseStart(body, place.start, scene.math), place.start - 40)
  const before = aloneIn(body, from, place.start, letters)
    .filter(
      (one) =>
        asWord.test(body.slice(one.end, place.start)) ||
        place.words.is.matches(body, one.end, place.start).next().done === false,
    )
    .at(-1)
  const end = clauseEnd(body, place.end, scene.math)
  return before ?? (place.rank === 'result' ? undefined : letterAt(body, place.end, end, letters))
}
