import type { Token } from '../syntax/token.ts'
import { Span } from './span.ts'

/**
 * The name on one side of `=`, where that side is nothing but a name: `x`, `x_1`, `f(x)`, `|AB|`, `\angle ABC`, `Area`,
 * `S:T`, `\frac{AB}{CD}`, `(x, y)`. `undefined` for anything that has a value of its own.
 */
export function nameOfSide(side: Span): string | undefined {
  const inner = side.inside(['('])
  if (inner?.has((token) => token.text === ',') === true) return tupleOfNames(inner)
  return simpleName(side.bare) ?? measureOfName(side) ?? ratioOfNames(side) ?? derivativeName(side)
}

const trigonometric = new Set(['sin', 'cos', 'tan', 'cot', 'sec', 'csc'])

/** `\sin A`, `\cos(\theta)`, `\tan\angle ABC` before `=`: what is asked for is the value. Of an inequality it would be no name. */
export function functionOfName(side: Span): string | undefined {
  const [head] = side.tokens
  if (head?.kind !== 'function' || !trigonometric.has(head.text)) return undefined
  const of = simpleName(side.part(1).bare)
  return of === undefined ? undefined : `${head.text} ${of}`
}

function tupleOfNames(inner: Span): string | undefined {
  const names = inner.split((token) => token.text === ',').map((part) => simpleName(part))
  return names.every((name) => name !== undefined) ? `(${names.join(',')})` : undefined
}

const constants = new Set([
  'pi',
  'infinity',
  'empty',
  'reals',
  'integers',
  'naturals',
  'rationals',
  'i',
  'e',
  'dots',
])
const marks = new Set(
  'angle triangle Delta partial nabla overline vector hat tilde dot ddot dddot check breve'.split(' '),
)

/** Letters with subscripts, primes and arguments, or words. */
function simpleName(side: Span): string | undefined {
  const { tokens } = side
  if (tokens.length === 0) return undefined
  if (tokens.every(isWordLike) && tokens.some((token) => token.text.length > 1)) return textOf(tokens)
  // `m\angle A`: the measure of the angle.
  let index = tokens[0]?.text === 'm' && isMark(tokens[1]) ? 1 : 0
  while (isMark(tokens[index])) index++
  if (tokens[index]?.kind === 'open' && tokens[index]?.text === '{' && index > 0) index++
  const head = tokens[index]
  if (head === undefined || !isLetters(head)) return undefined
  index++
  while (isWordLike(tokens[index]) && index < tokens.length) index++
  while (tokens[index]?.kind === 'close' && tokens[index]?.text === '}') index++
  index = skipScripts(tokens, index, side.from)
  const argumentEnd = skipArguments(tokens, index, side.from)
  return argumentEnd === tokens.length ? textOf(tokens) : undefined
}

function isMark(token: Token | undefined): boolean {
  return (token?.kind === 'name' || token?.kind === 'command') && marks.has(token.text)
}

function isWordLike(token: Token | undefined): boolean {
  return token?.kind === 'word' || (token?.kind === 'text' && token.text !== '$')
}

function isLetters(token: Token): boolean {
  if (token.kind === 'name') return !constants.has(token.text)
  return isWordLike(token) && token.text !== 'e' && token.text !== 'i' && token.text !== 'pi'
}

/** Past `_1`, `_{ij}`, `'`, `^{-1}` and `^{(n)}` of a function. */
function skipScripts(tokens: readonly Token[], from: number, offset: number): number {
  let index = from
  for (;;) {
    const token = tokens[index]
    if (token?.kind !== 'operator') return index
    if (token.text === "'") index++
    else if (token.text === '_') index = skipGroup(tokens, index + 1, offset)
    else if (token.text === '^' && isInverseMark(tokens, index)) index = skipGroup(tokens, index + 1, offset)
    else return index
  }
}

/** `f^{-1}(x)`: only before an argument. */
function isInverseMark(tokens: readonly Token[], at: number): boolean {
  return (
    tokens[at + 1]?.text === '{' &&
    tokens[at + 2]?.text === '-' &&
    tokens[at + 3]?.text === '1' &&
    tokens[at + 5]?.text === '('
  )
}

function skipGroup(tokens: readonly Token[], at: number, offset: number): number {
  const token = tokens[at]
  if (token?.kind === 'open' && token.partner !== undefined) return token.partner - offset + 1
  return at + 1
}

/** Past `(x)`, `(n, k)`, `(2)`: arguments that are names or numbers. */
function skipArguments(tokens: readonly Token[], at: number, offset: number): number {
  const open = tokens[at]
  if (open?.kind !== 'open' || open.text !== '(' || open.partner === undefined) return at
  const end = open.partner - offset
  const inside = tokens.slice(at + 1, end)
  const plain = inside.every(
    (token) => isLetters(token) || token.kind === 'number' || token.text === ',' || token.text === "'",
  )
  return plain ? end + 1 : at
}

/** `|AB|`, `|S|`: a length, or the size of a set. Bars around one small letter are an absolute value. */
function measureOfName(side: Span): string | undefined {
  const [first, last] = [side.at(0), side.at(-1)]
  const barred =
    (first?.kind === 'bar' && last?.kind === 'bar') || (first?.kind === 'open' && first.text === 'abs')
  if (!barred || side.length < 3) return undefined
  const inner = simpleName(side.part(1, side.length - 1))
  const isMeasured =
    inner !== undefined && (/^[A-Z]$/.test(inner) || inner.replace(/[^A-Za-z]/g, '').length > 1)
  return isMeasured ? `|${inner}|` : undefined
}

/** `AB:CD`, `AB/CD`, `\frac{NO}{BO}`: names of lengths or areas, told from unknowns by a capital. */
function ratioOfNames(side: Span): string | undefined {
  const slash = side.find((token) => token.kind === 'operator' && (token.text === ':' || token.text === '/'))
  const parts =
    slash.length > 0 ? side.split((token) => token.text === ':' || token.text === '/') : fractionParts(side)
  if (parts === undefined || parts.length < 2) return undefined
  const names = parts.map((part) => simpleName(part) ?? measureOfName(part))
  const ofSegments = names.every((name) => name !== undefined && /[A-Z]/.test(name))
  return ofSegments ||
    (slash.length > 0 && side.at(slash[0] ?? 0)?.text === ':' && names.every((name) => name !== undefined))
    ? names.join(':')
    : undefined
}

/** `\frac{dy}{dx}`, `\frac{d}{dx} f` is none. */
function derivativeName(side: Span): string | undefined {
  const parts = fractionParts(side)?.map((part) => textOf(part.tokens))
  const isDerivative =
    parts?.length === 2 && parts.every((part) => /^(?:d|partial)[A-Za-z0-9^{} ]*$/.test(part))
  return isDerivative ? parts.join('/') : undefined
}

function fractionParts(side: Span): Span[] | undefined {
  const [command, open] = [side.at(0), side.at(1)]
  if (command?.kind !== 'command' || command.text !== 'frac' || open?.partner === undefined) return undefined
  const second = side.all[open.partner + 1]
  if (second?.kind !== 'open' || second.partner !== side.end - 1) return undefined
  return [new Span(side.all, side.from + 2, open.partner), new Span(side.all, open.partner + 2, side.end - 1)]
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => token.text).join(' ')
}
