import { LimitReached, limits } from '../limits.ts'
import type { Token } from './token.ts'

/** Which closing sign may end which opening one. Round and square may mix: `[0,1)`. */
const closers: Readonly<Record<string, readonly string[]>> = {
  '(': [')', ']'],
  '[': [']', ')'],
  '{': ['}'],
  set: ['set', '}'],
  '<': ['>'],
  floor: ['floor'],
  ceil: ['ceil'],
  abs: ['abs'],
  matrix: ['matrix'],
}

/**
 * The tokens with each bracket knowing its partner, or `undefined` where brackets do not match in any reading.
 * `]0,1[` is read as the open interval that French writes so, where the brackets match in no other way.
 */
export function matchBrackets(tokens: readonly Token[]): Token[] | undefined {
  return match(tokens) ?? match(frenchBrackets(tokens))
}

/** The tokens with French brackets turned, where they match in no other way. */
export function turnBrackets(tokens: readonly Token[]): readonly Token[] {
  return areBalanced(tokens) ? tokens : frenchBrackets(tokens)
}

/** Whether every closing bracket closes an opening one: enough to tell `]0,1[` apart. */
function areBalanced(tokens: readonly Token[]): boolean {
  let depth = 0
  for (const { kind } of tokens) {
    if (kind === 'open') depth++
    else if (kind === 'close' && --depth < 0) return false
  }
  return depth === 0
}

function match(tokens: readonly Token[]): Token[] | undefined {
  const matched: Token[] = [...tokens]
  const open: number[] = []
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'open') {
      open.push(index)
      if (open.length > limits.nesting) throw new LimitReached('nesting')
    } else if (token.kind === 'close') {
      const start = open.pop()
      const opener = start === undefined ? undefined : tokens[start]
      if (start === undefined || opener === undefined) return undefined
      if (!closers[opener.text]?.includes(token.text)) return undefined
      matched[start] = { ...opener, partner: index }
      matched[index] = { ...token, partner: start }
    }
  }
  return open.length === 0 ? matched : undefined
}

/** Square brackets alternately open and close: `]0,1[` becomes `(0,1)`, `[0,1[` becomes `[0,1)`. */
function frenchBrackets(tokens: readonly Token[]): Token[] {
  let opened = false
  return tokens.map((token) => {
    if ((token.kind !== 'open' && token.kind !== 'close') || (token.text !== '[' && token.text !== ']'))
      return token
    opened = !opened
    if (opened) return { ...token, kind: 'open', text: token.text === '[' ? '[' : '(' }
    return { ...token, kind: 'close', text: token.text === ']' ? ']' : ')' }
  })
}
