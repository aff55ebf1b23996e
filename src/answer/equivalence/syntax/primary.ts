import { defined } from '../../../ground/defined.ts'
import { rational } from '../value/rational.ts'
import { isBinder, readBinder } from './binder.ts'
import { readCall } from './call.ts'
import type { Cursor } from './cursor.ts'
import { readDerivative } from './derivative.ts'
import { readMatrix } from './matrix-rows.ts'
import { numberTree, readNumber } from './number-forms.ts'
import { statisticCall } from './statistic.ts'
import type { Token } from './token.ts'
import { nameOf, type Tree } from './tree.ts'

/** Letters that are functions when a bracket follows at once. */
const functionLetters = new Set(['f', 'g', 'h'])

/**
 * The smallest piece that stands for a value: numeral, unknown, call, group, fraction, root, matrix, absolute value.
 *
 * @param withSubscript - Whether `_` may follow; not in an exponent, where it belongs to the base: `x^2_1`.
 */
export function readPrimary(cursor: Cursor, withSubscript = true): Tree {
  const token = cursor.peek()
  if (token === undefined) return cursor.fail()
  switch (token.kind) {
    case 'number':
      return readNumber(cursor)
    case 'name':
      cursor.at++
      return readName(cursor, token, withSubscript)
    case 'function':
      return cursor.deeper(readCall)
    case 'command':
      return cursor.deeper((inner) => readCommand(inner, token))
    case 'bar':
      return cursor.deeper(readBars)
    case 'open':
      return cursor.deeper((inner) => readGroup(inner, token))
    default:
      return cursor.fail()
  }
}

function readGroup(cursor: Cursor, token: Token): Tree {
  switch (token.text) {
    case '(':
    case '[':
    case '{':
    case 'set':
      return cursor.inside().whole()
    case 'abs':
      return cursor.node({ type: 'call', name: 'abs', args: [cursor.inside().whole()] })
    case 'floor':
    case 'ceil':
      return cursor.node({ type: 'call', name: token.text, args: [cursor.inside().whole()] })
    case 'matrix':
      return readMatrix(cursor)
    default:
      return cursor.fail()
  }
}

/** `|x|` by plain bars: the next bar where a value could end closes it. */
function readBars(cursor: Cursor): Tree {
  cursor.at++
  cursor.bars++
  const of = cursor.grammar.sum(cursor)
  cursor.bars--
  if (cursor.peek()?.kind !== 'bar') return cursor.fail()
  cursor.at++
  return cursor.node({ type: 'call', name: 'abs', args: [of] })
}

function readName(cursor: Cursor, token: Token, withSubscript: boolean): Tree {
  const constant = constantNamed(token.text)
  if (constant !== undefined && !cursor.is('operator', '_')) return cursor.node(constant)
  let name = token.text
  while (cursor.take('operator', "'")) name += "'"
  const index = withSubscript ? readSubscript(cursor) : undefined
  const symbol = cursor.node({ type: 'symbol', name, ...defined({ index }) } as const)
  return readUnknownCall(cursor, token.text, symbol) ?? symbol
}

/**
 * `f(x)`, `f{\left(x \right)}`, `h_\theta(a, b)`: a function that nobody here knows, told from a product by its letter, by a
 * comma, or by braces around the bracket. `C(5,2)` counts combinations.
 */
function readUnknownCall(cursor: Cursor, letter: string, symbol: Tree): Tree | undefined {
  const next = cursor.peek()
  if (next?.kind !== 'open' || next.spaced || next.partner === undefined) return undefined
  if (next.text === '[') return statisticCall(cursor, letter, next)
  const braced =
    next.text === '{' && cursor.peek(1)?.text === '(' && cursor.peek(1)?.partner === next.partner - 1
  if (next.text !== '(' && !braced) return undefined
  const statistic = statisticCall(cursor, letter, next)
  if (statistic !== undefined) return statistic
  const inside = cursor.range(cursor.at + (braced ? 1 : 0), next.partner + 1)
  const commas = commasIn(inside)
  if (!braced && commas === 0 && !functionLetters.has(letter)) return undefined
  cursor.at = next.partner + 1
  const args = readArguments(inside)
  if (letter === 'C' && args.length === 2) return cursor.node({ type: 'call', name: 'binomial', args })
  const name = symbol.type === 'symbol' ? nameOf(symbol) : letter
  return cursor.node({ type: 'call', name: `unknown function ${name}`, args })
}

/** How many arguments more than one the bracket here holds. */
function commasIn(cursor: Cursor): number {
  const close = cursor.peek()?.partner ?? cursor.at
  let commas = 0
  for (let at = cursor.at + 1; at < close; at++) {
    const token = cursor.tokens[at]
    if (token?.kind === 'open' && token.partner !== undefined) at = token.partner
    else if (token?.kind === 'separator' && token.text === ',') commas++
  }
  return commas
}

