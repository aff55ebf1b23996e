import type { Letters } from './choice-letters.ts'
import type { Found } from './rule.ts'

/** The letters that stand alone between two places, and are no words of the sentence. */
export function aloneIn(body: string, start: number, end: number, letters: Letters): Found[] {
  const found: Found[] = []
  for (const match of body.slice(start, end).matchAll(letters.alone)) {
    const at = start + match.index
    const letter = letters.of(match[0])
    if (letter === undefined || isWord(body, at, match[0]) || isDenied(body, at)) continue
    found.push({ value: letter, start: at, end: at + match[0].length })
  }
  return found
}

/** The article "A" and the pronoun "I": in front of a small word, they are not letters of options. */
function isWord(text: string, at: number, sign: string): boolean {
  if (sign !== 'A' && sign !== 'I') return false
  const bracketed = /[([（*]/.test(text[at - 1] ?? '') && /[)\]）*.]/.test(text[at + 1] ?? '')
  return (
    !bracketed &&
    /^\s+[A-Za-z]/.test(text.slice(at + 1, at + 6)) &&
    !/^\s+(?:because|since|or|and|is|was|ist|est|es|è|é)(?![\p{L}])/u.test(text.slice(at + 1, at + 12))
  )
}

/** "not A", "it can't be A"; and "A or B", which chooses neither. */
export function isDenied(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 20), at)
  const isOpen =
    /(?<![\p{L}\p{N}])[A-J][)\]*]*,?\s(?:or|oder|ou|ó|или)\s[([*]*$/u.test(before) ||
    /^[A-J][)\]*]*,?\s(?:or|oder|ou|ó|или)\s[([*]*[A-J](?![\p{L}\p{N}])/u.test(text.slice(at, at + 20))
  if (isOpen) return true
  return /(?:not|n['’]t be|isn['’]t|nicht|non|pas|no es|不是|не)\s*(?:option\s*)?[(*]*$/iu.test(before)
}
