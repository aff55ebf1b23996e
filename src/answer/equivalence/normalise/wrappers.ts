import { normaliseCharacters } from './characters.ts'
import { trimEnds } from './trim.ts'

/** Layer "normalise", wrappers: what stands around an answer is taken off. Decides nothing. */

/** Words that open a box. */
const box = /(?:beginboxed|boxed|framebox|fbox)\s*\{/g

/**
 * The answer without delimiters (`$`, `\( \)`, `\boxed{}`), markdown, end-of-sentence marks and doubled backslashes,
 * its characters in one form.
 */
export function normalise(text: string): string {
  return unwrapped(normaliseCharacters(unitSigns(siUnits(text))))
}

/** The same for a text whose characters stay as they are. */
export function unwrapped(text: string): string {
  let result = withBackslashes(text.trim())
  if (result.includes('\\')) {
    result = undouble(result)
    result = unbox(result)
    result = result.replace(/\\[()[\]]/g, (mark, offset: number) => (isRowBreak(result, offset) ? mark : ' '))
  }
  result = withoutDollars(result)
  result = wholeText(withoutMarkdown(result.trim()))
  return withoutDoubledBrackets(trimEnds(result))
}

/** `((((1))))` is `(1)`: of brackets that only go around brackets one pair is left, so that they do not count as nesting. */
function withoutDoubledBrackets(text: string): string {
  if (!text.startsWith('((') || !text.endsWith('))')) return text
  const open: number[] = []
  const partners = new Map<number, number>()
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') open.push(at)
    else if (text[at] === ')') partners.set(open.pop() ?? -1, at)
  }
  let depth = 0
  while (
    partners.get(depth + 1) === text.length - 2 - depth &&
    partners.get(depth) === text.length - 1 - depth
  )
    depth++
  return text.slice(depth, text.length - depth)
}

/** `frac{1}{2}` lost its backslash on the way; `3\cdot{}4` holds braces around nothing. */
function withBackslashes(text: string): string {
  if (!text.includes('{')) return text
  return text.replace(/(?<![\\A-Za-z])(?=[dt]?frac\{)/g, '\\').replace(/(?<=[A-Za-z\d)}])\{\}/g, ' ')
}

