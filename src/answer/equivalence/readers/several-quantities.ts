import type { Shape } from '../structure/shape.ts'
import { unitOfText } from '../structure/unit-phrase.ts'
import { functionNames } from '../syntax/commands.ts'
import type { TextReader, Written } from './text-reader.ts'

/** `5 ft 10 in`, `2 hours and 30 minutes`, `$5 and €3`, `12 apples and 8 oranges`. */
export const severalQuantities: TextReader = {
  what: 'several figures, each with the unit, currency or thing that it counts, in any order; never a figure with the unit of another one',
  sign: /\d/,
  kinds: new Set(['auto', 'quantity', 'list', 'set']),
  read(written) {
    const parts = partsOf(written.plain)
    if (parts === undefined || new Set(parts.map(({ unit }) => unit)).size < 2) return undefined
    const items = parts.map((part) => itemOf(part, written))
    return items.every((item) => item !== undefined)
      ? { shape: { type: 'group', tag: 'quantities', order: 'free', items } }
      : undefined
  },
}

interface Part {
  readonly figure: string
  readonly unit: string
}

const figure = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:\s?\/\s?\d+|\s\d+\/\d+)?`
const currencies = String.raw`US\$|[$€£¥₹]`
const word = String.raw`(?!(?:and|und|et|y|e|ed|en|of|out|to|from|than|or|by|x|with|in(?=\s\p{L})|is|are|at|on|for|mod)(?![\p{L}]))[\p{L}μΩ°%][\p{L}\p{M}μΩ°%'-]*\.?`
const power = String.raw`(?:\^\{?-?\d\}?|²|³)?`
const unit = String.raw`${word}${power}(?:\s?[/·]\s?${word}${power}|\s${word}${power}){0,3}`
const part = new RegExp(`\\s*(?:(${currencies})\\s?(${figure})|(${figure})\\s?(${currencies}|${unit}))`, 'uy')
const separator =
  /\s*(?:[,;]\s*(?:(?:and|&|und|et|y|e)\s)?|(?:and|&|und|et|y|e|ed|en|i)\s|\s(?=[\d$€£¥₹+-])|(?=\d))/iuy

/** The text as figures with their units and nothing else; `undefined` for fewer than two or anything else between. */
function partsOf(plain: string): Part[] | undefined {
  if (plain.length > 200 || !/\d/.test(plain) || !/[\p{L}$€£¥₹%°]/u.test(plain)) return undefined
  const parts: Part[] = []
  let at = 0
  for (;;) {
    part.lastIndex = at
    const found = part.exec(plain)
    if (found === null) return undefined
    const written = found[1] ?? found[4] ?? ''
    // `3x 2y` are products: one letter is a unit only where it is known as one.
    const name =
      /^\p{L}$/u.test(written) && !/^[hsmgLlNJWVAKCd]$/.test(written)
        ? undefined
        : isFunction(written)
          ? undefined
          : unitOfText(written)
    if (name === undefined || name === '') return undefined
    parts.push({ figure: found[2] ?? found[3] ?? '', unit: name })
    at = part.lastIndex
    if (/^[.\s]*$/.test(plain.slice(at))) return parts.length > 1 ? parts : undefined
    separator.lastIndex = at
    if (separator.exec(plain) === null || parts.length > 40) return undefined
    at = separator.lastIndex
  }
}

/** `2 cis 60°`: functions are no units. */
function isFunction(text: string): boolean {
  const word = text.trim().split(' ')[0] ?? ''
  return word !== 'min' && Object.hasOwn(functionNames, word)
}

function itemOf({ figure, unit }: Part, written: Written): Shape | undefined {
  const value = written.read(figure)
  return value?.type === 'scalar'
    ? { type: 'group', tag: `unit ${unit}`, order: 'kept', items: [value] }
    : undefined
}
