import { rational } from '../value/rational.ts'
import { inverseOf } from './commands.ts'
import type { Cursor } from './cursor.ts'
import { numberTree } from './number-forms.ts'
import type { Tree } from './tree.ts'

/** Functions whose bracket holds several arguments. */
const several = new Set(['max', 'min', 'gcd', 'lcm', 'binomial', 'mod', 'log'])

/**
 * A function and its argument: `\sin(x)`, `\sin 2x`, `\sin^2 x`, `\sin^{-1} x`, `\log_2 8`, `\sin\cos x`.
 *
 * Without a bracket the argument is the factors that follow, up to a sign, a bracket or the next function:
 * `\sin 2x \cos y` is sin(2x)·cos(y).
 */
export function readCall(cursor: Cursor): Tree {
  const name = cursor.peek()?.text ?? ''
  cursor.at++
  let base: Tree | undefined
  let exponent: Tree | undefined
  for (let token = cursor.peek(); token?.kind === 'operator'; token = cursor.peek()) {
    if (token.text === '_' && base === undefined) base = readScript(cursor)
    else if (token.text === '^' && exponent === undefined) exponent = readScript(cursor)
    else break
  }
  const inverse =
    exponent !== undefined && isMinusOne(exponent) && Object.hasOwn(inverseOf, name)
      ? inverseOf[name]
      : undefined
  const args = readCallArguments(cursor, name)
  const call = makeCall(cursor, inverse ?? name, args, base)
  return exponent === undefined || inverse !== undefined
    ? call
    : cursor.node({ type: 'power', base: call, exponent })
}

function readScript(cursor: Cursor): Tree {
  cursor.at++
  if (cursor.is('open', '{') || cursor.is('open', '(')) return cursor.inside().whole()
  if (cursor.take('operator', '-'))
    return cursor.node({ type: 'negative', of: cursor.grammar.factor(cursor) })
  const token = cursor.peek()
  if (token?.kind !== 'number' && token?.kind !== 'name') return cursor.fail()
  const single = cursor.range(cursor.at, cursor.at + 1)
  cursor.at++
  return single.whole()
}

function isMinusOne(tree: Tree): boolean {
  return (
    tree.type === 'negative' &&
    tree.of.type === 'number' &&
    tree.of.value.top === 1n &&
    tree.of.value.bottom === 1n
  )
}

function readCallArguments(cursor: Cursor, name: string): Tree[] {
  const next = cursor.peek()
  if (next?.kind === 'open' && (next.text === '(' || next.text === '{' || next.text === '[')) {
    const inner = cursor.inside()
    const args = [inner.grammar.sum(inner)]
    while (several.has(name) && inner.take('separator', ',')) args.push(inner.grammar.sum(inner))
    return inner.at === inner.end ? args : cursor.fail()
  }
  return [readBareArgument(cursor)]
}

function readBareArgument(cursor: Cursor): Tree {
  if (cursor.take('operator', '-')) return cursor.node({ type: 'negative', of: readBareArgument(cursor) })
  const factors: Tree[] = [cursor.grammar.factor(cursor)]
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    const isFactor =
      token.kind === 'name' || (token.kind === 'command' && token.text !== 'int' && token.text !== 'sum')
    if (!isFactor || token.text === 'dots') break
    factors.push(cursor.grammar.factor(cursor))
  }
  const [only] = factors
  return factors.length === 1 && only !== undefined ? only : cursor.node({ type: 'product', factors })
}

/** The one who chose the logarithm's base is not known here: `\log` stays over an unknown base. */
function makeCall(cursor: Cursor, name: string, args: Tree[], base: Tree | undefined): Tree {
  const [first, second] = args
  if (first === undefined) return cursor.fail()
  if (name === 'exp')
    return cursor.node({ type: 'power', base: { type: 'constant', name: 'e' }, exponent: first })
  if (name === 'cis') {
    const angle = cursor.node({ type: 'product', factors: [{ type: 'constant', name: 'i' }, first] } as const)
    return cursor.node({ type: 'power', base: { type: 'constant', name: 'e' }, exponent: angle })
  }
  if (name === 'cbrt') return cursor.node({ type: 'root', of: first, index: numberTree(rational(3n)) })
  if (name === 'lg') return logarithm(cursor, first, numberTree(rational(10n)))
  if (name === 'log') {
    const chosen = base ?? second
    if (chosen === undefined) return cursor.node({ type: 'call', name: 'log', args: [first] })
    return logarithm(cursor, first, chosen)
  }
  if (base !== undefined) return cursor.fail()
  return cursor.node({ type: 'call', name, args })
}

function logarithm(cursor: Cursor, of: Tree, base: Tree): Tree {
  if (base.type === 'constant' && base.name === 'e')
    return cursor.node({ type: 'call', name: 'ln', args: [of] })
  return cursor.node({ type: 'call', name: 'log', args: [of, base] })
}
