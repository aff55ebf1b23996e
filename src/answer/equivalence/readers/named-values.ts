import { type GroupShape, type Shape, tuple } from '../structure/shape.ts'
import type { TextReader, TextReading, Written } from './text-reader.ts'

/** `Alice: 3, Bob: 5`, `Mean = 4, Median = 5`, `(a) 5 (b) 7`, `1. 5 / 2. 7`. */
export const namedValues: TextReader = {
  what: 'several values under their names or labels, in any order; never a value under the name of another one, and no part left out',
  sign: /[:=→).]|\sand\s/,
  kinds: new Set(['auto', 'list', 'text']),
  read: (written) => labelled(written) ?? named(written) ?? told(written),
}

const label =
  /(?:^|[\s,;/])\s*(?:\(?(?:part\s+)?\(?([a-h](?=[).])|[1-9](?=[).:]))[).:]\)?:?|\(([ivx]{1,4})\))\s+(?=\S)/giu
const romans = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii']

/** Parts that begin with labels in their order, from the first one on. */
function labelled(written: Written): TextReading | undefined {
  const { plain } = written
  if (plain.length > 600) return undefined
  const marks = [...plain.matchAll(label)]
  const [first] = marks
  if (marks.length < 2 || first?.index !== 0 || !marks.every((mark, place) => isLabel(mark, place)))
    return undefined
  const values = marks.map((mark, place) => {
    const end = marks[place + 1]?.index ?? plain.length
    return plain
      .slice(mark.index + mark[0].length, end)
      .replace(/[\s,;/]+$|\s+and$/g, '')
      .trim()
  })
  if (values.some((value) => value === '')) return undefined
  // Labels before equations only number them.
  if (values.every((value) => /^[\p{L}\\][^=]{0,24}=[^=]+$/u.test(value))) {
    const equations = written.read(values.join(', '))
    if (equations !== undefined) return { shape: equations }
  }
  const shapes = values.map((value) => written.read(value) ?? written.words(value))
  const names = marks.map((mark) => (mark[1] ?? mark[2] ?? '').toLowerCase())
  return {
    shape: underNames(
      names.map((name) => `part ${name}`),
      shapes,
    ),
    others: [{ name: 'names', shape: tuple(shapes) }],
  }
}

function isLabel(mark: RegExpExecArray, place: number): boolean {
  const name = (mark[1] ?? mark[2] ?? '').toLowerCase()
  return name === String(place + 1) || name === 'abcdefgh'.charAt(place) || name === romans[place]
}

const pair =
  /^\s*(?:and\s+)?((?:\p{L}[\p{L}\p{M}\p{N}._'’-]*)(?:\s[\p{L}\p{N}(][\p{L}\p{M}\p{N}._'’()-]*){0,4}?)\s*(:|=|→)\s*(\S.*)$/u

function named(written: Written): TextReading | undefined {
  const { plain } = written
  if (plain.length > 600 || plain.includes('\\') || !/[:=→]/.test(plain)) return undefined
  const parts = plain.split(/\s*[,;]\s+(?:and\s+)?|\s+and\s+|\s+\/\s+/)
  if (parts.length < 2 || parts.length > 40) return undefined
  const pairs = parts.map((part) => pair.exec(part))
  if (!pairs.every((found) => found !== null)) return undefined
  const names = pairs.map((found) => found[1] ?? '')
  const isPlain = names.every((name) => /^\p{L}(?:_?\d{1,2}|')?$/u.test(name))
  const signs = new Set(pairs.map((found) => found[2]))
  // `x = 1, y = 2` is read by the mathematics, and `x → 0, y → 1` too.
  if (signs.size > 1 || (isPlain && !signs.has(':')) || signs.has('→')) return undefined
  const values = pairs.map((found) => (found[3] ?? '').trim())
  if (values.some((value) => /[:=]/.test(value))) return undefined
  const shapes = values.map((value) => written.read(value) ?? written.words(value))
  const keys = names.map((name) => (isPlain ? name : nameKey(name, written)))
  return new Set(keys).size < keys.length ? undefined : { shape: underNames(keys, shapes) }
}

const clause =
  /^(?:the\s)?(\p{L}[\p{L}\p{M}'’-]+(?:\s\p{L}[\p{L}\p{M}'’-]*){0,3}?)\s(is|are|was|were|has|have|had|gets?|got|costs?|weighs)\s([-−$€£]?\d[\d.,/]*(?:\s?[\p{L}%°]+){0,3})$/iu

/**
 * The names and values of a sentence that tells several: "Alice has 5 and Bob has 7", "the mean is 4 and the median is 5". `undefined` where a part
 * tells anything else, or with another verb.
 */
export function toldPairs(sentence: string): { name: string; value: string }[] | undefined {
  if (sentence.length > 300) return undefined
  const parts = sentence.split(/,?\s+and\s+|[,;]\s+/)
  if (parts.length < 2 || parts.length > 20) return undefined
  const clauses = parts.map((part) => clause.exec(part))
  if (!clauses.every((found) => found !== null)) return undefined
  if (new Set(clauses.map((found) => found[2]?.toLowerCase())).size > 1) return undefined
  return clauses.map((found) => ({ name: found[1] ?? '', value: found[3] ?? '' }))
}

function told(written: Written): TextReading | undefined {
  const pairs = toldPairs(written.plain)
  if (pairs === undefined) return undefined
  const keys = pairs.map(({ name }) => nameKey(name, written))
  const shapes = pairs.map(({ value }) => written.read(value) ?? written.words(value))
  return new Set(keys).size < keys.length ? undefined : { shape: underNames(keys, shapes) }
}

function nameKey(name: string, written: Written): string {
  const words = written.words(name)
  return words.type === 'text' ? words.text : name
}

/** The tags that assignments of the mathematics have. */
function underNames(names: readonly string[], shapes: readonly Shape[]): GroupShape {
  const items = shapes.map(
    (shape, place): Shape => ({ type: 'group', tag: `name ${names[place]}`, order: 'kept', items: [shape] }),
  )
  return { type: 'group', tag: 'names', order: 'set', items }
}
