import { groupEnd } from './brackets.ts'
import type { Found } from './rule.ts'

/** What may stand around a value without being part of it, in pairs that must match. */
const pairs: readonly (readonly [string, string])[] = [
  ['$$', '$$'],
  ['$', '$'],
  ['\\(', '\\)'],
  ['\\[', '\\]'],
  ['**', '**'],
  ['__', '__'],
  ['```', '```'],
  ['`', '`'],
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ['「', '」'],
  ['『', '』'],
  ['*', '*'],
  ["'", "'"],
  ['‘', '’'],
]

const leading =
  /^(?:[\s\u200b-\u200f\u2060\ufeff]|\\n(?![a-z])|\\[,;:! ]|[=:：≈→](?!=)|\\(?:displaystyle|large|Large|huge|bf|quad|qquad)(?![a-zA-Z]))+/
const trailing =
  /(?:[\s\u200b-\u200f\u2060\ufeff,;:，。、；：]|\.(?!\.)|\\n|\\[,;:!\\](?![{}])|\\quad|\\qquad)+$/

/**
 * Takes off what only wraps a value: spaces, markdown marks, quotes, formula delimiters, the punctuation of the sentence.
 *
 * @param kind - `formula` for what stood in a formula or box, where `!` is a factorial; `prose` for the rest.
 */
export function cleanValue(text: string, start: number, end: number, kind: 'formula' | 'prose'): Found {
  let from = start
  let to = end
  for (let changed = true; changed && from < to; ) {
    changed = false
    const value = text.slice(from, to)
    const lead = leading.exec(value)?.[0].length ?? 0
    const trail = lead === value.length ? 0 : trailingLength(value, kind)
    if (lead > 0 || trail > 0) {
      from += lead
      to -= trail
      changed = true
      continue
    }
    for (const [open, close] of pairs) {
      if (value.length <= open.length + close.length || !value.startsWith(open) || !value.endsWith(close))
        continue
      const inner = value.slice(open.length, value.length - close.length)
      if (inner.includes(open) || inner.includes(close) || (open === '\\(' && inner.includes('\\('))) continue
      from += open.length
      to -= close.length
      changed = true
      break
    }
    if (!changed && kind === 'prose' && value.length > 1) {
      // A mark left over from emphasis that began before the value: `answer is 5**`.
      const stray = /^(?:\*\*|__|["“”`*])|(?:\*\*|["“”`*])$/.exec(value)
      if (stray !== null && stray[0].length < value.length) {
        if (stray.index === 0) from += stray[0].length
        else to -= stray[0].length
        changed = true
      }
    }
  }
  return { value: tidied(unescaped(text.slice(from, to))), start: from, end: to }
}

/** How much at the end is punctuation; "0.333…" and "0.5..." keep their dots, a formula its factorial. */
function trailingLength(value: string, kind: 'formula' | 'prose'): number {
  // Only the end is looked at: a pattern that runs over the whole value would cost its length squared.
  const tail = value.slice(-64)
  if (/\d\.\.\.$|[ap]\.\s?m\.$/i.test(tail)) return 0
  const match = (kind === 'prose' ? /(?:[\s,;:.!?。！？，、；：]|\\n)+$/ : trailing).exec(tail)
  if (match === null) return 0
  // A backslash before the space or mark makes it a command: "\ ", "\,".
  return match[0].length
}

/** `14 {, }916` as models space it is `14{,}916`. */
function tidied(value: string): string {
  return value.replaceAll(/(\d)\s?\{\s?,\s?\}\s?(?=\d{3})/g, '$1{,}')
}

/**
 * Halves the backslashes of a value that was escaped once more (JSON in the text): `\\frac{1}{2}` is `\frac{1}{2}`.
 * Only where every run of backslashes is even and a command follows one: a matrix has its `\\` beside single ones.
 */
function unescaped(value: string): string {
  if (!value.includes('\\\\')) return value
  const runs = value.match(/\\+/g) ?? []
  if (runs.some((run) => run.length % 2 === 1) || !/\\\\[a-zA-Z{]/.test(value)) return value
  return value.replaceAll('\\\\', '\\')
}

const longestChain = 4096
const joinedByWord = /\s\p{L}{2,}\s|\s(?:y|e|o|i|u|и|і|و|a)\s|\d(?:or|and)[a-zA-Z]/u

/**
 * The last link of a solved chain: `28 + 32 = 60` and `AD = \sqrt{576} = 24` end in what they found.
 *
 * A single equation with an unknown (`x = 5`, `y = 2x + 1`) stays whole.
 */
export function lastLink(found: Found): Found {
  const { value } = found
  // "x = 5 or x = -5" is no chain.
  if (value.length > longestChain || joinedByWord.test(value.replaceAll(/\\[a-zA-Z]+/g, ''))) return found
  const cuts: number[] = []
  let depth = 0
  for (let i = 0; i < value.length; i++) {
    const char = value[i] as string
    if (char === '\\') {
      if (value.startsWith('\\neq', i) || value.startsWith('\\begin', i)) return found
      i++
    } else if (/[([{]/.test(char)) depth++
    else if (/[)\]}]/.test(char)) depth--
    else if (depth === 0 && /[,;<>≤≥≠∈]/.test(char) && !/\d/.test(value[i + 1] ?? '')) return found
    else if (depth === 0 && char === '=' && !/[!<>=]/.test(value[i - 1] ?? '') && value[i + 1] !== '=')
      cuts.push(i)
  }
  const first = cuts[0]
  const last = cuts.at(-1)
  if (first === undefined || last === undefined) return found
  const unknown = /[a-zA-Z]/.test(value.slice(0, first).replaceAll(/\\[a-zA-Z]+/g, ''))
  if (cuts.length === 1 && unknown) return found
  const link = value.slice(last + 1)
  const trimmed = link.trim()
  if (trimmed === '') return found
  const offset =
    found.end - found.start === value.length ? last + 1 + (link.length - link.trimStart().length) : undefined
  return offset === undefined
    ? { ...found, value: trimmed }
    : { value: trimmed, start: found.start + offset, end: found.start + offset + trimmed.length }
}

/** The content of `\text{…}` and its like when it is all of the value, for reading a letter or word in it. */
export function withoutTextCommand(value: string): string {
  let rest = value.trim()
  for (let i = 0; i < 4; i++) {
    const command = /^\\(?:text|textbf|textit|mathrm|mathbf|mathit|mbox|operatorname|textrm|bf)\s*\{/.exec(
      rest,
    )
    if (command === null) return rest
    const group = groupEnd(rest, command[0].length - 1, rest.length)
    if (group.type !== 'closed' || group.end !== rest.length) return rest
    rest = rest.slice(command[0].length, -1).trim()
  }
  return rest
}
