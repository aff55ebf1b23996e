import { add, compare, one, type Rational, rational, rationalOfDecimal } from '../value/rational.ts'
import type { Cursor } from './cursor.ts'
import type { Token } from './token.ts'
import type { NumberTree, Tree } from './tree.ts'

/** A numeral with the given value. */
export function numberTree(value: Rational): NumberTree {
  return { type: 'number', value }
}

/** A numeral as written: `12`, `.5`, `3.250`, `1.2e3`, and how precise its decimals are. */
export function decimalTree(text: string): NumberTree {
  const [mantissa = '0', exponent] = text.split('e')
  const shift = exponent === undefined ? 0 : Number(exponent)
  const scale = shift < 0 ? rational(1n, 10n ** BigInt(-shift)) : rational(10n ** BigInt(shift))
  const plain = rationalOfDecimal(mantissa)
  const value = rational(plain.top * scale.top, plain.bottom * scale.bottom)
  const point = mantissa.indexOf('.')
  if (point < 0 || point === mantissa.length - 1) return { type: 'number', value }
  const places = BigInt(mantissa.length - point - 1)
  const digits = mantissa.replace('.', '').replace(/^0+/, '').length
  return {
    type: 'number',
    value,
    decimal: { lastPlace: rational(scale.top, scale.bottom * 10n ** places), digits },
  }
}

/** A numeral with what may follow it: recurring digits, or the fraction of a mixed number. */
export function readNumber(cursor: Cursor): Tree {
  const token = cursor.peek()
  if (token?.kind !== 'number') return cursor.fail()
  if ((token.text.match(/\./g)?.length ?? 0) > 1) return cursor.fail()
  cursor.at++
  const recurring = token.text.includes('.') ? readRecurring(cursor, token.text) : undefined
  if (recurring !== undefined) return cursor.node(numberTree(recurring))
  const number = decimalTree(token.text)
  if (cursor.take('name', 'dots')) return cursor.node(withRecurring(number, token.text))
  const part = /^\d+$/.test(token.text) ? readProperFraction(cursor) : undefined
  return cursor.node(part === undefined ? number : numberTree(add(number.value, part)))
}

/** `0.1\overline{6}`, `0.\dot{3}`, `0.(3)`: the exact fraction. */
function readRecurring(cursor: Cursor, head: string): Rational | undefined {
  const mark = cursor.peek()
  const isOverline = mark?.kind === 'command' && (mark.text === 'overline' || mark.text === 'dot')
  const isBracket = mark?.kind === 'open' && mark.text === '(' && !mark.spaced
  if (!isOverline && !isBracket) return undefined
  const first = isOverline ? cursor.at + 1 : cursor.at
  const open = cursor.tokens[first]
  const digits = cursor.tokens[first + 1]
  if (open?.kind !== 'open' || open.partner !== first + 2 || first + 2 >= cursor.end) return undefined
  if (digits?.kind !== 'number' || !/^\d+$/.test(digits.text)) return undefined
  cursor.at = first + 3
  const places = head.length - head.indexOf('.') - 1
  const unit = 10n ** BigInt(places)
  const period = 10n ** BigInt(digits.text.length) - 1n
  return add(rationalOfDecimal(head), rational(BigInt(digits.text), period * unit))
}

/** `0.1666...`: its digits, and the fraction that they may be the beginning of. */
function withRecurring(number: NumberTree, text: string): NumberTree {
  const point = text.indexOf('.')
  const decimals = point < 0 ? '' : text.slice(point + 1)
  for (let period = 1; period * 2 <= decimals.length; period++) {
    const block = decimals.slice(-period)
    if (!decimals.endsWith(block + block)) continue
    const head = rationalOfDecimal(text.slice(0, text.length - 2 * period))
    const unit = 10n ** BigInt(decimals.length - 2 * period)
    const tail = rational(BigInt(block), (10n ** BigInt(period) - 1n) * unit)
    return { ...number, recurring: add(head, tail) }
  }
  return number
}

/** The `\frac12` of `1\frac12`, the `1/2` of `1 1/2`: integers, proper, with nothing between. */
function readProperFraction(cursor: Cursor): Rational | undefined {
  const found = latexFraction(cursor) ?? slashFraction(cursor)
  if (found === undefined || found.bottom === 0n || found.top === 0n) return undefined
  const value = rational(found.top, found.bottom)
  if (compare(value, one) >= 0) return undefined
  cursor.at += found.used
  return value
}

interface WrittenFraction {
  readonly top: bigint
  readonly bottom: bigint
  readonly used: number
}

function slashFraction(cursor: Cursor): WrittenFraction | undefined {
  const [top, slash, bottom] = [cursor.peek(), cursor.peek(1), cursor.peek(2)]
  if (!isWhole(top) || !top.spaced || slash?.kind !== 'operator' || slash.text !== '/' || !isWhole(bottom))
    return undefined
  return { top: BigInt(top.text), bottom: BigInt(bottom.text), used: 3 }
}

function latexFraction(cursor: Cursor): WrittenFraction | undefined {
  if (!cursor.is('command', 'frac')) return undefined
  const top = wholeArgument(cursor, 1)
  const bottom = top === undefined ? undefined : wholeArgument(cursor, 1 + top.used)
  if (top !== undefined && bottom !== undefined) {
    return { top: top.value, bottom: bottom.value, used: 1 + top.used + bottom.used }
  }
  const digits = cursor.peek(1)
  if (!isWhole(digits) || digits.text.length !== 2) return undefined
  return { top: BigInt(digits.text.charAt(0)), bottom: BigInt(digits.text.charAt(1)), used: 2 }
}

function wholeArgument(cursor: Cursor, ahead: number): { value: bigint; used: number } | undefined {
  const token = cursor.peek(ahead)
  if (isWhole(token) && token.text.length === 1) return { value: BigInt(token.text), used: 1 }
  const inner = cursor.peek(ahead + 1)
  if (token?.kind !== 'open' || token.text !== '{' || !isWhole(inner)) return undefined
  return cursor.peek(ahead + 2)?.kind === 'close' ? { value: BigInt(inner.text), used: 3 } : undefined
}

function isWhole(token: Token | undefined): token is Token {
  return token?.kind === 'number' && /^\d+$/.test(token.text)
}
