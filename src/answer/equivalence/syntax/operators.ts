import { rational } from '../value/rational.ts'
import type { Cursor } from './cursor.ts'
import { readPrimary, readSubscript } from './primary.ts'
import type { Token } from './token.ts'
import type { Tree } from './tree.ts'
import { vectorProduct } from './vectors.ts'

/** a + b − c ± d; below everything `{n \choose k}` and `{a \over b}`. */
export function sum(cursor: Cursor): Tree {
  const terms: Tree[] = [signedTerm(cursor)]
  for (let token = cursor.peek(); token?.kind === 'operator' && isSign(token.text); token = cursor.peek()) {
    terms.push(signedTerm(cursor))
  }
  const [only] = terms
  const total = terms.length === 1 && only !== undefined ? only : cursor.node({ type: 'sum', terms })
  if (cursor.take('operator', 'choose')) {
    return cursor.node({ type: 'call', name: 'binomial', args: [total, sum(cursor)] })
  }
  if (cursor.take('operator', 'over'))
    return cursor.node({ type: 'quotient', top: total, bottom: sum(cursor) })
  return total
}

function isSign(text: string): boolean {
  return text === '+' || text === '-' || text === 'pm' || text === 'mp'
}

function signedTerm(cursor: Cursor): Tree {
  const token = cursor.peek()
  if (token?.kind !== 'operator' || !isSign(token.text)) return term(cursor)
  cursor.at++
  const of = cursor.deeper(signedTerm)
  if (token.text === '+') return of
  if (token.text === '-') return negative(cursor, of)
  return cursor.node({ type: 'plus-minus', of, sign: token.text === 'pm' ? 1 : -1 })
}

/** −a; in `-1 \bmod 4` the sign belongs to the 1. */
function negative(cursor: Cursor, of: Tree): Tree {
  if (of.type !== 'call' || of.name !== 'mod') return cursor.node({ type: 'negative', of })
  const [first, ...rest] = of.args
  return first === undefined ? of : { ...of, args: [cursor.node({ type: 'negative', of: first }), ...rest] }
}

/** Factors joined by signs or by standing side by side. */
export function term(cursor: Cursor): Tree {
  let product = factor(cursor)
  for (;;) {
    const token = cursor.peek()
    if (token === undefined) return product
    if (token.kind === 'operator' && (token.text === '*' || token.text === '/' || token.text === ':')) {
      cursor.at++
      const next = signedFactor(cursor)
      product =
        token.text === '*'
          ? times(cursor, product, next, token.product)
          : cursor.node({ type: 'quotient', top: product, bottom: next })
    } else if (token.kind === 'operator' && token.text === 'compose') {
      cursor.at++
      product = cursor.node({ type: 'call', name: 'composition', args: [product, signedFactor(cursor)] })
    } else if (token.kind === 'operator' && token.text === 'mod') {
      cursor.at++
      product = cursor.node({ type: 'call', name: 'mod', args: [product, signedFactor(cursor)] })
    } else if (token.kind === 'operator' && token.text === 'pmod') {
      cursor.at++
      product = cursor.node({ type: 'call', name: 'residue class', args: [product, signedFactor(cursor)] })
    } else if (beginsFactor(token, cursor)) {
      product = times(cursor, product, factor(cursor))
    } else return product
  }
}

/** After a sign of multiplication a minus belongs to the factor: `2 \cdot -3`. */
function signedFactor(cursor: Cursor): Tree {
  if (cursor.take('operator', '-')) return cursor.node({ type: 'negative', of: cursor.deeper(signedFactor) })
  if (cursor.take('operator', '+')) return cursor.deeper(signedFactor)
  return factor(cursor)
}

