/** Layer "normalise", characters: one way to write each sign. Decides nothing. */

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ'
const superscriptPlain = '0123456789+-=()ni'
const subscripts = '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙₖₓ'
const subscriptPlain = '0123456789+-=()nkx'

const vulgarFractions: Readonly<Record<string, string>> = {
  '½': '1/2',
  '⅓': '1/3',
  '⅔': '2/3',
  '¼': '1/4',
  '¾': '3/4',
  '⅕': '1/5',
  '⅖': '2/5',
  '⅗': '3/5',
  '⅘': '4/5',
  '⅙': '1/6',
  '⅚': '5/6',
  '⅐': '1/7',
  '⅛': '1/8',
  '⅜': '3/8',
  '⅝': '5/8',
  '⅞': '7/8',
  '⅑': '1/9',
  '⅒': '1/10',
}

/** Signs by what they are in LaTeX or ASCII. A command ends in a space so that it cannot run into a letter. */
const signs: Readonly<Record<string, string>> = {
  '−': '-',
  '–': '-',
  '‒': '-',
  '﹣': '-',
  '×': '\\times ',
  '✕': '\\times ',
  '·': '\\cdot ',
  '⋅': '\\cdot ',
  '∙': '\\cdot ',
  '∗': '*',
  '÷': '\\div ',
  '⁄': '/',
  '∕': '/',
  '≤': '\\le ',
  '⩽': '\\le ',
  '≦': '\\le ',
  '≥': '\\ge ',
  '⩾': '\\ge ',
  '≧': '\\ge ',
  '≠': '\\ne ',
  '¬': '\\neg ',
  '≈': '\\approx ',
  '≃': '\\simeq ',
  '≅': '\\cong ',
  '∼': '\\sim ',
  '≡': '\\equiv ',
  '±': '\\pm ',
  '∓': '\\mp ',
  '∞': '\\infty ',
  '√': '\\sqrt ',
  '∛': '\\sqrt[3] ',
  '∪': '\\cup ',
  '∩': '\\cap ',
  '∖': '\\setminus ',
  '∈': '\\in ',
  '∅': '\\emptyset ',
  '∫': '\\int ',
  '∑': '\\sum ',
  '∏': '\\prod ',
  '∂': '\\partial ',
  '∇': '\\nabla ',
  '⊂': '\\subset ',
  '⊆': '\\subseteq ',
  '⊃': '\\supset ',
  '⊇': '\\supseteq ',
  '⊊': '\\subsetneq ',
  '⊢': '\\vdash ',
  '⊨': '\\models ',
  '⊕': '\\oplus ',
  '⊗': '\\otimes ',
  '⊖': '\\ominus ',
  '⊙': '\\odot ',
  '≪': '\\ll ',
  '≫': '\\gg ',
  '↦': '\\mapsto ',
  '⊥': '\\perp ',
  '∥': '\\parallel ',
  '∝': '\\propto ',
  '⇔': '\\Leftrightarrow ',
  '↔': '\\leftrightarrow ',
  '∀': '\\forall ',
  '∃': '\\exists ',
  '∉': '\\notin ',
  '∤': '\\nmid ',
  '≺': '\\prec ',
  '≻': '\\succ ',
  '⋊': '\\rtimes ',
  '⋉': '\\ltimes ',
  '⊴': '\\trianglelefteq ',
  '∮': '\\oint ',
  '⊤': '\\top ',
  '∘': '\\circ ',
  '∠': '\\angle ',
  '△': '\\triangle ',
  '°': '^\\circ ',
  '˚': '^\\circ ',
  '⟨': '\\langle ',
  '〈': '\\langle ',
  '⟩': '\\rangle ',
  '〉': '\\rangle ',
  '⌊': '\\lfloor ',
  '⌋': '\\rfloor ',
  '⌈': '\\lceil ',
  '⌉': '\\rceil ',
  ℝ: '\\mathbb{R}',
  ℤ: '\\mathbb{Z}',
  ℚ: '\\mathbb{Q}',
  ℕ: '\\mathbb{N}',
  ℂ: '\\mathbb{C}',
  '→': '\\to ',
  '∧': '\\land ',
  '∨': '\\lor ',
  '′': "'",
  '’': "'",
  '‘': "'",
  '″': "''",
  '“': '"',
  '”': '"',
  '…': '...',
  '、': ',',
  '。': '.',
  '٫': '.',
  '٬': ',',
  '،': ',',
  '؛': ';',
  '٪': '%',
  '‰': '\\permille ',
  ϕ: '\\phi ',
  ϵ: '\\epsilon ',
  ϑ: '\\theta ',
  ı: 'i',
  µ: '\\mu ',
  ℓ: 'l',
}

