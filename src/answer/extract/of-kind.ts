import type { AnswerKind } from '../answer.ts'
import { looksLike } from './looks.ts'
import { numbersIn } from './number.ts'
import type { Found } from './rule.ts'

/**
 * The part of a value that is of the kind asked for, or `undefined` where there is none and the value has to stand as it is.
 *
 * Number: the right side of `x = 42`, the 42 of "42 apples" and "$42"; of several numbers none is picked.
 */
export function ofKind(found: Found, asked: AnswerKind): Found | undefined {
  if (asked === 'number' || asked === 'percent') {
    return rightSide(found, asked) ?? onlyNumber(found)
  }
  if (asked === 'quantity' || asked === 'expression') return rightSide(found, asked)
  if (asked === 'interval' || asked === 'set') return memberOf(found)
  return undefined
}

const unit =
  /^(?:\s?[$€£¥₹°]\s?[CF]?(?!\p{L})|\s?(?!(?:and|or|is|are|was|because|since|which|that|in|on|at|of|for|to|as|und|et|y|e)(?!\p{L}))[\p{L}µ][\p{L}\p{M}]*[²³]?(?:\^\d)?(?:\s?[/·]\s?\p{L}+[²³]?(?:\^\d)?|\s(?:per|pro|par|por)\s\p{L}+)?)/u

/** "42 apples", "5 km/h": the number with the word after it, for who asked for a quantity. */
export function withUnit(body: string, found: Found): Found {
  const word = unit.exec(body.slice(found.end, found.end + 60))
  if (word === null || body.slice(found.start, found.end) !== found.value) return found
  return { value: found.value + word[0], start: found.start, end: found.end + word[0].length }
}

/** `42` of `x = 42`. */
function rightSide(found: Found, asked: AnswerKind): Found | undefined {
  const match = /^[^=]{1,40}=\s*([^=]+)$/.exec(found.value)
  const value = match?.[1]?.trim()
  if (value === undefined || value === '') return undefined
  const kind = looksLike(value)
  const fits = kind === asked || kind === 'number' || kind === 'percent' || kind === 'expression'
  return fits ? within(found, value, found.value.lastIndexOf(value)) : undefined
}

function onlyNumber(found: Found): Found | undefined {
  if (/\\[a-zA-Z]*frac|\\sqrt|\^/.test(found.value)) return undefined
  const numbers = [...numbersIn(found.value)]
  const [number] = numbers
  if (numbers.length !== 1 || number === undefined) return undefined
  const bare = number.text
    .replace(/^([+\-−]?)\s?\\?[$€£¥₹₽₩]\s?/, '$1')
    .replace(/\s?(?:°\s?[CF]?|\^\{?\\circ\}?)$/, '')
  return within(found, bare, number.end - bare.length)
}

/** `[1, 2]` of `x \in [1, 2]`. */
function memberOf(found: Found): Found | undefined {
  const match = /^[^\\∈]{1,20}(?:\\in(?![a-zA-Z])|∈)\s*(.+)$/s.exec(found.value)
  const value = match?.[1]?.trim()
  return value === undefined ? undefined : within(found, value, found.value.length - value.length)
}

/** A part of a value; its span is exact where the value was taken from the text as it stands. */
function within(found: Found, value: string, at: number): Found {
  if (found.end - found.start !== found.value.length) return { ...found, value }
  return { value, start: found.start + at, end: found.start + at + value.length }
}