/** a·b·c is one product, so that its factors can be compared in any order; those of vectors are told apart by their sign. */
function times(cursor: Cursor, left: Tree, right: Tree, sign?: 'cross' | 'dot'): Tree {
  const vectors = vectorProduct(left, right, sign)
  if (vectors !== undefined) {
    const product = cursor.node(vectors.product)
    return vectors.scalars.length === 0
      ? product
      : cursor.node({ type: 'product', factors: [...vectors.scalars, product] })
  }
  const factors = left.type === 'product' ? [...left.factors, right] : [left, right]
  return cursor.node({ type: 'product', factors })
}

/** Whether a factor may begin here without a sign. */
function beginsFactor(token: Token, cursor: Cursor): boolean {
  const previous = cursor.tokens[cursor.at - 1]
  switch (token.kind) {
    case 'name':
      return token.text !== 'dots'
    case 'function':
    case 'command':
      return true
    case 'number':
      // `8 2` is no product, and neither is `x2`; `x 3^n` and `\sqrt{2} 3` are.
      return (
        previous?.kind === 'close' || previous?.text === '!' || (previous?.kind === 'name' && token.spaced)
      )
    case 'open':
      return token.text !== '<'
    case 'bar':
      return cursor.bars === 0
    default:
      return false
  }
}

/** One factor with its powers, factorials, percent and degree signs. */
export function factor(cursor: Cursor): Tree {
  let base = readPrimary(cursor)
  for (let token = cursor.peek(); token?.kind === 'operator'; token = cursor.peek()) {
    if (token.text === '^') {
      cursor.at++
      if (takeDegree(cursor)) base = degrees(cursor, base)
      else base = cursor.node({ type: 'power', base, exponent: exponent(cursor) })
    } else if (token.text === '!') {
      cursor.at++
      base = cursor.node({ type: 'call', name: 'factorial', args: [base] })
    } else if (token.text === '%' || token.text === 'permille') {
      cursor.at++
      const bottom = { type: 'number', value: rational(token.text === '%' ? 100n : 1000n) } as const
      base = cursor.node({ type: 'quotient', top: base, bottom })
    } else if (token.text === 'degree') {
      cursor.at++
      base = degrees(cursor, base)
    } else if (
      token.text === '_' &&
      base.type === 'power' &&
      base.base.type === 'symbol' &&
      base.base.index === undefined
    ) {
      // `x^2_1`: the subscript belongs to the base.
      const index = readSubscript(cursor)
      base = index === undefined ? base : { ...base, base: { ...base.base, index } }
    } else break
  }
  return base
}

/** `^\circ` and `^{\circ}`. */
function takeDegree(cursor: Cursor): boolean {
  if (cursor.take('operator', 'degree')) return true
  const inner = cursor.peek(1)
  if (!cursor.is('open', '{') || inner?.kind !== 'operator' || inner.text !== 'degree') return false
  if (cursor.peek(2)?.kind !== 'close') return false
  cursor.at += 3
  return true
}

/** x° = x·π/180. A degree sign on a whole answer is taken off before anything is parsed. */
function degrees(cursor: Cursor, of: Tree): Tree {
  const halfTurn = { type: 'number', value: rational(180n) } as const
  return cursor.node({
    type: 'quotient',
    top: times(cursor, of, { type: 'constant', name: 'pi' }),
    bottom: halfTurn,
  })
}

/** A group, or one factor with its sign: `x^10` is x¹⁰ (what a person who types it means), `2^-3` is 2⁻³. */
function exponent(cursor: Cursor): Tree {
  if (cursor.is('open', '{') || cursor.is('open', '(')) {
    const inner = cursor.inside()
    const tree = inner.whole()
    return cursor.is('operator', '^') ? power(cursor, tree) : tree
  }
  if (cursor.take('operator', '-')) return cursor.node({ type: 'negative', of: cursor.deeper(exponent) })
  if (cursor.take('operator', '+')) return cursor.deeper(exponent)
  const base = readPrimary(cursor, false)
  return cursor.is('operator', '^') ? power(cursor, base) : base
}

function power(cursor: Cursor, base: Tree): Tree {
  cursor.at++
  return cursor.node({ type: 'power', base, exponent: cursor.deeper(exponent) })
}
