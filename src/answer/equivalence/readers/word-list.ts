import { bag, type Shape, tuple } from '../structure/shape.ts'
import type { TextReader, TextReading, Written } from './text-reader.ts'

/** `red, green, blue`, `Alice and Bob`, `B, A, D, C`, `R U L D`. */
export const wordList: TextReader = {
  what: 'words or single letters one after the other: commas keep their order, "and" or "or" alone does not; never a ranking with another one',
  sign: /[,;]\s|\s(?:and|&|und|et|y|и|or|oder|ou|o|или)\s|^[A-Z]['2#♯♭]? [A-Z]/iu,
  kinds: new Set(['auto', 'list', 'set', 'tuple']),
  read(written) {
    const { plain } = written
    if (plain.length > 600 || /[\\=<>|^{}[\]]/.test(plain)) return undefined
    return moves(plain) ?? listed(written)
  },
}

/** Capitals with spaces between, as moves, grades or notes are written: no product. */
function moves(plain: string): TextReading | undefined {
  return /^[A-Z](?:'|2|#|♯|♭)?(?: [A-Z](?:'|2|#|♯|♭)?){1,60}$/.test(plain)
    ? { shape: { type: 'text', text: `sequence ${plain}` } }
    : undefined
}

const free = /,?\s*(?:\(?in any order\)?)$/i
const item = /^(?:\p{L}[\p{L}\p{M}.'’-]*)(?:\s[\p{L}\p{M}.'’-]+){0,4}$/u
const conjunction = /\s+(?:and|&|und|et|y|и)\s+/iu
const alternative = /\s+(?:or|oder|ou|o|или)\s+/iu

function listed(written: Written): TextReading | undefined {
  const text = written.plain.replace(free, '')
  const isFree = text !== written.plain || written.context.kind === 'set'
  const commas = /[,;]\s/.test(text)
  const parts = text
    .split(/\s*[,;]\s+(?:(?:and|or|&|und|oder|et|ou|y|o)\s+)?/i)
    .flatMap((part, place, all) => (place === all.length - 1 ? part.split(conjunction) : [part]))
  const choices = commas ? [] : text.split(alternative)
  const items = choices.length > 1 ? choices : parts
  if (items.length < 2 || items.length > 60 || !items.every((one) => item.test(one))) return undefined
  // "a and b" is a set of unknowns, which the mathematics reads.
  if (!commas && items.every((one) => /^\p{L}$/u.test(one))) return undefined
  if (!commas && items.some((one) => one.split(' ').length > 3)) return undefined
  const numbers = numbersOf(items, written)
  if (numbers !== undefined) return { shape: bag(numbers, 'free') }
  const words = items.map(
    (one): Shape => (/^\p{L}$/u.test(one) ? written.read(one) : undefined) ?? written.words(one),
  )
  if (choices.length > 1) return { shape: { type: 'group', tag: 'one of', order: 'set', items: words } }
  const together = bag(words, 'free')
  if (!commas || isFree) return { shape: together }
  return {
    shape: { type: 'group', tag: 'words', order: 'kept', items: words },
    others: [
      { name: 'lists', shape: together },
      { name: 'lists', shape: tuple(words) },
    ],
  }
}

/** Numbers in words are numbers: the items' values, or `undefined` from the first on that has none. */
function numbersOf(items: readonly string[], written: Written): Shape[] | undefined {
  const numbers: Shape[] = []
  for (const one of items) {
    const shape = written.read(one)
    // Of "two apples and three pears" each figure keeps its thing.
    if (shape?.type !== 'scalar' || shape.scalar.exact === undefined || shape.unit !== undefined)
      return undefined
    numbers.push(shape)
  }
  return numbers
}
