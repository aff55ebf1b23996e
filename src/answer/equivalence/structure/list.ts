import type { Token } from '../syntax/token.ts'
import { isIntegers, isReals } from './named-set.ts'
import type { Reader } from './reader.ts'
import { difference, intersection, isOrdered, pointPiece, realsShape, union } from './real-set.ts'
import { checkItems } from './scalar.ts'
import { bag, bagTag, type Piece, type Shape, tuple, unnamed } from './shape.ts'
import type { Span } from './span.ts'

const isSeparator = (token: Token): boolean => token.kind === 'separator'

const separatesSolutions = new Set(['or', 'lor', 'and', 'land'])

const isOr = (token: Token): boolean => isSeparator(token) && (token.text === 'or' || token.text === 'lor')

/** Whether a span is a list: it has a separator at its top level. */
export function isList(span: Span): boolean {
  return span.kinds.has('separator')
}

/**
 * `1, 2`, `x=1 \text{ or } x=2`, `(1,2); (3,4)`: items without order; values under their names where several names stand;
 * intervals and inequalities as one set of reals.
 */
export function readList(span: Span, reader: Reader): Shape | undefined {
  const bare = withoutDomain(span)
  if (bare !== undefined)
    return bare.isOfIntegers ? ofIntegers(bare.answer, reader) : reader.read(bare.answer)
  const items = readItems(span, reader)
  if (items === undefined) return undefined
  const [only] = items
  if (items.length === 1) return only
  const connective = connectiveOf(span)
  return (
    conditions(items, connective) ??
    assignments(items, span, reader) ??
    plainList(items.map(unnamed), span, reader)
  )
}

/**
 * `k\pi, k \in \mathbb{Z}`: that a letter of the answer is an integer, or real, is a remark on it; of `n \ge 2, n \in \mathbb{Z}` it says which
 * numbers are meant.
 */
function withoutDomain(span: Span): { readonly answer: Span; readonly isOfIntegers: boolean } | undefined {
  const last = span.find(isSeparator).at(-1)
  if (last === undefined) return undefined
  const [subject, domain, ...others] = span.part(last + 1).split((token) => token.kind === 'relation')
  const letter = subject?.length === 1 ? subject.at(0) : undefined
  if (letter === undefined || domain === undefined || others.length > 0) return undefined
  if (span.part(last + 1).find((token) => token.text === 'in').length !== 1) return undefined
  const answer = trimmed(span.part(0, last))
  const isMeant = answer.tokens.some((token) => token.kind === 'word' && token.text.includes(letter.text))
  if (!isMeant || !(isIntegers(domain) || isReals(domain))) return undefined
  return {
    answer,
    isOfIntegers:
      isIntegers(domain) && answer.has(({ kind, text }) => kind === 'relation' && /[<>]/.test(text)),
  }
}

/** The integers of a stretch. */
function ofIntegers(answer: Span, reader: Reader): Shape | undefined {
  const shape = reader.read(answer)
  return shape === undefined
    ? undefined
    : { type: 'group', tag: 'integers', order: 'kept', items: [unnamed(shape)] }
}

/**
 * The items of a list or set. `;` parts first where commas stand below it; a part that is a list of plain values is
 * taken into the list around it.
 */
export function readItems(span: Span, reader: Reader): Shape[] | undefined {
  const bySemicolon = span.split((token) => isSeparator(token) && token.text === ';')
  const nested = bySemicolon.length > 1 && bySemicolon.some(isList)
  const parts = (nested ? bySemicolon : span.split(isSeparator))
    .map(trimmed)
    .filter((part) => part.length > 0)
  checkItems(parts.length)
  const items: Shape[] = []
  for (const part of parts) {
    const shape = reader.read(part)
    if (shape === undefined) return undefined
    if (isOpened(shape) && part.inside(['{', 'set']) === undefined) items.push(...shape.items)
    else items.push(shape)
  }
  return items
}

/** Separators left at the ends of a part: `x = 1 \quad ; \quad y = 2`. */
function trimmed(part: Span): Span {
  let [from, end] = [0, part.length]
  while (from < end && part.at(from)?.kind === 'separator') from++
  while (end > from && part.at(end - 1)?.kind === 'separator') end--
  return part.part(from, end)
}

/** What `±` opened to is two items of the list it stands in. */
function isOpened(shape: Shape): shape is Extract<Shape, { type: 'group' }> {
  if (shape.type !== 'group' || shape.tag !== bagTag || shape.items.length === 0) return false
  return shape.items.every((item) => item.type === 'scalar')
}

type Connective = 'or' | 'and' | 'comma'

function connectiveOf(span: Span): Connective {
  const words = new Set(span.find(isSeparator).map((place) => span.at(place)?.text))
  if (words.has('or') || words.has('lor')) return 'or'
  return words.has('and') || words.has('land') ? 'and' : 'comma'
}

