import type { Cursor } from './cursor.ts'
import type { Token } from './token.ts'
import type { Tree } from './tree.ts'

/** Functions of statistics that are written as words. */
export const statisticWords: ReadonlySet<string> = new Set(['Var', 'Cov', 'Corr', 'Pr', 'SD', 'Cor'])

/**
 * `E[X^2]`, `E(X)`, `P(A|B)`, `Var(X)`: a function of the whole bracket, so that E[X²] is not E[X]². `P(1+r)^t` is a product: before a round bracket
 * one letter is a function only where a random variable or an event, a capital, opens it.
 */
export function statisticCall(cursor: Cursor, letter: string, open: Token): Tree | undefined {
  if (open.partner === undefined || (open.text !== '(' && open.text !== '[')) return undefined
  const isWord = statisticWords.has(letter)
  if (!isWord && letter !== 'E' && letter !== 'P') return undefined
  const [first, second] = [cursor.peek(1), cursor.peek(2)]
  const isEvent =
    first?.kind === 'name' && /^[A-Z]$/.test(first.text) && !(letter === 'P' && second?.text === '/')
  if (!isWord && open.text === '(' && !isEvent) return undefined
  const inner = cursor.inside()
  // A bar here divides an event from what is given; it opens no absolute value.
  inner.bars = 1
  const args = [inner.grammar.sum(inner)]
  let name = letter === 'Pr' ? 'P' : letter
  for (;;) {
    const next = inner.peek()
    if (next?.kind === 'bar') name = `${name} given`
    else if (next?.kind !== 'separator') break
    inner.at++
    args.push(inner.grammar.sum(inner))
  }
  return inner.at === inner.end
    ? cursor.node({ type: 'call', name: `statistic ${name}`, args })
    : inner.fail()
}
