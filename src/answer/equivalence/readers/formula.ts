import type { Shape } from '../structure/shape.ts'
import { elements } from './elements.ts'
import { exactText, type TextReader, type TextReading, whereOpen } from './text-reader.ts'

/** `H2O`, `H_2O`, `\ce{SO4^2-}`, `Fe2+`, `CuSO4·5H2O`, `2H2 + O2 → 2H2O`, `1s2 2s2 2p6`, `sp^3`. */
export const formula: TextReader = {
  what: 'a formula, ion, reaction, electron configuration or hybrid of chemistry however its figures are set; never CO with Co, O2 with O3, or an equilibrium with a reaction',
  sign: /[\d+\-→⟶⇒⇌⇄⇋↔=^_([{\\]/,
  kinds: whereOpen,
  read({ plain, words }) {
    if (plain.length > 400) return undefined
    const inside = /^\\(?:ce|chem|cf)\s*\{(.*)\}$/s.exec(plain)?.[1]
    const text = withoutCommands(inside ?? plain)
    if (text.includes('\\')) return undefined
    // Symbols alone are the same letters with and without \ce.
    if (inside !== undefined && /^(?:[A-Z][a-z]?)+$/.test(inside)) return { shape: words(inside) }
    return reaction(text) ?? single(text, inside !== undefined) ?? configuration(text)
  },
}

function withoutCommands(text: string): string {
  return text
    .replace(/\\(?:ce|chem)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\\xrightarrow(?:\[[^\]]*\])?\{[^{}]*\}/g, '→')
    .replace(/\\(?:leftrightharpoons|rightleftarrows)(?![a-zA-Z])/g, '⇌')
}

function single(text: string, isSure: boolean): TextReading | undefined {
  const key = formulaKey(text, isSure)
  return key === undefined ? undefined : exactText(`formula ${key}`)
}

const equilibrium = /\s*(?:⇌|⇄|<=>|<->|⇋|↔)\s*/
const arrow = /\s*(?:→|⟶|⇒|-->|->|=>)\s*|\s+=\s+/

/** Both sides by what stands in them, in any order; the arrow is one of a reaction or of an equilibrium. */
function reaction(text: string): TextReading | undefined {
  const isBalance = equilibrium.test(text)
  const sides = text.split(isBalance ? equilibrium : arrow)
  if (sides.length !== 2) return undefined
  const shapes = sides.map((side): Shape | undefined => {
    const terms = side.split(/\s*\+\s+|\s+\+\s*|\+(?=\d*[A-Z(])/)
    const keys = terms.map(termKey)
    if (!keys.every((key) => key !== undefined)) return undefined
    return {
      type: 'group',
      tag: 'side',
      order: 'free',
      items: keys.map((key) => ({ type: 'text', text: key })),
    }
  })
  const [left, right] = shapes
  if (left === undefined || right === undefined) return undefined
  const isWritten = /[\d→⟶⇌⇄+]/.test(text) && /[A-Z]/.test(text)
  return isWritten
    ? {
        shape: {
          type: 'group',
          tag: isBalance ? 'equilibrium' : 'reaction',
          order: 'kept',
          items: [left, right],
        },
      }
    : undefined
}

/** A formula with the number of its molecules and its state: `2 H2O(l)`; the electron too. */
function termKey(term: string): string | undefined {
  const parts = /^(\d+(?:\/\d+)?|\d*\.\d+)?\s*(.+?)\s*(\((?:s|l|g|aq)\))?$/.exec(term.trim())
  if (parts === null) return undefined
  const body = parts[2] ?? ''
  const key = /^e\s?\^?\{?-\}?$/.test(body) ? 'e-' : formulaKey(body, true)
  return key === undefined ? undefined : `${parts[1] ?? ''} ${key}${parts[3] ?? ''}`.trim()
}

/** Elements that two atoms and more of make a molecule of their own. */
const molecules = new Set(['H2', 'N2', 'O2', 'O3', 'F2', 'Cl2', 'Br2', 'I2', 'P4', 'S8', 'C60', 'C70'])

/**
 * One text for one formula: no braces, no marks of scripts but that of the charge.
 *
 * @param isSure - Whether it is known to be chemistry: then single elements and bare symbols are formulas too.
 */
function formulaKey(text: string, isSure: boolean): string | undefined {
  const isotope = /^(?:\^\{?(\d+)\}?)(?:_\{?(\d+)\}?)?\s?([A-Z][a-z]?)$/.exec(text)
  if (isotope !== null && elements.has(isotope[3] ?? '')) return `${isotope[1]}-${isotope[3]}`
  const joined = text.replace(/\s*([_^])\s*/g, '$1').replace(/\{\}/g, '')
  if (/\s/.test(joined.replace(/\s*[·•*.]\s*(?=\d*[A-Z])/g, ''))) return undefined
  const parts = joined.split(/\s*[·•*]\s*|\.(?=\d*[A-Z][a-zA-Z]?\d)/)
  const keys = parts.map((part, at) => partKey(part, at, isSure || parts.length > 1))
  return keys.every((key) => key !== undefined) ? keys.join('·') : undefined
}

const atoms = /([A-Z][a-z]?)(?:_?\{?(\d+(?:\.\d+)?|[nxy])\}?)?|([()[\]])(?:_?\{?(\d+)\}?)?/y

function partKey(part: string, at: number, isSure: boolean): string | undefined {
  const coefficient = at === 0 ? '' : (/^\d+/.exec(part)?.[0] ?? '')
  const { body, charge } = chargeOf(part.slice(coefficient.length))
  let key = ''
  let symbols = 0
  let counts = 0
  let end = 0
  let depth = 0
  for (; end < body.length; end = atoms.lastIndex) {
    atoms.lastIndex = end
    const found = atoms.exec(body)
    if (found === null) return undefined
    const [, symbol, count = '', bracket, times = ''] = found
    if (symbol !== undefined) {
      const [element, rest] = elements.has(symbol)
        ? [symbol, undefined]
        : [symbol.charAt(0), symbol.charAt(1)]
      if (!elements.has(element) || (rest !== undefined && rest !== '')) return undefined
      // A formula writes no 1: C_1 is an unknown.
      if (/^0*1?$/.test(count) && count !== '') return undefined
      symbols++
    } else depth += bracket === '(' || bracket === '[' ? 1 : -1
    if (depth < 0) return undefined
    if (count !== '' || times !== '') counts++
    key += symbol === undefined ? `${bracket}${times}` : `${symbol}${count}`
  }
  if (symbols === 0 || depth !== 0) return undefined
  const isFormula =
    isSure ||
    charge !== '' ||
    (counts > 0 && (symbols > 1 || molecules.has(key) || /^[A-Z][a-z]\d+$/.test(key)))
  if (!isFormula) return undefined
  // One letter with a bare sign behind is a grade or a group of blood as well: its text says the same.
  return `${coefficient}${key}${charge === '' ? '' : ` ${charge}`}`
}

/**
 * The charge at the end: `^{2-}`, `^2-`, `^+`, or bare. Of bare figures before a sign the last is the charge where one element stands alone
 * (Fe2+) or where there are two (SO42-); else it counts atoms (NH4+).
 */
function chargeOf(part: string): { readonly body: string; readonly charge: string } {
  const set = /^(.*?)\^\{?(?:(\d*)\s?([+-])|([+-])(\d+))\}?$/.exec(part)
  if (set !== null)
    return { body: set[1] ?? '', charge: signed(set[2] ?? set[5] ?? '', set[3] ?? set[4] ?? '') }
  const bare = /^(.*?)(\d*)([+-])$/.exec(part)
  if (bare === null) return { body: part, charge: '' }
  const [, head = '', figures = '', sign = ''] = bare
  if (/^\[.*\]$/.test(head) || /^[A-Z][a-z]?$/.test(head))
    return { body: head, charge: signed(figures, sign) }
  if (figures.length > 1)
    return { body: head + figures.slice(0, -1), charge: signed(figures.slice(-1), sign) }
  return { body: head + figures, charge: signed('', sign) }
}

function signed(figure: string, sign: string): string {
  return `${figure === '1' ? '' : figure}${sign}`
}

const shell = /([1-7])([spdf])\s?\^?\{?(1[0-4]|[1-9])\}?\s*/y
const mostIn: Readonly<Record<string, number>> = { s: 2, p: 6, d: 10, f: 14 }

/** `1s2 2s2 2p6`, `[Ne] 3s^1`, `sp^3d`. */
function configuration(text: string): TextReading | undefined {
  const hybrid = /^s(?:p\s?\^?\{?[23]?\}?)(?:d\^?\{?[23]?\}?)?$/.exec(text)
  if (hybrid !== null && /\d/.test(text)) return exactText(`hybrid ${text.replace(/[^spd\d]/g, '')}`)
  const core = /^\[(He|Ne|Ar|Kr|Xe|Rn)\]\s*/.exec(text)
  let at = core?.[0].length ?? 0
  const shells: string[] = core === null ? [] : [`[${core[1]}]`]
  while (at < text.length) {
    shell.lastIndex = at
    let found = shell.exec(text)
    // Of "1s22s2" the shell s takes one figure.
    if (found !== null && Number(found[3]) > (mostIn[found[2] ?? ''] ?? 0)) found = oneFigure(text, at)
    if (found === null) return undefined
    shells.push(`${found[1]}${found[2]}${found[3]}`)
    at = shell.lastIndex
  }
  // One shell alone is a product as well.
  return shells.length > 1 ? exactText(`shells ${shells.join(' ')}`) : undefined
}

function oneFigure(text: string, at: number): RegExpExecArray | null {
  const found = /([1-7])([spdf])\s?\^?\{?([1-9])\}?\s*/y
  found.lastIndex = at
  const match = found.exec(text)
  if (match !== null) shell.lastIndex = found.lastIndex
  return match
}
