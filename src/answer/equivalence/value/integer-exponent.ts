import type { Tree } from '../syntax/tree.ts'
import type { ExactValues } from './exact.ts'
import { hash61, modulo, type Point, powerModulo } from './field.ts'

/**
 * The value of an exponent modulo `prime − 1` (Fermat), where it is a polynomial of unknowns with integer coefficients;
 * `undefined` for anything else. The unknowns stand for the same integers as in the field itself.
 */
export function integerExponent(tree: Tree, exact: ExactValues, point: Point): bigint | undefined {
  const m = point.prime - 1n
  const value = exact.of(tree)
  if (value !== undefined) return value.bottom === 1n ? modulo(value.top, m) : undefined
  switch (tree.type) {
    case 'symbol':
      return tree.index === undefined ? hash61(tree.name, point.seed) % m : undefined
    case 'negative': {
      const inner = integerExponent(tree.of, exact, point)
      return inner === undefined ? undefined : modulo(-inner, m)
    }
    case 'sum':
      return fold(tree.terms, 0n, (a, b) => (a + b) % m, exact, point)
    case 'product':
      return fold(tree.factors, 1n, (a, b) => (a * b) % m, exact, point)
    case 'power': {
      const exponent = exact.of(tree.exponent)
      if (exponent === undefined || exponent.bottom !== 1n || exponent.top < 0n || exponent.top > 64n)
        return undefined
      const base = integerExponent(tree.base, exact, point)
      return base === undefined ? undefined : powerModulo(base, exponent.top, m)
    }
    default:
      return undefined
  }
}

function fold(
  parts: readonly Tree[],
  start: bigint,
  join: (a: bigint, b: bigint) => bigint,
  exact: ExactValues,
  point: Point,
): bigint | undefined {
  let total = start
  for (const part of parts) {
    const value = integerExponent(part, exact, point)
    if (value === undefined) return undefined
    total = join(total, value)
  }
  return total
}
