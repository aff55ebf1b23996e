import type { Effort } from '../effort.ts'
import { matchBrackets } from './brackets.ts'
import { Cursor, type Grammar, notMathematics } from './cursor.ts'
import { splitLetters } from './letters.ts'
import { factor, sum, term } from './operators.ts'
import type { Token } from './token.ts'
import type { Tree } from './tree.ts'

const grammar: Grammar = { sum, term, factor }

/**
 * The tokens as one expression, or `undefined` where they are none. Says what is written and decides nothing.
 *
 * Left to right where mathematics is not of one mind: `1/2x` is (1/2)·x.
 *
 * @throws LimitReached over the limits of nodes, nesting or cells.
 */
export function parseExpression(tokens: readonly Token[], effort: Effort): Tree | undefined {
  if (tokens.length === 0) return undefined
  effort.spend(2 * tokens.length)
  const split = splitLetters(tokens)
  const matched = split === undefined ? undefined : matchBrackets(split)
  if (matched === undefined) return undefined
  try {
    return new Cursor(matched, grammar, effort).whole()
  } catch (thrown) {
    if (thrown === notMathematics) return undefined
    throw thrown
  }
}
