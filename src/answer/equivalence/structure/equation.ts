import { numberTree } from '../syntax/number-forms.ts'
import { freeNames, substitute, type Tree } from '../syntax/tree.ts'
import { rational } from '../value/rational.ts'
import { compareScalars, type Scalar } from '../value/scalar.ts'
import type { Reader } from './reader.ts'
import type { Shape } from './shape.ts'

/** Signs of relations that an equation shape can have after everything stands on one side of 0. */
export type RelationSign = '=' | '!=' | '<' | '<=' | '>' | '>='

export const mirrored: Readonly<Record<RelationSign, RelationSign>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

/**
 * `left sign right` up to a factor: left − right divided by its own value at a fixed point. Proportional sides give one
 * value; for inequalities the sign of the factor turns the relation.
 */
export function equationShape(left: Scalar, right: Scalar, sign: RelationSign, reader: Reader): Shape {
  const difference: Tree = { type: 'sum', terms: [left.tree, { type: 'negative', of: right.tree }] }
  const { evaluation } = reader
  const names = freeNames(difference)
  for (let round = 0; round < 3; round++) {
    const placed = names.reduce<Tree>(
      (tree, name, index) => substitute(tree, name, fixedValue(index, round)),
      difference,
    )
    const at = evaluation.scalar(placed)
    const value = at.real
    if (value === undefined || Math.abs(value) < 1e-6) continue
    const scaled = evaluation.scalar({ type: 'quotient', top: difference, bottom: at.tree })
    return relationShape(value > 0 ? sign : mirrored[sign], scaled)
  }
  const scaled = evaluation.scalar(difference)
  return relationShape(sign, scaled)
}

/** `<` and `>` of the negative are one; the tag keeps the direction. */
function relationShape(sign: RelationSign, scalar: Scalar): Shape {
  return { type: 'group', tag: `${sign} 0`, order: 'kept', items: [{ type: 'scalar', scalar }] }
}

/** Fixed positive values for unknowns, in the order of their names. */
function fixedValue(index: number, round: number): Tree {
  const primes = [7n, 11n, 13n, 17n, 19n, 23n, 29n, 31n]
  const prime = primes[(index + 3 * round) % primes.length] ?? 7n
  return numberTree(rational(prime + BigInt(10 * index), 5n))
}

/**
 * The one root of `left − right`, where that is linear in `name` with constant coefficients, and the sign of the factor
 * of `name`. `undefined` for anything else.
 */
export function linearRoot(
  left: Scalar,
  right: Scalar,
  name: string,
  reader: Reader,
): { readonly root: Scalar; readonly slope: number } | undefined {
  const { evaluation } = reader
  const difference: Tree = { type: 'sum', terms: [left.tree, { type: 'negative', of: right.tree }] }
  const constant = substitute(difference, name, numberTree(rational(0n)))
  const atOne = substitute(difference, name, numberTree(rational(1n)))
  const slopeTree: Tree = { type: 'sum', terms: [atOne, { type: 'negative', of: constant }] }
  const slope = evaluation.scalar(slopeTree).real
  if (slope === undefined || slope === 0) return undefined
  const line: Tree = {
    type: 'sum',
    terms: [{ type: 'product', factors: [slopeTree, { type: 'symbol', name }] }, constant],
  }
  if (!compareScalars(evaluation.scalar(line), evaluation.scalar(difference)).same) return undefined
  const root = evaluation.scalar({
    type: 'negative',
    of: { type: 'quotient', top: constant, bottom: slopeTree },
  })
  return { root, slope }
}
