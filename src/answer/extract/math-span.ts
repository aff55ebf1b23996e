/** A delimited formula: where it stands with its delimiters, and its content. */
export interface MathSpan {
  readonly start: number
  readonly end: number
  readonly innerStart: number
  readonly innerEnd: number
  readonly inner: string
}

/** Longest formula taken, in UTF-16 code units; a longer one is no answer. */
const longestFormula = 4096

const environments = new Set([
  'align',
  'align*',
  'aligned',
  'equation',
  'equation*',
  'gather',
  'gather*',
  'gathered',
  'multline',
  'multline*',
  'matrix',
  'pmatrix',
  'bmatrix',
  'Bmatrix',
  'vmatrix',
  'Vmatrix',
  'smallmatrix',
  'array',
  'cases',
  'math',
  'displaymath',
])

const opener = /\\[([]|\$\$?|\\begin\{([a-zA-Z]+\*?)\}|\\./gs

/**
 * The formulas of a text in `$..$`, `$$..$$`, `\(..\)`, `\[..\]` or an environment, outermost only, in order.
 *
 * A dollar sign may be money: `$5 and $7` holds no formula. One pass; every search for a closing delimiter goes forward only.
 */
export function findMathSpans(text: string): MathSpan[] {
  const spans: MathSpan[] = []
  const closers = new Map<string, number>()
  /** The next place of a closing delimiter at or after `from`, asked for with rising `from`; -1 where there is none. */
  const next = (closer: string, from: number): number => {
    const known = closers.get(closer)
    if (known !== undefined && (known === -1 || known >= from)) return known
    const at = text.indexOf(closer, from)
    closers.set(closer, at)
    return at
  }
  opener.lastIndex = 0
  for (let match = opener.exec(text); match !== null; match = opener.exec(text)) {
    const innerStart = match.index + match[0].length
    let innerEnd = -1
    let closer = ''
    if (match[0] === '$$') {
      closer = '$$'
      innerEnd = next(closer, innerStart)
    } else if (match[0] === '$') {
      closer = '$'
      innerEnd = closingDollar(text, innerStart)
    } else if (match[0] === '\\(') {
      closer = '\\)'
      innerEnd = next(closer, innerStart)
    } else if (match[0] === '\\[') {
      closer = '\\]'
      innerEnd = next(closer, innerStart)
    } else if (match[1] !== undefined && environments.has(match[1])) {
      closer = `\\end{${match[1]}}`
      innerEnd = next(closer, innerStart)
    }
    if (innerEnd < 0 || innerEnd - innerStart > longestFormula) continue
    const inner = text.slice(innerStart, innerEnd)
    if (inner.trim() === '' && closer !== '$$') continue
    const end = innerEnd + closer.length
    if (match[1] === undefined) spans.push({ start: match.index, end, innerStart, innerEnd, inner })
    else spans.push(environmentSpan(text, match.index, end, match[1], innerStart, innerEnd))
    opener.lastIndex = end
  }
  return spans
}

/** A matrix is a value with its environment; the lines of `align` and its like are formulas without it. */
function environmentSpan(
  text: string,
  start: number,
  end: number,
  name: string,
  innerStart: number,
  innerEnd: number,
): MathSpan {
  if (/matrix|array|cases/.test(name))
    return { start, end, innerStart: start, innerEnd: end, inner: text.slice(start, end) }
  return { start, end, innerStart, innerEnd, inner: text.slice(innerStart, innerEnd) }
}

/**
 * The dollar sign that closes an inline formula, or -1 where the opening one is money.
 *
 * As in Pandoc, `$x$` hugs its content on both sides or on none, and no digit follows; beyond that a formula has no blank line and
 * does not begin as a price and go on as prose ("$5 per day, or $").
 */
function closingDollar(text: string, from: number): number {
  const limit = Math.min(text.length, from + longestFormula)
  const loose = /\s/.test(text[from] ?? ' ')
  for (let i = from; i < limit; i++) {
    const char = text[i]
    if (char === '\\') {
      i++
      continue
    }
    if (char === '\n' && /^[ \t]*\n/.test(text.slice(i + 1, i + 40))) return -1
    if (char !== '$') continue
    if (i === from) return -1
    const spaceBefore = /\s/.test(text[i - 1] ?? '')
    const digitAfter = /\d/.test(text[i + 1] ?? '')
    if (!loose && spaceBefore && digitAfter) return -1
    const inner = text.slice(from, i)
    if (/^\s*[\d.,]+/.test(inner) && (digitAfter || isProse(inner))) return -1
    return i
  }
  return -1
}

/** Whether words stand in a would-be formula outside of commands and their groups: "5 per day, or ". */
function isProse(inner: string): boolean {
  return /(?<![\\{a-zA-Z])[a-zA-Z]{3,}/.test(inner.replaceAll(/\\[a-zA-Z]+(?:\s*\{[^{}]*\})?/g, ' '))
}
