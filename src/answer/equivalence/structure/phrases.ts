import { noSolution } from '../../verdicts.ts'
import { realLine, realsShape } from './real-set.ts'
import { emptySet, type Shape } from './shape.ts'

const emptySets = new Set([
  ...noSolution,
  'there is no solution',
  'there are no solutions',
  'empty set',
  'the empty set',
])
const allReals = new Set([
  'all real numbers',
  'all reals',
  'all real x',
  'any real number',
  'real numbers',
  'every real number',
  'alle reellen zahlen',
  'tous les réels',
])

/** Words for the empty set and for the whole line. All of these take the text as `plainTextKey` gives it. */
export function readPhrase(plainText: string): Shape | undefined {
  const words = plainText.toLowerCase()
  if (emptySets.has(words)) return emptySet
  return allReals.has(words) ? realsShape(realLine) : undefined
}

/** Whether a text is letters and spaces only, more than one letter: words before anything else. */
export function isWords(plainText: string): boolean {
  return /^[\p{L}\p{M}](?:[\p{L}\p{M}\s'.-]*[\p{L}\p{M}.])?$/u.test(plainText)
}
