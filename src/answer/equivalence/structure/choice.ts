import { positionOfLetter } from '../../option-letters.ts'
import { plainTextKey } from '../normalise/plain-text.ts'

/**
 * The letter that an answer to a question with options chooses: `B`, `(B)`, `B) 12`, `Option B`. Letters are folded.
 *
 * @param text - Normalised text.
 */
export function writtenOption(text: string): string | undefined {
  const bare = plainTextKey(text).replace(/^(?:option|choice|answer)\s*:?\s*/i, '')
  const found = /^[([]?\s*([A-Za-z])\s*(?:[)\]]|$)/.exec(bare) ?? /^([A-Za-z])[.:]\s+\S/.exec(text)
  return found?.[1]?.toUpperCase()
}

/** The letters of several options: `A, C`, `C and A`, in the order of the alphabet; `undefined` where it is not that. */
export function writtenOptions(text: string, count: number): string | undefined {
  if (text.length > 64 || !/^\(?[A-Z]\)?(?:\s*(?:,|;|&|\/|and)\s*\(?[A-Z]\)?)+$/.test(text)) return undefined
  const letters = [...new Set(text.replace(/and|[^A-Z]/g, ''))].sort()
  const areOptions = letters.every((letter) => positionOfLetter(letter) < count)
  return areOptions && letters.length > 1 ? letters.join(', ') : undefined
}

/** A letter in brackets or with a mark, followed by its option's text: `(B) 12`, `C. Paris`. The letter counts. */
export function letterBeforeText(text: string): string | undefined {
  if (text.length === 2 && /^[A-H]\)$/.test(text)) return text.charAt(0)
  const named = text.length < 16 ? /^(?:option|choice)\s+\(?([A-H])\)?$/i.exec(text) : null
  if (named !== null) return named[1]?.toUpperCase()
  const head = text
    .slice(0, 48)
    .replace(/\\(?:textbf|text|mathrm|mathbf|displaystyle)|\\[,;:! ]|[{}$~*\s]/g, '')
  if (!/^(?:\([A-H]\)|[A-H][).:])./.test(head)) return undefined
  const found = /^(?:\(([A-H])\)|([A-H])[).:])\s*\S/.exec(plainTextKey(text))
  return found?.[1] ?? found?.[2]
}
