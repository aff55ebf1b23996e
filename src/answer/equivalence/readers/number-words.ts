import { numberShape } from '../structure/number-shape.ts'
import { spokenNumber } from './spoken-number.ts'
import { type TextReader, whereNumeric } from './text-reader.ts'

/** "twelve", "forty-two", "two thirds", "a dozen", 十五; "vijf" where the language is Dutch. */
export const numberWords: TextReader = {
  what: 'a number in words of the language at hand, English where none is told; never a word that is a number in another language (once, due, null)',
  sign: /^\D{1,120}$/,
  kinds: whereNumeric,
  read({ plain, language }) {
    const value = spokenNumber(plain, language)
    return value === undefined ? undefined : { shape: numberShape(value) }
  },
}
