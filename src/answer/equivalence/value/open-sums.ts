import type { Effort } from '../effort.ts'
import { countNodes, mapChildren, some, substitute, type Tree } from '../syntax/tree.ts'
import type { ExactValues } from './exact.ts'

/** Most terms that a sum or product is written out to. */
const mostTerms = 60
const mostNodes = 1500

/** The tree with every short finite sum and product over integers written out: `\sum_{k=1}^{4} k^2` is 1 + 4 + 9 + 16. */
export function openSums(tree: Tree, exact: ExactValues, effort: Effort): Tree {
  if (!some(tree, (node) => node.type === 'binder')) return tree
  const inner = mapChildren(tree, (child) => openSums(child, exact, effort))
  if (inner.type !== 'binder' || (inner.operator !== 'sum' && inner.operator !== 'product')) return inner
  if (inner.variable === '' || inner.lower === undefined || inner.upper === undefined) return inner
  const lower = exact.of(inner.lower)
  const upper = exact.of(inner.upper)
  if (lower?.bottom !== 1n || upper?.bottom !== 1n) return inner
  const count = upper.top - lower.top + 1n
  if (count < 1n || count > BigInt(mostTerms) || Number(count) * countNodes(inner.body) > mostNodes)
    return inner
  effort.spend(Number(count) * countNodes(inner.body))
  const terms: Tree[] = []
  for (let at = lower.top; at <= upper.top; at++) {
    terms.push(substitute(inner.body, inner.variable, { type: 'number', value: { top: at, bottom: 1n } }))
  }
  return inner.operator === 'sum' ? { type: 'sum', terms } : { type: 'product', factors: terms }
}
