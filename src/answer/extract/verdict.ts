import { isVerdict, noSolution } from '../verdicts.ts'
import { isOfKind, mayGuess } from './asked.ts'
import { clauseStart, firstSpanFrom } from './clause.ts'
import { numbersIn } from './number.ts'
import type { Rule } from './rule.ts'

/** What a last sentence may say in place of a value, the longest first: in "no real solutions" the shorter ones are found too. */
const phrases = [
  ...noSolution,
  'does not exist',
  'do not exist',
  'infinitely many solutions',
  'cannot be determined',
  ...[
    'integer',
    'integers',
    'number',
    'numbers',
    'value',
    'values',
    'function',
    'triangle',
    'pair',
    'pairs',
    'prime',
    'set',
  ].map((thing) => `no such ${thing} ${thing.endsWith('s') ? 'exist' : 'exists'}`),
].sort((a, b) => b.length - a.length)

/** "The equation has no real solution.", "该方程无解。": the last sentence says that there is no value to give. */
export const verdict: Rule = {
  name: 'verdict',
  about: 'a last sentence that says "no solution", "does not exist" and the like, with no value after it',
  applies: mayGuess,
  find(scene) {
    const { body, math } = scene
    const end = body.trimEnd().length
    const start = clauseStart(body, end, math)
    const sentence = body.slice(start, end).toLowerCase()
    // Lower case may be longer than what was written (İ): then places would be off.
    if (sentence.length !== end - start) return undefined
    const phrase = phrases.find((one) => standsIn(sentence, one))
    if (phrase === undefined) return undefined
    const from = start + sentence.lastIndexOf(phrase)
    const to = from + phrase.length
    const valueFollows =
      math[firstSpanFrom(math, to)] !== undefined || numbersIn(body, to).next().done === false
    const value = body.slice(from, to)
    return valueFollows || !isOfKind(scene, value) ? undefined : { value, start: from, end: to }
  },
}

/** Whether a phrase stands in a sentence as words of its own. In scripts without spaces a word has no border. */
function standsIn(sentence: string, phrase: string): boolean {
  const at = sentence.lastIndexOf(phrase)
  if (at < 0) return false
  if (/[\u3040-\u9fff\uac00-\ud7af]/.test(phrase)) return true
  return !isLetter(sentence[at - 1]) && !isLetter(sentence[at + phrase.length])
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /\p{L}/u.test(character)
}

/** "The statement is false.", "Hence the claim is not true.": what a last sentence says of what was to be judged. */
export const judgement: Rule = {
  name: 'verdict',
  about: 'the true or false that a last sentence says of a statement, claim or the like',
  applies: mayGuess,
  find(scene) {
    const { body, math } = scene
    const end = body.trimEnd().length
    const start = clauseStart(body, end, math)
    const match =
      /(?<!\p{L})(?:statement|claim|assertion|proposition|conjecture|sentence|argument|assumption|Aussage|Behauptung|affirmation|afirmación|afirmação|affermazione|proposición)\s(?:is|ist|est|es|é|è)\s(?:indeed\s|actually\s|therefore\s|always\s)?[*_]*(\p{L}+)[*_]*[.!]?$/u.exec(
        body.slice(start, end),
      )
    const word = match?.[1]
    if (match === null || word === undefined || !isVerdict(word) || !isOfKind(scene, word)) return undefined
    const from = start + match.index + match[0].lastIndexOf(word)
    return { value: word, start: from, end: from + word.length }
  },
}

/** "Yes, it is a prime.", "No. 91 = 7 × 13.": the word that a text opens with counts for more than the figures that explain it. */
export const openingVerdict: Rule = {
  name: 'opening',
  about: 'the yes, no, true or false that the text opens with',
  applies: mayGuess,
  find(scene) {
    const match =
      /^[\s*_"“]*(?:(?:So|Therefore|Thus|Hence),?\s+)?(\p{L}[\p{L}\p{M}]*)(?=[*_"”]*(?:[,.!:;،。，！—–]|\s[—–-]\s))/u.exec(
        scene.body,
      )
    const word = match?.[1]
    if (match === null || word === undefined || !isVerdict(word) || !isOfKind(scene, word)) return undefined
    const end = match[0].length
    return { value: word, start: end - word.length, end }
  },
}

/** "7. That is because 3 + 4 = 7.": a value that the text opens with, and then explains. */
export const openingValue: Rule = {
  name: 'opening',
  about: 'the value that the text opens with, before its reasons',
  applies: mayGuess,
  find(scene) {
    const match =
      /^[\s*_]*([-+−]?\\?[$€£]?\d[\d.,/]*(?:\s?%)?)[*_]*[.,:;]?\s*(?:\n\s*)?(?:\(?because|since|as\s|this is|that is because|that's because|this comes|explanation|weil|denn|parce que|porque|perché)(?!\p{L})/iu.exec(
        scene.body,
      )
    const value = match?.[1]?.replace(/[.,]$/, '')
    if (match === null || value === undefined || !isOfKind(scene, value)) return undefined
    const start = match[0].indexOf(value)
    return { value, start, end: start + value.length }
  },
}
