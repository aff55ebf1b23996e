import { functionNames } from './commands.ts'
import { statisticWords } from './statistic.ts'
import type { Token } from './token.ts'

/** Longest run of letters that is read as a product of unknowns; a longer one is a word. */
const longestProduct = 4

const greekNames = new Set(
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Sigma Phi Psi Omega'.split(
    ' ',
  ),
)
const infinityWords = new Set(['inf', 'infty', 'infinity', 'Infinity', 'oo'])
/** Functions that are also letters side by side: only before a bracket. */
const needBracket = new Set([
  're',
  'im',
  'Re',
  'Im',
  'tg',
  'lg',
  'det',
  'mod',
  'Mod',
  'abs',
  'sign',
  'floor',
  'ceil',
  'gamma',
  'Gamma',
])

/**
 * Runs of letters taken apart: functions, Greek names and infinity by name, anything else letter by letter.
 *
 * @returns `undefined` where a run is a word: longer than a product would be, or beside another run.
 */
export function splitLetters(tokens: readonly Token[]): Token[] | undefined {
  const split: Token[] = []
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'text') {
      const letter = splitText(token)
      if (letter === undefined) return undefined
      split.push(letter)
    } else if (token.kind !== 'word') split.push(token)
    else {
      const parts = splitWord(token, tokens[index + 1])
      if (parts === undefined || isBesideWord(tokens, index)) return undefined
      split.push(...parts)
    }
  }
  return split
}

/** `\text{13}` is 13 and `\mathrm{i}` is i; longer text is no part of an expression. */
function splitText(token: Token): Token | undefined {
  if (/^\d+(?:\.\d+)?$/.test(token.text)) return { ...token, kind: 'number' }
  if (statisticWords.has(token.text)) return { ...token, kind: 'name' }
  const letter = /^\(?([A-Za-z])\)?$/.exec(token.text)
  if (letter !== null) return { ...token, kind: 'name', text: letter[1] ?? '' }
  return undefined
}

function splitWord(token: Token, next: Token | undefined): Token[] | undefined {
  const { text } = token
  const beforeBracket =
    next?.kind === 'open' && (next.text === '(' || next.text === '[' || next.text === '{') && !next.spaced
  if (text === 'sqrt' || text === 'root') return [{ ...token, kind: 'command', text: 'sqrt' }]
  if (Object.hasOwn(functionNames, text) && (!needBracket.has(text) || beforeBracket)) {
    return [{ ...token, kind: 'function', text: functionNames[text] ?? text }]
  }
  if (greekNames.has(text) || (beforeBracket && statisticWords.has(text))) return [{ ...token, kind: 'name' }]
  if (infinityWords.has(text)) return [{ ...token, kind: 'name', text: 'infinity' }]
  if (beforeBracket && text.length > 3) {
    const known =
      Object.keys(functionNames).find((name) => name.length > 2 && text.endsWith(name)) ??
      (text.endsWith('sqrt') ? 'sqrt' : undefined)
    if (known !== undefined && text.length - known.length <= 2) {
      const head = letterTokens({ ...token, text: text.slice(0, -known.length) })
      const name =
        known === 'sqrt'
          ? ({ kind: 'command', text: 'sqrt' } as const)
          : ({ kind: 'function', text: functionNames[known] ?? known } as const)
      return [...head, { ...token, ...name, spaced: false }]
    }
  }
  if (text.length > 1 && greekNames.has(text.slice(0, -1)))
    return [
      { ...token, kind: 'name', text: text.slice(0, -1) },
      ...letterTokens({ ...token, text: text.slice(-1), spaced: false }),
    ]
  return text.length > longestProduct ? undefined : letterTokens(token)
}

function letterTokens(token: Token): Token[] {
  return [...token.text].map((letter, index) => ({
    ...token,
    kind: 'name',
    text: letter,
    spaced: index === 0 && token.spaced,
  }))
}

/** Two words side by side are a phrase. */
function isBesideWord(tokens: readonly Token[], index: number): boolean {
  const isWord = (token: Token | undefined): boolean =>
    token?.kind === 'word' &&
    token.text.length > 1 &&
    !Object.hasOwn(functionNames, token.text) &&
    !greekNames.has(token.text) &&
    token.text !== 'sqrt'
  const next = tokens[index + 1]
  return isWord(tokens[index]) && isWord(next) && next?.spaced === true
}
