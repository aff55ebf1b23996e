import { compareScalars, type Scalar } from '../value/scalar.ts'
import { equationShape } from './equation.ts'
import { functionOfName, nameOfSide } from './names.ts'
import type { Reader } from './reader.ts'
import { type Shape, unnamed } from './shape.ts'
import type { Span } from './span.ts'

/**
 * `x = 3` is 3, `x = 5 + 6 = 11` is 11, `2x + y = 1` is an equation, `\sqrt 3 / 3 \approx 0.577` is its exact side.
 *
 * @param parts - What stands between the signs.
 * @param signs - `=` or `~=` each.
 */
export function readChain(
  parts: readonly Span[],
  signs: readonly string[],
  reader: Reader,
  span: Span,
): Shape | undefined {
  const [first] = parts
  if (first === undefined) return undefined
  // "≈ 5" and "= 5" have nothing on their left.
  if (parts.length === 1) return span.at(0)?.kind === 'relation' ? reader.read(first) : undefined
  const links = exactLinks(parts, signs)
  const [left, right] = links
  if (left === undefined) return undefined
  if (right === undefined) return readNear(left, parts, reader)
  return links.length === 2 ? readEquation(left, right, reader) : readLongChain(links, reader)
}

/** `\pi \approx 3.14` is π; of `n! \approx \sqrt{2\pi n}(n/e)^n`, whose left side holds an unknown, the right side is what was asked for too. */
function readNear(left: Span, parts: readonly Span[], reader: Reader): Shape | undefined {
  const exact = reader.read(left)
  const [, right] = parts
  if (exact?.type !== 'scalar' || exact.scalar.isConstant || right === undefined) return exact
  const near = reader.read(right)
  return near === undefined
    ? exact
    : { type: 'group', tag: 'nearly', order: 'free', items: [exact, unnamed(near)] }
}

/** The links before the first `≈` that give a value: what is only near is dropped when something exact stands before it. */
function exactLinks(parts: readonly Span[], signs: readonly string[]): readonly Span[] {
  const near = signs.indexOf('~=')
  if (near < 0) return parts
  const exact = parts.slice(0, near + 1)
  return exact.some((part) => nameOfSide(part) === undefined) ? exact : parts
}

function readEquation(left: Span, right: Span, reader: Reader): Shape | undefined {
  const [leftName, rightName] = [assignedName(left), assignedName(right)]
  if (leftName?.length === 1 && isProduct(right)) return readAssignment(leftName, left, right, reader)
  if (leftName !== undefined && rightName === undefined) return readAssignment(leftName, left, right, reader)
  if (rightName !== undefined && leftName === undefined) return readAssignment(rightName, right, left, reader)
  const [a, b] = [reader.read(left), reader.read(right)]
  if (a === undefined || b === undefined) return leftName === undefined ? undefined : b
  if (a.type !== 'scalar' || b.type !== 'scalar') return sameOrNothing(a, b)
  if (a.scalar.isConstant && b.scalar.isConstant) return constantChain([a, b])
  if (leftName !== undefined && isWord(leftName) && rightName !== undefined && isWord(rightName)) return b
  return equationShape(a.scalar, b.scalar, '=', reader)
}

function assignedName(side: Span): string | undefined {
  return nameOfSide(side) ?? functionOfName(side)
}

/** The `ma` of `F = ma`: beside one letter, two or three are a product and no name. */
function isProduct(side: Span): boolean {
  const only = side.length === 1 ? side.at(0) : undefined
  return only?.kind === 'word' && /^[A-Za-z]{2,3}$/.test(only.text)
}

function isWord(name: string): boolean {
  return name.length > 2
}

/** The x of `\ddot{x}` and of `x''`: where it stands in the value as well, the equation is a differential one and gives no value. */
function derivedName(side: Span): string | undefined {
  const [first] = side.tokens
  const isDerived =
    (first?.kind === 'command' && /^d{1,3}ot$|^dot$/.test(first.text)) ||
    side.tokens.some((token) => token.text === "'")
  if (!isDerived) return undefined
  const letter = side.tokens.find((token) => token.kind === 'word' || token.kind === 'name')
  return letter?.text
}

/** `name = value`; with the option, or where the value holds the name again, the equation. */
function readAssignment(name: string, nameSpan: Span, value: Span, reader: Reader): Shape | undefined {
  const shape = reader.read(value)
  if (shape === undefined) return undefined
  const inner = unnamed(shape)
  const ofFunction = nameSpan.at(0)?.kind === 'function'
  if (ofFunction) reader.met.add('functions')
  if (inner.type === 'scalar' && !name.startsWith('(')) {
    const base = derivedName(nameSpan) ?? name
    const holdsName = value.tokens.some((token) => token.text === base)
    const isEquation =
      reader.options.equations === 'equation' || (ofFunction && reader.options.functions === 'equation')
    if (holdsName || isEquation) {
      const left = reader.read(nameSpan)
      if (left?.type === 'scalar') return equationShape(left.scalar, inner.scalar, '=', reader)
    }
    if (!inner.scalar.isConstant || holdsName) reader.met.add('equations')
    else if (name.length === 1) reader.met.add('equations')
  }
  return { type: 'named', name, by: 'equation', shape: inner }
}

/** The last link, if the constant links before it do not disagree with each other. */
function readLongChain(links: readonly Span[], reader: Reader): Shape | undefined {
  const [first] = links
  const last = links.at(-1)
  if (first === undefined || last === undefined) return undefined
  const name = assignedName(first)
  const shapes = links.map((link) => reader.read(link))
  const end = shapes.at(-1)
  if (end === undefined) return undefined
  const constants = shapes.filter(isConstantShape)
  if (constants.length > 1 && constantChain(constants) === undefined) return undefined
  if (name !== undefined) return { type: 'named', name, by: 'equation', shape: unnamed(end) }
  if (end.type !== 'scalar' || end.scalar.isConstant) return end
  const known = shapes.filter((shape) => shape !== undefined)
  return known.length === shapes.length
    ? { type: 'group', tag: 'chain', order: 'free', items: known }
    : undefined
}

function isConstantShape(shape: Shape | undefined): shape is Extract<Shape, { type: 'scalar' }> {
  return shape?.type === 'scalar' && shape.scalar.isConstant
}

/** The last of constants that agree; `undefined` where two are told apart. What no layer can value may stand. */
function constantChain(links: readonly Extract<Shape, { type: 'scalar' }>[]): Shape | undefined {
  const last = links.at(-1)
  if (last === undefined) return undefined
  const clash = links.some((link) => !mayAgree(link.scalar, last.scalar))
  return clash ? undefined : last
}

function mayAgree(a: Scalar, b: Scalar): boolean {
  if (compareScalars(a, b).same) return true
  const valued = a.real !== undefined && b.real !== undefined
  return !valued || roundsTo(a, b) || roundsTo(b, a)
}

/** A chain may end in a decimal that rounds the link before it: `= 1/3 = 0.333`. */
function roundsTo(exact: Scalar, decimal: Scalar): boolean {
  if (decimal.decimal === undefined || exact.real === undefined || decimal.real === undefined) return false
  const place = Number(decimal.decimal.lastPlace.top) / Number(decimal.decimal.lastPlace.bottom)
  return Math.abs(exact.real - decimal.real) < place
}

function sameOrNothing(a: Shape, b: Shape): Shape | undefined {
  return a.type === b.type ? b : undefined
}
