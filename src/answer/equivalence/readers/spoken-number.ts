import { type Rational, rational } from '../value/rational.ts'
import { chineseNumber } from './chinese-number.ts'
import { englishNumber } from './english-number.ts'
import { type NumberWords, numberWordRows } from './number-word-rows.ts'

/** Rows that stand for another language. */
const rowOf: Readonly<Record<string, string>> = {
  ms: 'id',
  nb: 'no',
  nn: 'no',
  bs: 'sr',
  hr: 'sr',
  sk: 'cs',
  mr: 'hi',
}

const wordsByLanguage = new Map<string, ReadonlyMap<string, number>>()

/**
 * The number that words say, in the language at hand and in Chinese characters; in English where no language is told or the row has no such
 * word. "once" is eleven in Spanish only.
 */
export function spokenNumber(text: string, language: string | undefined): Rational | undefined {
  if (text.length > 120 || /\d/.test(text)) return undefined
  const folded = text.toLowerCase().normalize('NFC')
  const code = language === undefined ? 'en' : (rowOf[language] ?? language)
  if (code !== 'en' && Object.hasOwn(numberWordRows, code)) {
    const number = numbersOf(code).get(folded)
    if (number !== undefined) return rational(BigInt(number))
  }
  return (
    chineseNumber(folded) ??
    (code === 'en' || /[a-z]/.test(folded) === false ? englishNumber(folded) : undefined)
  )
}

/** Every word and every pair of words of one language, each with its number. */
function numbersOf(code: string): ReadonlyMap<string, number> {
  let numbers = wordsByLanguage.get(code)
  if (numbers === undefined) {
    numbers = listed(numberWordRows[code] as NumberWords)
    wordsByLanguage.set(code, numbers)
  }
  return numbers
}

function listed({
  ones,
  tens = '',
  hundred = '',
  thousand = '',
  join,
  and = '',
}: NumberWords): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>()
  const forms = (list: string) => (list === '' ? [] : list.split(' ').map((names) => names.split('/')))
  const [single, ten] = [forms(ones), forms(tens)]
  for (const [value, names] of single.entries()) for (const name of names) numbers.set(name, value)
  for (const [place, names] of ten.entries()) {
    for (const name of names) {
      const value = (place + 2) * 10
      numbers.set(name, value)
      for (const [unit, units] of single.slice(1, 10).entries())
        for (const one of units)
          for (const pair of paired(name, one, join, and))
            if (!numbers.has(pair)) numbers.set(pair, value + unit + 1)
    }
  }
  for (const name of forms(hundred).flat()) numbers.set(name, 100)
  for (const name of forms(thousand).flat()) numbers.set(name, 1000)
  return numbers
}

function paired(ten: string, one: string, join: NumberWords['join'], and: string): string[] {
  const links = and.split('/')
  if (join === 'ones and tens')
    return links.flatMap((link) => [`${one}${link}${ten}`, `${one} ${link} ${ten}`])
  if (join === 'tens and ones')
    return [
      ...links.flatMap((link) => [`${ten} ${link} ${one}`, `${ten}-${link}-${one}`]),
      `${ten}-${one}`,
      `${ten} ${one}`,
    ]
  if (join === 'tens ones')
    return [`${ten} ${one}`, `${ten}${one}`, `${ten}-${one}`, `${ten.slice(0, -1)}${one}`]
  return []
}
