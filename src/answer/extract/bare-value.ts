import { bracketEnd, groupEnd } from './brackets.ts'
import { numberEnd } from './number.ts'
import type { WordSet } from './words.ts'

const functions = new Set(
  'sqrt cbrt sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp abs max min gcd lcm floor ceil det mod binom choose'.split(
    ' ',
  ),
)
const constants = new Set('pi inf infinity infty oo theta phi alpha beta gamma lambda'.split(' '))
/** Letters that are words of some language when a word follows: "a prime", "I think", "y tres". */
const letterWords = /[aeiouwyzAEIOUYáàéèêóòôűэи]/u
const spacing = /(?:[ \t\u00a0\u2009\u202f~]|\\[,;:! ]|\\q?quad(?![a-zA-Z]))+/y
const operator =
  /(?:[+\-−–×*·÷/^_=≠<>≤≥±∓∪∩∈∖≈≡&]|!=|\\(?:cdot|times|pm|mp|leq?|geq?|neq?|lt|gt|leqslant|geqslant|approx|equiv|in|notin|cup|cap|setminus|div|to|mid|circ|pmod|bmod|ldots|dots|cdots)(?![a-zA-Z]))/y
const stopCommand =
  /\\(?:implies|Rightarrow|Longrightarrow|iff|because|therefore|quad|qquad|boxed|fbox|end|\]|\))/y
/** A unit may stand apart from its number: `5 \text{ km}`. */
const unitCommand = /\\(?:text|mathrm|mbox|textrm|operatorname)\s?\{/y
/** A run of Latin or Greek letters; where an accent follows, it is a word of prose. */
const word = /[A-Za-z\u0370-\u03ff]+(?![A-Za-z\u0370-\u03ff\u00c0-\u024f]|[\u0300-\u036f])/y
const symbol = /[πθφλ∞∅√∛αβγδεμσωℝℤℕℚℂ…]/uy
const postfix = /[%°′²³¹⁰⁴-⁹⁻⁺ⁿ₀-₉٪％]|!(?=[\s]*[+\-−×*/=^)\]}]|\.(?:\s|$))/uy
/** `7 (mod 11)` */
const modulus = /\(\s*mod\s+[\dA-Za-z]{1,12}\s*\)/y
/** A Chinese numeral that stands alone: in "一个" it is an article. */
const hanNumeral = /[〇零一二三四五六七八九十百千万萬億亿两]+(?=[\s。．.,，、；;)）】」』*]|です|である|$)/y
const longest = 2048

/**
 * Where the undelimited mathematical value that begins at `from` ends: a number, expression, relation, tuple, set, interval or a list
 * of them, read until prose begins. `12 because 3*4 = 12` ends after the 12, `x = 5, as we saw` after the 5.
 *
 * Each step moves forward and each bracket is matched within a bound, so the cost is linear.
 *
 * @param joins - Words that join two values ("and", "or"), tested at a place.
 * @param verbs - Verbs before which a list may end ("1, 2, 3 are the answer"); before other words its last item is prose.
 * @returns `undefined` where no value begins.
 */
export function bareValueEnd(
  text: string,
  from: number,
  joins: WordSet,
  verbs: WordSet | undefined = undefined,
): number | undefined {
  const last = Math.min(text.length, from + longest)
  let i = from
  let end = from
  let beforeItem = -1
  let wantsValue = true
  let sawValue = false
  while (i < last) {
    const gapEnd = match(spacing, text, i)
    const spaced = gapEnd !== undefined && gapEnd > i
    i = gapEnd ?? i
    if (i >= last || match(stopCommand, text, i) !== undefined || text.startsWith('**', i)) break
    const separator = /[,;，、；]/.test(text[i] ?? '') ? i + 1 : spaced ? joins.endAt(text, i) : undefined
    if (separator !== undefined) {
      // "3, 4, or 5": the word may follow the comma.
      const afterComma = /[,;，、；]\s*$/.test(text.slice(Math.max(from, i - 3), i))
      if (wantsValue && afterComma && joins.endAt(text, i) === separator) {
        i = separator
        continue
      }
      if (wantsValue) break
      beforeItem = end
      wantsValue = true
      i = separator
      continue
    }
    const modulusEnd = wantsValue ? undefined : match(modulus, text, i)
    if (modulusEnd !== undefined) {
      end = modulusEnd
      i = modulusEnd
      continue
    }
    const value: Operand | undefined =
      wantsValue || !spaced || match(unitCommand, text, i) !== undefined
        ? valueEnd(text, i, wantsValue, sawValue)
        : undefined
    if (value !== undefined && (wantsValue || !/[+\-−–±]/.test(text[i] ?? ''))) {
      wantsValue = value.wantsMore
      i = value.end
      if (!wantsValue) {
        end = i
        sawValue = true
      }
      continue
    }
    const after = match(operator, text, i)
    if (after === undefined) break
    if (!sawValue && !/[+\-−±<>≤≥≈√]/.test(text[i] ?? '')) break
    wantsValue = !/\\(?:ldots|dots|cdots|circ)$/.test(text.slice(i, after))
    i = after
    if (!wantsValue) end = i
  }
  if (!sawValue) return undefined
  if (beforeItem >= 0 && runsIntoProse(text, end) && verbs?.endAt(text, end + 1) === undefined)
    end = beforeItem
  return end > from && isValue(text, from, end) ? end : undefined
}

/** One operand; a function or root sign still wants what it applies to. */
interface Operand {
  readonly end: number
  readonly wantsMore: boolean
}