/** `\\frac` is a JSON-escaped `\frac`; in a matrix `\\` is a row break, unless `\begin` itself is doubled. */
function undouble(text: string): string {
  if (/\\\\begin\b/.test(text)) return text.replaceAll('\\\\', '\\')
  if (/\\begin\s*\{/.test(text)) return text
  return text.replace(/\\\\(?=[a-zA-Z{}]{2}|[{}()[\]])/g, '\\')
}

/** Whether the backslash at `offset` is the second of a row break. */
function isRowBreak(text: string, offset: number): boolean {
  return offset > 0 && text[offset - 1] === '\\'
}

/** Every `\boxed{x}` replaced by ` x `. */
function unbox(text: string): string {
  let result = text
  for (let rounds = 0; rounds < 64; rounds++) {
    box.lastIndex = 0
    const found = box.exec(result)
    if (found === null) break
    let start = found.index
    while (start > 0 && result[start - 1] === '\\') start--
    const open = found.index + found[0].length
    const close = closingBrace(result, open)
    const inside = result.slice(open, close ?? result.length)
    result = `${result.slice(0, start)} ${inside} ${close === undefined ? '' : result.slice(close + 1)}`
  }
  return result
}

function closingBrace(text: string, from: number): number | undefined {
  let depth = 0
  for (let index = from; index < text.length; index++) {
    const character = text[index]
    if (character === '\\') index++
    else if (character === '{') depth++
    else if (character === '}') {
      if (depth === 0) return index
      depth--
    }
  }
  return undefined
}

/**
 * Dollar signs in pairs are delimiters; one before a figure that no second one closes is money: the signs of `$5 and $3` open no
 * formula, for a formula does not end behind a space, before a digit. Any other sign is part of what was written.
 */
function withoutDollars(text: string): string {
  if (!text.includes('$')) return text
  const places = [...text.matchAll(/(?<!\\)\$/g)].map(({ index }) => index)
  let result = ''
  let from = 0
  const put = (end: number, sign: string, width: number): void => {
    result += text.slice(from, end) + sign
    from = end + width
  }
  for (let at = 0; at < places.length; at++) {
    const [open, close] = [places[at] ?? 0, places[at + 1]]
    if (close === open + 1) {
      put(open, ' ', 2)
      at++
    } else if (opensMoney(text, open) && (close === undefined || !closesFormula(text, close)))
      put(open, '\\$', 1)
    else if (close === undefined)
      put(
        open,
        places.length === 1 &&
          !text.includes('\\') &&
          (/\w/.test(text[open + 1] ?? '') || text.startsWith('^'))
          ? '\\$'
          : ' ',
        1,
      )
    else {
      put(open, ' ', 1)
      put(close, ' ', 1)
      at++
    }
  }
  return result + text.slice(from)
}

function opensMoney(text: string, at: number): boolean {
  return /^\s?[-+.]?\d/.test(text.slice(at + 1, at + 4))
}

function closesFormula(text: string, at: number): boolean {
  return !(/[\s\-–—(,]/.test(text[at - 1] ?? '') && /^\s?[-+.]?\d/.test(text.slice(at + 1, at + 4)))
}

/** `10 kΩ`, `3\\,\\mu\\text{m}`, `25 ℃`, `US$5`, `Rs. 500`: signs of units that would be letters of mathematics or nothing. */
function unitSigns(text: string): string {
  let result = text
  if (/[μµΩ\u2126]/.test(result))
    result = result.replace(
      /(?<=\d\s?)(?:[a-zA-Z]?[μµΩ\u2126]|[μµ])[a-zA-ZΩ\u2126]{0,3}(?![\p{L}\d^_=+])/gu,
      (unit) => `\\text{ ${unit.replace(/[Ω\u2126]/g, 'ohm').replace(/[μµ]/g, 'u')}}`,
    )
  if (/\\(?:mu|Omega)/.test(result))
    result = result
      .replace(/\\mu\s*\\(?:text|mathrm)\s*\{\s*([a-zA-Z]{1,3})\s*\}/g, '\\text{ u$1}')
      .replace(
        /(?<=\d(?:\\[,;: ]|[\s~])*)(?:\\(?:text|mathrm)\s*\{\s*([kMmG])\s*\}\s*)?\\Omega\s*$/g,
        '\\text{ $1ohm}',
      )
  if (/[℃℉]/.test(result)) result = result.replace(/℃/g, '°C').replace(/℉/g, '°F')
  if (/\bUS\s?\\?\$/.test(result)) result = result.replace(/\bUS\s?(?=\\?\$)/g, '')
  return /\bRs\.?\s?\d/.test(result) ? result.replace(/\bRs\.?\s?(?=\d)/g, '₹') : result
}

/** Commands of the package siunitx: `\SI{5}{m}`, `\qty{9.8}{\meter\per\second\squared}`, `\num{1e5}`. */
function siUnits(text: string): string {
  if (!/\\(?:SI|qty|si|unit|num|ang)(?![a-zA-Z])/.test(text)) return text
  return text
    .replace(
      /\\(?:SI|qty)\s*(?:\[[^\]]*\])?\{([^{}]*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g,
      (_, figure: string, unit: string) => `${figure}\\text{ ${siUnit(unit)}}`,
    )
    .replace(/\\(?:si|unit)\s*\{((?:[^{}]|\{[^{}]*\})*)\}/g, (_, unit: string) => `\\text{ ${siUnit(unit)}}`)
    .replace(/\\num\s*\{([^{}]*)\}/g, '$1')
    .replace(/\\ang\s*\{([^{}]*)\}/g, '$1^\\circ')
}

/** `\kilo\meter\per\second\squared`: prefixes stand before their units, "per" before a factor. */
function siUnit(unit: string): string {
  return unit
    .replace(/\\(?:tothe|raiseto)\s*\{(-?\d+)\}/g, '^$1')
    .replace(/\\(squared|cubed)(?![a-zA-Z])/g, (_, power: string) => (power === 'squared' ? '^2' : '^3'))
    .replace(/\\(kilo|mega|giga|tera|milli|micro|nano|pico|centi|deci|hecto)(?:\s*\\|(?=[a-zA-Z]))/g, ' $1')
    .replace(/\\degreeCelsius(?![a-zA-Z])|\\celsius(?![a-zA-Z])/g, ' °C')
    .replace(/\\ohm(?![a-zA-Z])/g, ' ohm')
    .replace(/\\percent(?![a-zA-Z])/g, '%')
    .replace(/\\per(?![a-zA-Z])/g, '/')
    .replace(/\\([a-zA-Z]+)/g, ' $1')
    .replace(/[{}]/g, '')
    .replace(/(?<=[a-zA-Z\d])\.(?=[a-zA-Z])/g, ' ')
    .trim()
}

/** `\text{5 cm}` around everything says nothing: what it holds is read. */
function wholeText(text: string): string {
  const found = /^\\(?:text|textbf|textit|mathrm|mathbf|mbox)\s*\{([^{}\\]*)\}[.,]?$/.exec(text)
  // One small letter in bold is a vector.
  if (found !== null && /^\\mathbf\s*\{\s*[a-z]\s*\}/.test(text)) return text
  return found?.[1]?.trim() ?? text
}

function withoutMarkdown(text: string): string {
  let result = text
  const emphasis = /^(\*\*|__|\*|`)(?=\S)([\s\S]*\S)\1([.,;:!]?)$/
  for (let found = emphasis.exec(result); found !== null; found = emphasis.exec(result)) {
    const mark = found[1] ?? ''
    const inside = found[2] ?? ''
    if (inside.includes(mark)) break
    result = inside + (found[3] ?? '')
  }
  return result
    .replace(/\*\*(?=[A-Za-z][A-Za-z ]*\*\*)/g, ' ')
    .replace(/(?<=[A-Za-z])\*\*(?=\s|$|[.,])/g, ' ')
}
