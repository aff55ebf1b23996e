import type { Token } from '../syntax/token.ts'
import { readItems } from './list.ts'
import { isReals } from './named-set.ts'
import { nameOfSide } from './names.ts'
import { readQuantity } from './quantity.ts'
import type { Reader } from './reader.ts'
import { isProper, realsShape } from './real-set.ts'
import { bag, bagTag, type Endpoint, emptySet, type Shape, tuple, unnamed } from './shape.ts'
import type { Span } from './span.ts'

const brackets = ['(', '[', '{', 'set', '<']

/** Whether one pair of brackets goes around the whole span and holds more than an expression. */
export function isBracketed(span: Span): boolean {
  const first = span.at(0)
  const inner = span.inside(brackets)
  if (inner === undefined || first === undefined) return false
  if (first.text === 'set' || first.text === '<') return true
  return (
    inner.length === 0 ||
    inner.has((token) => token.kind === 'separator' || token.kind === 'relation') ||
    hasStructure(inner)
  )
}

/** Another bracket of its own, a union, or a `±` inside. */
function hasStructure(inner: Span): boolean {
  return isBracketed(inner) || inner.has((token) => token.kind === 'set-operator')
}

/** Sets, tuples, intervals, arrays; a bracket around one thing is that thing. */
export function readBracketed(span: Span, reader: Reader): Shape | undefined {
  const [open, close] = [span.at(0)?.text ?? '', span.at(-1)?.text ?? '']
  const inner = span.part(1, span.length - 1)
  if (open === 'set' || open === '{') return readBraces(inner, reader, open === 'set')
  const parts = inner.split(isItemSeparator)
  const separators = inner.find(isItemSeparator).length
  if (open !== '<' && separators === 0)
    return close === ')' || close === ']' ? readSingle(inner, reader) : undefined
  if (parts.length !== separators + 1) return undefined
  if (open === '<') return readTuple(parts, reader)
  if (parts.length === 2) return readPair(parts, open, close, reader)
  if (open !== '(' || close !== ')')
    return open === '[' && close === ']' ? readArray(parts, reader) : undefined
  return readTuple(parts, reader)
}

const isItemSeparator = (token: Token): boolean =>
  token.kind === 'separator' && (token.text === ',' || token.text === ';')

function readSingle(inner: Span, reader: Reader): Shape | undefined {
  if (inner.length === 0) return undefined
  const shape = reader.read(inner)
  return shape?.type === 'named' ? shape.shape : shape
}

/** A set, or the elements that a condition picks. `{x}` written with bare braces around one thing is that thing. */
function readBraces(inner: Span, reader: Reader, escaped: boolean): Shape | undefined {
  if (inner.length === 0) return emptySet
  const [bar] = inner.find(
    (token) => token.kind === 'bar' || (token.kind === 'operator' && token.text === ':'),
  )
  if (bar !== undefined && inner.has((token) => token.kind === 'relation'))
    return readBuilder(inner.part(0, bar), inner.part(bar + 1), reader)
  if (!escaped && !inner.has((token) => token.kind === 'separator')) return readSetOrGroup(inner, reader)
  const items = readItems(inner, withSets(reader))
  if (items === undefined) return undefined
  const [only] = items
  // An element may stand for its set, but not inside another one: {{1}, 2} is not {1, 2}.
  if (items.length === 1 && only !== undefined && !isFiniteSet(only) && !isNested(inner)) {
    reader.met.add('singletons')
    if (reader.options.singletons === 'value') return only
  }
  return bag(namedApart(items), 'set')
}

function isFiniteSet(shape: Shape): boolean {
  return shape.type === 'group' && shape.tag === bagTag
}

function isNested(inner: Span): boolean {
  const before = inner.all.slice(0, inner.from - 1)
  return before.some((token) => token.kind === 'open' && (token.partner ?? 0) >= inner.end)
}

/** In `{a = 1, b = 2}` the names count when they differ. */
function namedApart(items: readonly Shape[]): Shape[] {
  const names = new Set(items.map((item) => (item.type === 'named' ? item.name : '')))
  return items.map((item) => {
    if (item.type !== 'named') return item
    return names.size < 2
      ? item.shape
      : { type: 'group', tag: `name ${item.name}`, order: 'kept', items: [item.shape] }
  })
}

/** `{x : x > 3}` is what the condition leaves of the reals; `{2k : k > 3}` and `{x \in A : x > 3}` keep what stands before it. */
function readBuilder(head: Span, condition: Span, reader: Reader): Shape | undefined {
  const shape = reader.read(condition)
  const [subject, domain, ...others] = head.split((token) => token.kind === 'relation')
  const ofReals = domain === undefined || isReals(domain)
  if (subject !== undefined && ofReals && others.length === 0 && nameOfSide(subject) !== undefined)
    return shape === undefined ? undefined : unnamed(shape)
  const element = reader.read(head)
  if (shape === undefined || element === undefined) return undefined
  return { type: 'group', tag: 'such that', order: 'kept', items: [unnamed(element), shape] }
}