/** Inequalities on one name, or intervals: their union for `or`, their intersection for `and`; commas as what is not empty. */
function conditions(items: readonly Shape[], connective: Connective): Shape | undefined {
  const sets = items.map(piecesOf)
  if (!items.some((item) => isInequality(item) || item.type === 'reals')) return undefined
  const known = sets.filter((pieces) => pieces !== undefined)
  const names = new Set(items.flatMap((item) => (item.type === 'named' ? [item.name] : [])))
  if (known.length !== items.length || names.size > 1 || !known.every(isOrdered))
    return separateConditions(items)
  const all = known.reduce((a, b) => union(a, b))
  const common = known.reduce((a, b) => intersection(a, b))
  const joined = items.some(isInequality)
    ? connective === 'or' || (connective === 'comma' && common.length === 0)
      ? all
      : common
    : all
  const shape = realsShape(difference(joined, []))
  const [name] = names
  return name === undefined ? shape : { type: 'named', name, by: 'inequality', shape }
}

/** Inequalities on several names hold together, each under its name. */
function separateConditions(items: readonly Shape[]): Shape | undefined {
  if (!items.some(isInequality)) return undefined
  const parts = items.map(
    (item): Shape =>
      item.type === 'named'
        ? { type: 'group', tag: `name ${item.name}`, order: 'kept', items: [item.shape] }
        : item,
  )
  return { type: 'group', tag: 'all of', order: 'set', items: parts }
}

function isInequality(shape: Shape): boolean {
  return shape.type === 'named' && shape.by === 'inequality'
}

/** The stretches of a condition: an interval, or a value that stands as a point beside inequalities. */
export function piecesOf(shape: Shape): readonly Piece[] | undefined {
  const inner = unnamed(shape)
  if (inner.type === 'reals') return inner.pieces
  if (inner.type === 'scalar') return [pointPiece(inner.scalar)]
  if (inner.type !== 'group' || inner.tag !== bagTag || inner.order !== 'set') return undefined
  const points = inner.items.flatMap((item) => (item.type === 'scalar' ? [pointPiece(item.scalar)] : []))
  return points.length === inner.items.length ? points : undefined
}

/**
 * `x=1, x=2` are the values of one unknown; `x=1, y=2` values under their names; `a=4, -8` the values of `a`.
 * Names that come round again are several solutions: `x=1, y=2 or x=3, y=4`.
 */
function assignments(items: readonly Shape[], span: Span, reader: Reader): Shape | undefined {
  const named = items.filter((item) => item.type === 'named')
  if (named.length === 0) return undefined
  const names = new Set(named.map((item) => item.name))
  if (names.size === 1) return bag(items.map(unnamed), 'set')
  if (named.length < items.length) return undefined
  if (names.size < named.length) {
    const solutions = span.split((token) => isSeparator(token) && separatesSolutions.has(token.text))
    const read = solutions.length > 1 ? solutions.map((part) => reader.read(part)) : []
    const known = read.filter((shape) => shape !== undefined)
    return known.length > 1 && known.length === read.length ? bag(known.map(unnamed), 'set') : undefined
  }
  reader.met.add('names')
  const byName = [...named].sort((a, b) => (a.name < b.name ? -1 : 1))
  if (reader.options.names === 'tuple' && !span.has(isOr)) return tuple(byName.map(unnamed))
  // `AB=4, CD=5` may be asked for as "4, 5"; of x and y the names count.
  if (reader.options.names === 'free' && byName.every(({ name }) => name.length > 1))
    return bag(byName.map(unnamed), 'free')
  const parts = named.map(
    (item): Shape => ({ type: 'group', tag: `name ${item.name}`, order: 'kept', items: [item.shape] }),
  )
  return { type: 'group', tag: 'names', order: 'set', items: parts }
}

/** Items without order. Values may repeat; tuples and sets in a list are solutions, and do not. */
function plainList(items: readonly Shape[], span: Span, reader: Reader): Shape {
  // Of what is no condition, ∧ and ∨ are operations: p ∧ q is not p ∨ q.
  const operations = span.find(
    (token) => isSeparator(token) && (token.text === 'land' || token.text === 'lor'),
  )
  if (operations.length > 0) {
    const signs = operations.map((place) => span.at(place)?.text ?? '')
    return { type: 'group', tag: signs.join(' '), order: new Set(signs).size === 1 ? 'set' : 'kept', items }
  }
  if (span.has((token) => isSeparator(token) && token.text === ',')) {
    reader.met.add('lists')
    if (reader.options.lists === 'tuple') return tuple(items)
  }
  const repeats = items.some((item) => item.type === 'scalar' || item.type === 'text')
  return bag(items, repeats ? 'free' : 'set')
}