/** One operand: number, command with its groups, bracket, variable or function. */
function valueEnd(text: string, at: number, wantsValue: boolean, sawValue: boolean): Operand | undefined {
  const done = (end: number | undefined) => (end === undefined ? undefined : { end, wantsMore: false })
  const char = text[at] ?? ''
  const number = numberEnd(text, at)
  if (number !== undefined) return done(number)
  if (!wantsValue) {
    const after = match(postfix, text, at)
    if (after !== undefined) return done(after)
  }
  if (char === '\\') return done(commandEnd(text, at))
  if (/[([{⟨]/.test(char)) {
    const end = bracketEnd(text, at)
    return end !== undefined && isMathLike(text.slice(at + 1, end - 1)) ? done(end) : undefined
  }
  if (char === '|' && wantsValue) {
    const close = text.indexOf('|', at + 1)
    return close > at && close - at < 60 && isMathLike(text.slice(at + 1, close))
      ? done(close + 1)
      : undefined
  }
  const numeral = wantsValue ? match(hanNumeral, text, at) : undefined
  if (numeral !== undefined) return done(numeral)
  const sign = match(symbol, text, at)
  if (sign !== undefined) return { end: sign, wantsMore: /[√∛]/.test(char) }
  const wordEnd = match(word, text, at)
  return wordEnd === undefined ? undefined : letters(text, at, wordEnd, wantsValue, sawValue)
}

/** A variable, a product of variables, a function or a constant, but not a word of prose. */
function letters(
  text: string,
  at: number,
  end: number,
  wantsValue: boolean,
  sawValue: boolean,
): Operand | undefined {
  const name = text.slice(at, end)
  if (functions.has(name.toLowerCase())) return { end, wantsMore: true }
  if (constants.has(name.toLowerCase())) return { end, wantsMore: false }
  const tightBefore = !wantsValue || /[=^_*/({]/.test(text[at - 1] ?? '')
  const tightAfter = /^(?:[\^_*(=<>]|\s?[=<>≤≥≠∈](?![=>]))/.test(text.slice(end, end + 2))
  if (name.length === 1) {
    const prose =
      wantsValue &&
      letterWords.test(name) &&
      !tightAfter &&
      /^['’]?\s?[\p{L}]{2,}/u.test(text.slice(end, end + 4))
    return prose ? undefined : { end, wantsMore: false }
  }
  const short = name.length <= 3 || (name === name.toUpperCase() && name.length <= 4)
  return short && (tightAfter || (sawValue && tightBefore)) ? { end, wantsMore: false } : undefined
}

/** `\frac{1}{2}`, `\left( … \right)`, `\begin{pmatrix} … \end{pmatrix}`, `\{1, 2\}`. */
function commandEnd(text: string, at: number): number | undefined {
  if (text[at + 1] === '{') return bracketEnd(text, at + 1)
  const name = /^\\(operatorname\*|[a-zA-Z]+)/.exec(text.slice(at, at + 24))
  if (name === null) return undefined
  let end = at + name[0].length
  if (name[1] === 'begin') {
    const environment = /^\{([a-zA-Z*]{1,16})\}/.exec(text.slice(end, end + 20))
    const close = environment === null ? -1 : text.indexOf(`\\end{${environment[1]}}`, end)
    return close < 0 || close - at > longest ? undefined : close + 6 + (environment?.[1]?.length ?? 0)
  }
  if (name[1] === 'left') {
    const close = /\\right\s?(?:\\?[)\]}|.⟩>]|\\rangle)/g
    close.lastIndex = end
    const found = close.exec(text.slice(0, at + longest))
    return found === null ? undefined : found.index + found[0].length
  }
  for (let groups = 0; groups < 3 && /[{[]/.test(text[end] ?? ''); groups++) {
    const group =
      text[end] === '{'
        ? groupEnd(text, end, longest)
        : { type: 'closed' as const, end: bracketEnd(text, end) ?? end }
    if (group.type !== 'closed' || group.end === end) break
    end = group.end
  }
  return end
}

/** Whether the value read so far is no more than the start of a phrase: "3 of them" after "5, ". */
function runsIntoProse(text: string, end: number): boolean {
  return /^\s[\p{L}]{2,}/u.test(text.slice(end, end + 4))
}

/** A value says something: a digit, a command, a symbol or a letter that stands alone. */
function isValue(text: string, from: number, end: number): boolean {
  const value = text.slice(from, end)
  if (/[\p{N}\\∞∅π()[\]{}=<>]/u.test(value)) return true
  return (
    !/^\s?\p{L}{2,}/u.test(text.slice(end, end + 4)) ||
    /\p{L}.*\p{L}/u.test(value) ||
    /^[b-zB-HJ-Z]$/.test(value)
  )
}

/** Whether a bracket holds mathematics: no word of prose outside of commands. */
function isMathLike(inner: string): boolean {
  const plain = inner
    .replaceAll(/\\(?:text|mathrm|operatorname|mathbf|textbf)\s?\{[^{}]*\}|\\[a-zA-Z]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
  for (const [run] of plain.matchAll(/[\p{L}]{3,}/gu)) {
    if (!functions.has(run.toLowerCase()) && !constants.has(run.toLowerCase())) return false
  }
  return /\S/.test(plain) && !/\p{L}{2,} \p{L}{2,}/u.test(plain)
}

function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  const found = pattern.exec(text)
  return found === null ? undefined : at + found[0].length
}