function readSetOrGroup(inner: Span, reader: Reader): Shape | undefined {
  const shape = reader.read(inner)
  return shape?.type === 'group' && shape.tag === 'bag' ? { ...shape, order: 'set' } : shape
}

/** Inside a set, bare braces around an item are a set too: `{{1},{2}}`. */
function withSets(reader: Reader): Reader {
  return {
    ...reader,
    readWith: reader.readWith,
    read: (span) => {
      const inside = span.inside(['{'])
      if (inside === undefined || inside.length === 0) return reader.read(span)
      const items = readItems(inside, reader)
      return items === undefined ? undefined : bag(items, 'set')
    },
  }
}

function readTuple(parts: readonly Span[], reader: Reader): Shape | undefined {
  const items = parts.map((part) => reader.read(part))
  const known = items.filter((item) => item !== undefined)
  if (known.length !== items.length) return undefined
  if (known.every((item) => item.type === 'named')) {
    const named = known.map(
      (item): Shape =>
        item.type === 'named'
          ? { type: 'group', tag: `name ${item.name}`, order: 'kept', items: [item.shape] }
          : item,
    )
    reader.met.add('names')
    if (reader.options.names === 'kept') return { type: 'group', tag: 'names', order: 'set', items: named }
    const sorted = [...known].sort((a, b) =>
      a.type === 'named' && b.type === 'named' && a.name < b.name ? -1 : 1,
    )
    return tuple(sorted.map((item) => (item.type === 'named' ? item.shape : item)))
  }
  return tuple(known.map((item) => (item.type === 'named' ? item.shape : item)))
}

/** Two things in brackets: a point, an interval, or both until somebody else decides. */
function readPair(parts: readonly Span[], open: string, close: string, reader: Reader): Shape | undefined {
  const interval = readInterval(parts, open, close, reader)
  if (open === '[' && close === ']') return interval ?? readArray(parts, reader)
  if (open !== '(' || close !== ')') return interval
  const hasInfinity = parts.some((part) => part.at(-1)?.text === 'infinity')
  if (interval !== undefined && hasInfinity) return interval
  if (interval !== undefined) {
    reader.met.add('pairs')
    if (reader.options.pairs === 'interval') return interval
  }
  return readTuple(parts, reader)
}

/** The stretch between two ends; `undefined` where they are no ends or stand the wrong way round. */
function readInterval(
  parts: readonly Span[],
  open: string,
  close: string,
  reader: Reader,
): Shape | undefined {
  const [left, right] = parts
  if (left === undefined || right === undefined) return undefined
  const from = readEndpoint(left, open === '[', '-', reader)
  const to = readEndpoint(right, close === ']', '+', reader)
  if (from === undefined || to === undefined) return undefined
  const piece = { from, to }
  const ordered =
    (from.at === 'infinity' || from.at.real !== undefined) &&
    (to.at === 'infinity' || to.at.real !== undefined)
  if (ordered && !isProper(piece)) return undefined
  return realsShape([piece])
}

function readEndpoint(part: Span, closed: boolean, side: '-' | '+', reader: Reader): Endpoint | undefined {
  const isInfinite =
    part.at(-1)?.text === 'infinity' || /^(?:inf|infty|infinity|oo)$/i.test(part.at(-1)?.text ?? '')
  if (isInfinite && part.length <= 2) {
    const sign = part.length === 2 ? part.at(0)?.text : '+'
    return sign === side ? { at: 'infinity', closed: false } : undefined
  }
  const shape = readQuantity(part, reader)
  return shape?.type === 'scalar' ? { at: shape.scalar, closed } : undefined
}

/** `[1,2,3]`; rows of arrays are a matrix. */
function readArray(parts: readonly Span[], reader: Reader): Shape | undefined {
  const rows = parts.map((part) => part.inside(['['])?.split(isItemSeparator))
  const cells = rows.flatMap((row) => row ?? [])
  const width = rows[0]?.length
  if (rows.every((row) => row !== undefined && row.length === width)) {
    const items = cells.map((cell) => reader.read(cell))
    const known = items.filter((item) => item?.type === 'scalar')
    if (known.length === items.length) {
      return { type: 'group', tag: `matrix ${rows.length}x${width}`, order: 'kept', items: known as Shape[] }
    }
  }
  const items = parts.map((part) => reader.read(part))
  const known = items.filter((item) => item !== undefined)
  if (known.length !== items.length) return undefined
  reader.met.add('arrays')
  if (reader.options.arrays === 'free') return bag(known, 'free')
  return { type: 'group', tag: 'array', order: 'kept', items: known }
}
