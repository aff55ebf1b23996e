import { unwrapped } from './wrappers.ts'

/** Layer "normalise", plain form: the answer as a person would type it, for the readers that come before the mathematics. Decides nothing. */

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻'
const subscripts = '₀₁₂₃₄₅₆₇₈₉₊₋'
const scriptPlain = '0123456789+-'

/** Signs of LaTeX as the characters they print. */
const printed: Readonly<Record<string, string>> = {
  to: '→',
  rightarrow: '→',
  longrightarrow: '→',
  Rightarrow: '⇒',
  implies: '⇒',
  rightleftharpoons: '⇌',
  leftrightarrow: '↔',
  cdot: '·',
  bullet: '•',
  times: '×',
  pm: '±',
  degree: '°',
  Omega: 'Ω',
  mu: 'μ',
  euro: '€',
  pounds: '£',
  checkmark: '✓',
  ldots: '...',
  dots: '...',
  textendash: '–',
  textemdash: '—',
}

const spacing = new Set(['quad', 'qquad', 'left', 'right', 'displaystyle', 'textstyle', 'rm', 'bf', 'it'])
const textCommand =
  /\\(?:text|textbf|textit|textrm|textsf|texttt|textnormal|mathrm|mathsf|mathtt|mathbf|mbox|hbox|operatorname|emph)\s*\{([^{}]*)\}/g

/** The text without what encloses it and without LaTeX's dress; a backslash that is left belongs to mathematics. */
export function plainForm(text: string): string {
  const light = text === '' || /^[\x20-\x7e]*$/.test(text) ? text : lightCharacters(text)
  const bare = unwrapped(light)
  const undressed = bare.includes('\\') ? withoutDress(bare) : bare
  return undressed
    .replace(/\{,\}/g, ',')
    .replace(/(?<=\d)\s?(?:--|‒|–)\s?(?=[\d$€£])/g, '–')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Characters that look alike in one form; dashes and quotes of every kind keep saying what they say. */
function lightCharacters(text: string): string {
  let result = ''
  for (const character of text.normalize('NFC')) {
    const code = character.codePointAt(0) ?? 0
    const up = superscripts.indexOf(character)
    const down = subscripts.indexOf(character)
    if (up >= 0) result += `^${scriptPlain.charAt(up)}`
    else if (down >= 0) result += `_${scriptPlain.charAt(down)}`
    else if (/[\p{Cf}]/u.test(character)) continue
    else if (/[\p{Cc}\p{Zs}]/u.test(character)) result += ' '
    else if (code >= 0xff00 && code <= 0xff5e) result += character.normalize('NFKC')
    else if (character === '−' || character === '﹣' || character === '‐' || character === '‑') result += '-'
    else if (character === '“' || character === '”') result += '"'
    else if (character === '’' || character === '‘') result += "'"
    else if (character === '…') result += '...'
    else if (character === '\u2126') result += 'Ω'
    else if (character === 'µ') result += 'μ'
    else if (/\p{Nd}/u.test(character) && code > 0x7f) result += decimalDigit(code)
    else result += character
  }
  // A run of scripts is one script: `^1^0` was ¹⁰.
  return result.replace(/(?:\^[\d+-]){2,}/g, joinedScript).replace(/(?:_[\d+-]){2,}/g, joinedScript)
}

function joinedScript(run: string): string {
  const mark = run.charAt(0)
  return `${mark}{${run.replaceAll(mark, '')}}`
}

function decimalDigit(code: number): string {
  for (let zero = code; zero > code - 10; zero--) {
    if (!/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) return String(code - zero)
  }
  return String((code - 0x1d7ce) % 10)
}

function withoutDress(text: string): string {
  let bare = text
  for (let rounds = 0; rounds < 3 && textCommand.test(bare); rounds++) {
    textCommand.lastIndex = 0
    bare = bare.replace(textCommand, '$1')
  }
  textCommand.lastIndex = 0
  return bare
    .replace(/\\[,;:! ]|~/g, (mark) => (mark === '\\!' ? '' : ' '))
    .replace(/\^\s*\{?\s*\\circ\s*\}?(?![a-zA-Z])/g, '°')
    .replace(/\\([$%#_&])/g, '$1')
    .replace(/\\([a-zA-Z]+)(?:\{\}|(?![a-zA-Z]) ?)/g, (command: string, name: string) => {
      if (spacing.has(name)) return ' '
      return Object.hasOwn(printed, name) ? (printed[name] ?? command) : command
    })
}
