import { numberShape } from '../structure/number-shape.ts'
import { percentWords, unitNamed } from '../structure/unit-names.ts'
import { spokenNumber } from './spoken-number.ts'
import { type TextReader, whereNumeric } from './text-reader.ts'

/** "twelve", "forty-two", "two thirds", "a dozen", 十五; "vijf" where the language is Dutch. */
export const numberWords: TextReader = {
  what: 'a number in words of the language at hand, English where none is told; never a word that is a number in another language (once, due, null)',
  sign: /^\D{1,120}$/,
  kinds: whereNumeric,
  read({ plain, language, read }) {
    const value = spokenNumber(plain, language)
    if (value !== undefined) return { shape: numberShape(value) }
    const [, words = '', counted = ''] = /^(.+?)\s(?:(?:of\s)?an?\s)?(\p{L}+)$/u.exec(plain) ?? []
    const number = isCounted(counted) ? spokenNumber(words, language) : undefined
    if (number === undefined) return undefined
    const shape = read(`${number.top}${number.bottom === 1n ? '' : `/${number.bottom}`} ${counted}`)
    return shape === undefined ? undefined : { shape }
  },
}

/** "fifty percent", "five hours", "half a cup", "three apples": a unit, or things in the plural; never a name (Five Guys). */
function isCounted(word: string): boolean {
  return percentWords.has(word) || unitNamed(word, true) !== undefined || /^\p{Ll}{3,}s$/u.test(word)
}
