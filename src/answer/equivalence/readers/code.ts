import { numberShape } from '../structure/number-shape.ts'
import { functionNames } from '../syntax/commands.ts'
import { rational } from '../value/rational.ts'
import { exactText, type TextReader, whereNumeric } from './text-reader.ts'

/** `0xFF`, `0b101`, `0o17`, `1_000_000`. */
export const programNumber: TextReader = {
  what: 'a whole number as programs write it, by its value; never by what its digits would be in base ten',
  sign: /^[-+]?\d/,
  kinds: whereNumeric,
  read({ plain }) {
    const bare = plain.replace(/^[-+]/, '')
    if (bare.length > 512 || !programNumeral.test(bare)) return undefined
    const size = BigInt(bare.replaceAll('_', '').toLowerCase())
    return { shape: numberShape(rational(plain.startsWith('-') ? -size : size)) }
  },
}

const programNumeral =
  /^(?:0[xX][\dA-Fa-f]+(?:_[\dA-Fa-f]+)*|0[bB][01]+(?:_[01]+)*|0[oO][0-7]+(?:_[0-7]+)*|\d{1,3}(?:_\d{3})+)$/

/** Versions, file names, dotted and snake-case names, telephone, ISBN and CAS numbers, calls, statements, patterns. */
export const code: TextReader = {
  what: 'what only programs and registers write, with every dot, star, quote, dollar sign and letter case in it; never as an expression',
  // Of letters alone only camelCase is code.
  sign: /[^\p{L}\s,]|[a-z][A-Z]/u,
  kinds: new Set(['auto', 'text']),
  read({ plain }) {
    if (/^(?:\\[nrtbfv0])+$/.test(plain)) return exactText(`code ${plain}`)
    if (plain.length > 2000 || plain.includes('\\')) return undefined
    const version = versionIn(plain)
    if (version !== undefined) return exactText(`version ${version}`)
    return isCode(plain) ? exactText(`code ${spacedAlike(plain)}`) : undefined
  },
}

/** `v1.10`, `3.10.2`: figures between dots are no decimals where there are two dots or a leading v. `1.234.567` groups digits. */
export function versionIn(text: string): string | undefined {
  const found =
    /^(?:v|version\s)\s?(\d+(?:\.\d+)+(?:-[\w.]+)?)$/i.exec(text) ??
    /^(\d+(?:\.\d+){2,}(?:-[a-z][\w.]*)?)$/.exec(text)
  const version = found?.[1]
  return version === undefined || /^[1-9]\d{0,2}(?:\.\d{3}){2,}$/.test(text) ? undefined : version
}

/** `3.10` beside a version. */
export function isBareDecimal(text: string): boolean {
  return /^\d{1,4}\.\d{1,4}$/.test(text)
}

const registered =
  /^\+?\d+(?:-[\dX]+){2,}$|^\+\d[\d ()-]{6,18}\d$|^\(\d{2,5}\)\s?\d[\d -]{4,12}$|^\d*-0\d+$|^0\d+-\d+$/
const dotted = /^[\p{L}_$][\p{L}\p{N}_$-]*(?:\.[\p{L}_$][\p{L}\p{N}_$-]*)+$|^\.[\p{L}][\p{L}\p{N}_-]*$/u
const snake = /^(?=.*[A-Za-z]{2})[A-Za-z]\w*[A-Za-z\d]_[A-Za-z\d]\w+$|^[A-Za-z]{2,}\w*_\w+$|^_\w+$/
const path =
  /^[~.]{0,2}(?:\/[\w.@-]+){2,}\/?$|^[\w@-]*[a-z]{3,}[\w.@-]*(?:\/[\w.@-]*[a-z]{2,}[\w.@-]*)+$|^[A-Z]:\\/
const tagged = /^[A-Z]{2,}-\d+[A-Z]?$|^[a-z]\w*[A-Z]\w*\d*$|^#[\dA-Fa-f]{3,8}$/
const index = /^[a-z_]\w*(?:\[[\w+-]+\])+$|^\[[^[\],;]*\w-\w[^[\],;]*\][*+?]?$/
/** Words that begin a statement, which are words of English too: only beside the signs of a program. */
const keyword =
  /(?:^|[\s;{(])(?:def|return|lambda|import|print|const|var|function|class|elif|SELECT|UPDATE|DELETE|INSERT|sudo|echo|grep|git|npm|pip)\s.*[(){};:*='"-]|=>\s*\{|^(?:if|while|for)\s*\(/
const operators =
  /&&|^[A-Za-z_]\w*\s?==\s?[A-Za-z_]\w*$|\+\+|(?<![-–<])--(?!>)|[-+*/%]=|:=|<<|>>|===|!==|\?\?|^[!~][A-Za-z(]|[;{]\s*$|^\$[A-Za-z_]|\w\s\*\.\w/
const call = /^([A-Za-z_][\w.]*)\(([^()+*/^=<>|]*)\)[;.]?$/
const quoted = /["'`][^"'`]*["'`]/

function isCode(text: string): boolean {
  if (registered.test(text)) return true
  if (dotted.test(text)) return !isAbbreviation(text)
  if (snake.test(text) || path.test(text) || tagged.test(text) || index.test(text)) return true
  if (keyword.test(text) || operators.test(text)) return true
  const called = call.exec(text)
  if (called !== null) return isCalledByName(called[1] ?? '', called[2] ?? '')
  return (
    quoted.test(text) && /[()=[\]{};,+]/.test(text.replace(/(["'`])[^"'`]*\1/g, '').replace(/'s?\b/g, ''))
  )
}

/** `e.g`, `U.S.A`: letters with dots. */
function isAbbreviation(text: string): boolean {
  return /^\p{Lu}(?:\.\p{Lu}){1,5}$|^(?:e\.g|i\.e|[ap]\.m|a\.k\.a)$/u.test(text)
}

/** Names before a bracket that the mathematics reads, beside those of functions. */
const ofMathematics = new Set('sqrt root cis pi infty theta phi Pr Var Cov'.split(' '))

/** `foo(bar)`, `print("a")`: one letter before a bracket, or the name of a function, is mathematics; so is a product before one letter. */
function isCalledByName(name: string, argument: string): boolean {
  if (name.length < 2 || Object.hasOwn(functionNames, name) || ofMathematics.has(name)) return false
  return quoted.test(argument) || name.length > 2 || name.includes('_')
}

/** Spaces that programs do not mind are left out: around a sign that has them on both sides, after commas, within brackets. */
function spacedAlike(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ ([^\p{L}\p{N}\s"'`.*]+) /gu, '$1')
    .replace(/([,;([{]) /g, '$1')
    .replace(/ (?=[,;)\]}])/g, '')
    .replace(/(?<=\))[;.]$/, '')
}
