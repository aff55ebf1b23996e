import { compareScalars, type Scalar } from './scalar.ts'

/** How far apart, relatively, the first numeric values of two equal scalars may lie. */
export const window = 1e-8

/**
 * The class of each value by its key. Values that the layers exact and modular decide are their own class; one that only
 * the numeric layer can place joins the decided class it agrees with, or the others like it.
 *
 * Does not depend on the order of the values: they are compared in the order of their size, and a class is named by the
 * first of its keys in a fixed order (exact, then modular, then shortest, then of the alphabet).
 *
 * @returns Only the keys that got another class than themselves.
 */
export function classifyScalars(scalars: Iterable<Scalar>): Map<string, string> {
  const distinct = new Map<string, Scalar>()
  let undecided = 0
  for (const scalar of scalars) {
    if (distinct.has(scalar.key)) continue
    distinct.set(scalar.key, scalar)
    if (!scalar.decides) undecided++
  }
  const classes = new Map<string, string>()
  if (undecided === 0 || distinct.size < 2) return classes
  for (const group of linked(sortedByValue(distinct.values()))) {
    for (const [key, name] of namesIn(group)) if (key !== name) classes.set(key, name)
  }
  return classes
}

interface Placed {
  readonly scalar: Scalar
  readonly size: number
}

/** The scalars that have a first numeric value, by its magnitude; ties by key. */
function sortedByValue(scalars: Iterable<Scalar>): Placed[] {
  const placed: Placed[] = []
  for (const scalar of scalars) {
    const [value] = scalar.signature
    if (value !== undefined) placed.push({ scalar, size: Math.hypot(value.re, value.im) })
  }
  return placed.sort((a, b) => a.size - b.size || (a.scalar.key < b.scalar.key ? -1 : 1))
}

/** Sets of scalars that agree numerically, two at least in each, linked through undecided ones. */
function linked(placed: readonly Placed[]): Scalar[][] {
  const groupOf = new Map<Scalar, Set<Scalar>>()
  for (const [index, a] of placed.entries()) {
    for (let next = index + 1; next < placed.length; next++) {
      const b = placed[next]
      if (b === undefined || b.size - a.size > window * Math.max(1e-6, b.size)) break
      if (a.scalar.decides && b.scalar.decides) continue
      if (!compareScalars(a.scalar, b.scalar).same) continue
      merge(groupOf, a.scalar, b.scalar)
    }
  }
  return [...new Set(groupOf.values())].map((group) => [...group])
}

function merge(groupOf: Map<Scalar, Set<Scalar>>, a: Scalar, b: Scalar): void {
  const joined = groupOf.get(a) ?? groupOf.get(b) ?? new Set<Scalar>()
  for (const member of [a, b, ...(groupOf.get(a) ?? []), ...(groupOf.get(b) ?? [])]) {
    joined.add(member)
    groupOf.set(member, joined)
  }
}

/** The class name of each member. Where two decided values are in reach, an undecided one joins neither. */
function namesIn(group: readonly Scalar[]): [string, string][] {
  const decided = group.filter((scalar) => scalar.decides)
  if (decided.length > 1) return []
  const [name] = [...group].sort(byRank)
  return group.map((scalar) => [scalar.key, name?.key ?? scalar.key])
}

function byRank(a: Scalar, b: Scalar): number {
  return (
    Number(b.exact !== undefined) - Number(a.exact !== undefined) ||
    Number(b.decides) - Number(a.decides) ||
    a.key.length - b.key.length ||
    (a.key < b.key ? -1 : 1)
  )
}