const greek: Readonly<Record<string, string>> = {
  α: 'alpha',
  β: 'beta',
  γ: 'gamma',
  δ: 'delta',
  ε: 'epsilon',
  ζ: 'zeta',
  η: 'eta',
  θ: 'theta',
  ι: 'iota',
  κ: 'kappa',
  λ: 'lambda',
  μ: 'mu',
  ν: 'nu',
  ξ: 'xi',
  π: 'pi',
  ρ: 'rho',
  σ: 'sigma',
  τ: 'tau',
  υ: 'upsilon',
  φ: 'phi',
  χ: 'chi',
  ψ: 'psi',
  ω: 'omega',
  Γ: 'Gamma',
  Δ: 'Delta',
  Θ: 'Theta',
  Λ: 'Lambda',
  Ξ: 'Xi',
  Π: 'Pi',
  Σ: 'Sigma',
  Φ: 'Phi',
  Ψ: 'Psi',
  Ω: 'Omega',
}

const plainAscii = /^[\x20-\x7e]*$/
const greekWord = /\p{Script=Greek}{2,}/u

/**
 * The text with every sign in its ASCII or LaTeX form: digits of every script, superscripts, vulgar fractions, full-width
 * letters, minus signs, Greek letters; without control and zero-width characters.
 */
export function normaliseCharacters(text: string): string {
  if (plainAscii.test(text)) return text
  const mended = mendEscapes(text)
  const spelled = mended
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ]+/gu, (run) => `^{${transliterate(run, superscripts, superscriptPlain)}}`)
    .replace(/[₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙₖₓ]+/gu, (run) => `_{${transliterate(run, subscripts, subscriptPlain)}}`)
    .replace(/(\d?)([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒])/gu, (_, digit: string, sign: string) => {
      const [top, bottom] = (vulgarFractions[sign] ?? '').split('/')
      return `${digit}\\frac{${top}}{${bottom}}`
    })
  // Greek words are text; single Greek letters are unknowns.
  const hasGreekWords = greekWord.test(spelled)
  let result = ''
  for (const character of spelled)
    result += hasGreekWords && greek[character] !== undefined ? character : signOf(character)
  return result
}

function transliterate(run: string, from: string, to: string): string {
  return [...run].map((character) => to.charAt(from.indexOf(character))).join('')
}

function signOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x7f) return code < 0x20 && code !== 0x0a ? ' ' : character
  const sign = signs[character]
  if (sign !== undefined) return sign
  const letter = greek[character]
  if (letter !== undefined) return `\\${letter} `
  if (/\p{Nd}/u.test(character)) return String(digitValue(code))
  if (/[\p{Cf}\p{Cc}]/u.test(character)) return ''
  if (/\p{Zs}/u.test(character)) return ' '
  if ((code >= 0xff00 && code <= 0xffef) || (code >= 0x1d400 && code <= 0x1d7ff)) {
    const plain = character.normalize('NFKC')
    return plain === character ? character : signOf(plain)
  }
  return character
}

/** Digits of a script stand in runs of ten that begin where the block's low four bits are 0 or 6. */
function digitValue(code: number): number {
  if (code >= 0x1d7ce && code <= 0x1d7ff) return (code - 0x1d7ce) % 10
  const block = code & ~0xf
  const beginsAtZero = /\p{Nd}/u.test(String.fromCodePoint(block))
  return beginsAtZero ? code - block : code - block - 6
}

/** Commands whose backslash and first letter became one control character on the way (`\f` of `\frac`). */
function mendEscapes(text: string): string {
  return text
    .replace(/\f(?=rac)/g, '\\f')
    .replace(/\t(?=ext|imes|frac|an|heta|au|o\b)/g, '\\t')
    .replace(/[\b](?=egin|inom|oxed|eta)/g, '\\b')
    .replace(/\r(?=ight|angle|floor|ho)/g, '\\r')
    .replace(/\v(?=ec|ert)/g, '\\v')
}
