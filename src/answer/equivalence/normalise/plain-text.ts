import { trimCharacters } from './trim.ts'

/** Layer "normalise", text: the form in which words are compared. Equal here is equal; different decides nothing about mathematics. */

/** Other ways to say the same few things. */
const synonyms: ReadonlyMap<string, string> = new Map(
  Object.entries({
    dne: 'does not exist',
    'doesn t exist': 'does not exist',
    'can not be determined': 'cannot be determined',
  }),
)

/** Commands that print the same sign. */
const sameSigns: ReadonlyMap<string, string> = new Map([
  ['iff', 'Leftrightarrow'],
  ['implies', 'Rightarrow'],
  ['Longrightarrow', 'Rightarrow'],
  ['rightarrow', 'to'],
  ['longrightarrow', 'to'],
  ['longmapsto', 'mapsto'],
  ['wedge', 'land'],
  ['vee', 'lor'],
  ['lnot', 'neg'],
  ['leq', 'le'],
  ['geq', 'ge'],
  ['neq', 'ne'],
])

/** Words of yes and no, whose letter case says nothing. */
const yesAndNo = new Set(
  'yes no true false ja nein oui non sí si sì sim não da nu да нет так ні tak nie evet hayır ναι όχι ano ne igen nem ano oo hindi'.split(
    ' ',
  ),
)

/**
 * Words as they are written: text commands and what encloses all of it dropped, spaces single. Inside, every sign counts. Letter case counts too,
 * but for the first letter of a word of letters alone that two lower-case letters follow (Paris, paris), and in words of yes and no. A dot
 * before a space ends an abbreviation, and dots between single letters stand in one (U.S., J. K. Rowling).
 *
 * @param text - Normalised text (characters and wrappers).
 */
export function plainTextKey(text: string): string {
  const bare = text
    .replace(
      /\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|mathsf|mbox|hbox|operatorname)\s*\{([^{}]*)\}/g,
      '$1',
    )
    .replace(/\\[,;:! ]|~|\\q?quad(?![a-zA-Z])/g, ' ')
    .replace(/\\(?:left|right|displaystyle|limits)(?![a-zA-Z])/g, '')
    .replace(/\\([$%#&_])/g, '$1')
  // Braces of LaTeX: a space for each, for \frac{1}{23} must not look like \frac{12}{3}.
  const unbraced = /\\[a-zA-Z]|[\^_]\{/.test(bare) ? bare.replace(/[{}]/g, ' ') : bare
  const enclosed = withoutEnclosing(unbraced.normalize('NFC').trim())
  const folded = enclosed
    .replace(
      /(?<![\p{L}\p{M}\p{N}])(?:\p{Lu}\.\s?)+\p{Lu}(?![\p{L}\p{M}\p{N}])\.?|(?<!\p{L})(?:[ei]\.\s?[ge]|[ap]\.\s?m|a\.k\.a)(?!\p{L})\.?/gu,
      initials,
    )
    .replace(/(?<=[\p{L}\p{M}])\.(?=\s)/gu, '')
    .replace(/(?<![\p{L}\p{M}\p{N}_./@\\#$])[\p{L}\p{M}]+(?![\p{L}\p{M}\p{N}_/@\\([<>]|\.\p{L})/gu, foldWord)
  const single = folded
    .replace(/\s+/g, ' ')
    // Degrees and minutes of a place: 40° 26′ N.
    .replace(/(\\circ|['"′″]) (?=\d|[NSEW]$)/g, '$1')
    .replace(/\s*\\([a-zA-Z]+)\s*/g, (_, name: string) => `\\${sameSigns.get(name) ?? name} `)
    .replace(/ ([^\p{L}\p{N}\s"'`]+) /gu, '$1')
    .replace(/([,;:([{]) /g, '$1')
    .replace(/ (?=[,;:!?)\]}])/g, '')
  const spaced = trimMarks(single)
  // Marks alone are an answer too: `+` is not `-`, and `?` is not `!`.
  return spaced === '' ? text.trim() : (synonyms.get(spaced.toLowerCase()) ?? spaced)
}

/** The marks of a sentence at its ends; a dot in front names a file. */
function trimMarks(text: string): string {
  const end = trimCharacters(text, ' ,;:').replace(/[ .,;:!?]+$/, '')
  return end.replace(/^[ ,;:]+/, '')
}

/** Quotes, back-ticks and stars that go around all of it, and bold words within a sentence. */
function withoutEnclosing(text: string): string {
  const found = /^(["`]|\*\*?)(?=\S)([\s\S]*\S)\1([.,;:!?]?)$/.exec(text)
  const inside = found?.[2] ?? ''
  if (found !== null && !inside.includes(found[1] ?? '')) return inside + (found[3] ?? '')
  return text.replace(/(?<![\p{L}\p{N}*])\*\*(\p{L}[\p{L}\s'-]*)\*\*(?![\p{L}\p{N}*])/gu, '$1')
}

/** `U.S. ` is US, and `J. K. ` before a name JK. */
function initials(run: string): string {
  return run.replace(/[.\s]/g, '')
}

function foldWord(word: string): string {
  const lower = word.toLowerCase()
  if (yesAndNo.has(lower)) return lower
  return /^\p{Lu}\p{Ll}{2,}$/u.test(word.normalize('NFC')) ? lower : word
}

/** Leading articles by language; English ones where none is told. */
const articles: Readonly<Record<string, RegExp>> = {
  en: /^(?:the|an?)\s+(?!(?:minor|major|flat|sharp|posteriori|priori|la|positive|negative)\b)(?=\p{L}{2}|\d+(?:st|nd|rd|th)\s\p{L})/iu,
  de: /^(?:der|die|das|den|dem|eine?|einen|einem|einer)\s+(?=\p{L}{2})/iu,
  fr: /^(?:le|la|les|une?|des)\s+(?=\p{L}{2})|^l['’](?=\p{L}{2})/iu,
  es: /^(?:el|la|los|las|una?|unos|unas)\s+(?=\p{L}{2})/iu,
  it: /^(?:il|lo|la|i|gli|le|uno?|una)\s+(?=\p{L}{2})|^l['’](?=\p{L}{2})/iu,
  pt: /^(?:o|a|os|as|uma?|uns|umas)\s+(?=\p{L}{2})/iu,
  nl: /^(?:de|het|een)\s+(?=\p{L}{2})/iu,
}

/** Words without the article in front of them: "The Beatles". "A minor" keeps its A. */
export function withoutArticle(words: string, language: string | undefined): string {
  const article = articles[language ?? 'en']
  const bare = article === undefined ? words : words.replace(article, '')
  return bare === words ? words : plainTextKey(bare)
}
