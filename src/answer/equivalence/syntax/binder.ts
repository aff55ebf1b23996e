import { defined } from '../../../ground/defined.ts'
import { rational } from '../value/rational.ts'
import { matchBrackets } from './brackets.ts'
import type { Cursor } from './cursor.ts'
import { numberTree } from './number-forms.ts'
import type { Token } from './token.ts'
import { type BinderTree, freeNames, mapChildren, type Tree } from './tree.ts'

const operators: Readonly<Record<string, BinderTree['operator']>> = {
  int: 'integral',
  oint: 'integral',
  sum: 'sum',
  prod: 'product',
  lim: 'limit',
}

/** Whether a command binds a variable. */
export function isBinder(command: string): boolean {
  return Object.hasOwn(operators, command)
}

/** An integral, sum, product or limit: its bounds in either order, its variable, its body. Never evaluated here. */
export function readBinder(cursor: Cursor): Tree {
  const command = cursor.peek()?.text ?? ''
  const operator = operators[command] ?? cursor.fail()
  cursor.at++
  const { below, above } = readBounds(cursor)
  if (operator === 'integral') {
    const integral = readIntegral(cursor, below, above)
    // Around a closed curve it is another integral, and not evaluated either.
    return command === 'oint'
      ? cursor.node({ type: 'call', name: 'unknown function oint', args: [integral] })
      : integral
  }
  const [variable, lower] = readBoundVariable(below)
  const upper = above === undefined ? undefined : above.whole()
  const body = cursor.grammar.term(cursor)
  return binder(cursor, operator, variable, lower, upper, asUnknown(body, variable))
}

/** In `\sum_{i=1}^n i^2` the letter i is bound, and no imaginary unit. */
function asUnknown(tree: Tree, name: string): Tree {
  if (tree.type === 'constant' && tree.name === name) return { type: 'symbol', name }
  return mapChildren(tree, (child) => asUnknown(child, name))
}

function binder(
  cursor: Cursor,
  operator: BinderTree['operator'],
  variable: string,
  lower: Tree | undefined,
  upper: Tree | undefined,
  body: Tree,
): Tree {
  return cursor.node({
    type: 'binder',
    operator,
    variable,
    body,
    ...defined({ lower, upper }),
  })
}

function readBounds(cursor: Cursor): { below?: Cursor; above?: Cursor } {
  const bounds: { below?: Cursor; above?: Cursor } = {}
  for (let token = cursor.peek(); token?.kind === 'operator'; token = cursor.peek()) {
    if (token.text !== '_' && token.text !== '^') break
    cursor.at++
    const next = cursor.peek()
    if (next === undefined) return cursor.fail()
    const part = next.kind === 'open' ? cursor.inside() : cursor.range(cursor.at, ++cursor.at)
    if (part.at === part.end) continue
    if (token.text === '_') bounds.below = part
    else bounds.above = part
  }
  return bounds
}

/** `k=0`, `x \to 0`, `k`. */
function readBoundVariable(below: Cursor | undefined): [string, Tree | undefined] {
  if (below === undefined) return ['', undefined]
  const name = below.peek()
  if (name?.kind !== 'name') return ['', below.whole()]
  const relation = below.peek(1)
  if (relation === undefined) return [name.text, undefined]
  if (relation.kind !== 'relation') return ['', below.whole()]
  return [name.text, readBound(below.range(below.at + 2, below.end))]
}

/** `3`, or `3^{+}` and `3^-`: a limit from one side. */
function readBound(bound: Cursor): Tree {
  const tokens = bound.tokens.slice(bound.at, bound.end)
  const braced = tokens.at(-1)?.kind === 'close' && tokens.at(-3)?.kind === 'open'
  const sign = tokens.at(braced ? -2 : -1)
  const power = tokens.at(braced ? -4 : -2)
  if (power?.text !== '^' || (sign?.text !== '+' && sign?.text !== '-')) return bound.whole()
  const at = bound.range(bound.at, bound.end - (braced ? 4 : 2)).whole()
  return bound.node({ type: 'call', name: sign.text === '+' ? 'from above' : 'from below', args: [at] })
}

/** The body runs to its differential; without one to the end of the term, over `x` or its only unknown. */
function readIntegral(cursor: Cursor, below: Cursor | undefined, above: Cursor | undefined): Tree {
  const lower = below?.whole()
  const upper = above?.whole()
  const found = findDifferential(cursor)
  if (found === undefined) {
    const body = cursor.grammar.term(cursor)
    const names = freeNames(body)
    const variable = names.includes('x') ? 'x' : names.length === 1 ? (names[0] ?? '') : ''
    return binder(cursor, 'integral', variable, lower, upper, body)
  }
  const tokens = withoutDifferential(cursor.tokens.slice(cursor.at, found.end), found.at - cursor.at)
  if (tokens === undefined) return cursor.fail()
  cursor.at = found.end
  const body = tokens.length === 0 ? numberTree(rational(1n)) : cursor.over(tokens).whole()
  return binder(cursor, 'integral', found.variable, lower, upper, body)
}

interface Differential {
  /** Index of the `d`. */
  readonly at: number
  /** Where the integral ends: after the differential, or after the group that holds it. */
  readonly end: number
  readonly variable: string
}

/** The `dx` that belongs to this integral: nested integrals have theirs before it. */
function findDifferential(cursor: Cursor): Differential | undefined {
  let nested = 0
  let inGroup: Differential | undefined
  for (let at = cursor.at; at < cursor.end; at++) {
    const token = cursor.tokens[at]
    if (token?.kind === 'command' && token.text === 'int') nested++
    const variable = differentialAt(cursor, at)
    if (variable !== undefined && nested-- === 0) return { at, end: at + 2, variable }
    if (token?.kind !== 'open' || token.partner === undefined) continue
    for (let inner = at + 1; inner < token.partner && inGroup === undefined && nested === 0; inner++) {
      const name = differentialAt(cursor, inner)
      if (name !== undefined)
        inGroup = { at: inner, end: endOfTerm(cursor, token.partner + 1), variable: name }
    }
    at = token.partner
  }
  return inGroup
}

function endOfTerm(cursor: Cursor, from: number): number {
  for (let at = from; at < cursor.end; at++) {
    const token = cursor.tokens[at]
    if (token?.kind === 'open' && token.partner !== undefined) at = token.partner
    else if (token?.kind === 'operator' && (token.text === '+' || token.text === '-')) return at
    else if (token?.kind === 'relation' || token?.kind === 'separator') return at
  }
  return cursor.end
}

function differentialAt(cursor: Cursor, at: number): string | undefined {
  const [d, variable] = [cursor.tokens[at], cursor.tokens[at + 1]]
  if (d?.kind !== 'name' || d.text !== 'd' || at + 1 >= cursor.end) return undefined
  return variable?.kind === 'name' && variable.text !== 'd' && variable.text !== 'dots'
    ? variable.text
    : undefined
}

/** The tokens of a body without its differential; a numerator left empty is 1. */
function withoutDifferential(tokens: readonly Token[], at: number): Token[] | undefined {
  const kept = tokens.filter((_, index) => index !== at && index !== at + 1)
  const [before, after] = [kept[at - 1], kept[at]]
  // `3 \cdot dx` leaves a sign without its factor, `\frac{dx}{x}` an empty numerator.
  if (before?.kind === 'operator' && before.text === '*') kept.splice(at - 1, 1)
  else if (before?.kind === 'open' && after?.kind === 'close') {
    kept.splice(at, 0, { kind: 'number', text: '1', spaced: false })
  }
  return matchBrackets(kept)
}