function constantNamed(name: string): Tree | undefined {
  return name === 'pi' || name === 'e' || name === 'i' ? { type: 'constant', name } : undefined
}

/** The arguments in the bracket that opens here. */
export function readArguments(cursor: Cursor): Tree[] {
  const inner = cursor.inside()
  const args = [inner.grammar.sum(inner)]
  while (inner.take('separator', ',') || inner.take('separator', ';')) args.push(inner.grammar.sum(inner))
  return inner.at === inner.end ? args : inner.fail()
}

/** `_2`, `_{ij}`, `_{\text{max}}`: an expression where it is one, else a name of its own. */
export function readSubscript(cursor: Cursor): Tree | undefined {
  if (!cursor.take('operator', '_')) return undefined
  if (!cursor.is('open', '{')) {
    const token = cursor.peek()
    if (token?.kind !== 'number' && token?.kind !== 'name') return cursor.fail()
    return readPrimary(cursor, false)
  }
  const inner = cursor.inside()
  const tokens = inner.tokens.slice(inner.at, inner.end)
  // Letters alone are indices or a name, and stand in their order: x_{ij} is not x_{ji}.
  const isName =
    tokens.length > 1 && tokens.every((token) => token.kind === 'name' && token.text.length === 1)
  if (
    isName ||
    tokens.some((token) => token.kind === 'separator' || token.kind === 'text' || token.kind === 'relation')
  ) {
    return cursor.node({ type: 'symbol', name: tokens.map((token) => token.text).join(' ') })
  }
  return inner.at === inner.end ? undefined : inner.whole()
}

function readCommand(cursor: Cursor, token: Token): Tree {
  if (isBinder(token.text)) return readBinder(cursor)
  switch (token.text) {
    case 'frac': {
      const derivative = readDerivative(cursor)
      if (derivative !== undefined) return derivative
      cursor.at++
      const top = readArgument(cursor)
      return cursor.node({ type: 'quotient', top, bottom: readArgument(cursor) })
    }
    case 'binom': {
      cursor.at++
      const top = readArgument(cursor)
      return cursor.node({ type: 'call', name: 'binomial', args: [top, readArgument(cursor)] })
    }
    case 'sqrt':
      return readRoot(cursor)
    default:
      return isMark(token.text) ? readMarked(cursor, token.text) : cursor.fail()
  }
}

/** `\mathbb{R}`, `\overline{AB}`, `\ddot{x}`, `\hat{\mathbf{n}}`: one name of its own, marks and letters in their order. */
function readMarked(cursor: Cursor, mark: string): Tree {
  cursor.at++
  const inner = cursor.is('open', '{') ? cursor.inside() : cursor.range(cursor.at, ++cursor.at)
  const name = inner.tokens
    .slice(inner.at, inner.end)
    .filter(({ kind }) => kind !== 'open' && kind !== 'close')
    .map((token) => token.text)
    .join(' ')
  const index = readSubscript(cursor)
  const symbol = cursor.node({
    type: 'symbol',
    name: unitVector.test(`${mark} ${name}`) ? `unit ${name.slice(-1)}` : `${mark} ${name}`,
    ...defined({ index }),
  } as const)
  return mark === 'mathbb' ? (readUnknownCall(cursor, name, symbol) ?? symbol) : symbol
}

/** Bold, with an arrow or with a hat, i, j and k are the unit vectors and no √−1. */
const unitVector = /^(?:(?:hat|vector) ){1,2}[ijk]$/

const marks = new Set('mathbb overline vector hat tilde dot ddot dddot check breve'.split(' '))

/** Whether a command marks a name. */
function isMark(command: string): boolean {
  return marks.has(command)
}

function readRoot(cursor: Cursor): Tree {
  cursor.at++
  const index = cursor.is('open', '[') ? cursor.inside().whole() : numberTree(rational(2n))
  const next = cursor.peek()
  if (next?.kind === 'open') {
    if (next.text !== '(' && next.text !== '{' && next.text !== '[') return cursor.fail()
    return cursor.node({ type: 'root', of: cursor.inside().whole(), index })
  }
  const of = next?.kind === 'number' ? readNumber(cursor) : readArgument(cursor)
  return cursor.node({ type: 'root', of, index })
}

/** A LaTeX argument: a group, or one sign: `\frac12` takes the first digit and leaves the second. */
export function readArgument(cursor: Cursor): Tree {
  const token = cursor.peek()
  if (token?.kind === 'open' && token.text === '{') return cursor.inside().whole()
  if (token?.kind === 'number' && token.text.length > 1 && /^\d+$/.test(token.text)) {
    cursor.tokens[cursor.at] = { ...token, text: token.text.slice(1), spaced: false }
    return cursor.node(numberTree(rational(BigInt(token.text.charAt(0)))))
  }
  return readPrimary(cursor, false)
}
