import { noSolution } from '../../verdicts.ts'
import { realLine, realsShape } from './real-set.ts'
import { emptySet, type Shape } from './shape.ts'

const emptySets = new Set([
  ...noSolution,
  'there is no solution',
  'there are no solutions',
  'empty set',
  'the empty set',
])
const allReals = new Set([
  'all real numbers',
  'all reals',
  'all real x',
  'any real number',
  'real numbers',
  'every real number',
  'alle reellen zahlen',
  'tous les réels',
])

/** Words for the empty set and for the whole line. All of these take the text as `plainTextKey` gives it. */
export function readPhrase(plainText: string): Shape | undefined {
  const words = plainText.toLowerCase()
  if (emptySets.has(words)) return emptySet
  return allReals.has(words) ? realsShape(realLine) : undefined
}

/** Whether a text is letters and spaces only, more than one letter: words before anything else. */
export function isWords(plainText: string): boolean {
  return /^[\p{L}\p{M}](?:[\p{L}\p{M}\s'.-]*[\p{L}\p{M}.])?$/u.test(plainText)
}

const numberWords: readonly (readonly [language: string, words: string])[] = [
  [
    'en',
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty',
  ],
  [
    'de',
    'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig',
  ],
  [
    'fr',
    'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf vingt',
  ],
  [
    'es',
    'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte',
  ],
  [
    'it',
    'zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti',
  ],
  [
    'pt',
    'zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete dezoito dezenove vinte',
  ],
]

const chinese = '〇一二三四五六七八九十'

const byWord = new Map<string, number>(
  numberWords.flatMap(([, words]) => words.split(' ').map((word, value) => [word, value] as const)),
)
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']

/** The number a word names: up to twenty in six languages, up to ninety-nine in English and Chinese. */
export function numberOfWord(plainText: string): number | undefined {
  const word = plainText.toLowerCase()
  const plain = byWord.get(word)
  if (plain !== undefined) return plain
  const [ten = '', unit] = word.split(/[-\s]/)
  const place = tens.indexOf(ten)
  if (place >= 0) {
    const ones = unit === undefined ? 0 : byWord.get(unit)
    return ones !== undefined && ones < 10 ? (place + 2) * 10 + ones : undefined
  }
  return chineseNumber(word)
}

/** 十五 is 15, 二十 is 20. */
function chineseNumber(word: string): number | undefined {
  if (!/^[〇一二三四五六七八九十]{1,3}$/.test(word)) return undefined
  const [before = '', after = ''] = word.split('十')
  if (!word.includes('十')) return word.length === 1 ? chinese.indexOf(word) : undefined
  const digit = (text: string, empty: number): number => (text === '' ? empty : chinese.indexOf(text))
  return digit(before, 1) * 10 + digit(after, 0)
}
