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

/**
 * Words in one spelling: wrappers and text commands dropped, letters folded except where a letter stands alone, end marks,
 * quotes and the dots of abbreviations dropped, spaces single.
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
    .replace(/[$`*"]/g, '')
    // A space for each brace: \frac{1}{23} must not look like \frac{12}{3}.
    .replace(/[{}]/g, ' ')
    .normalize('NFC')
  const folded = bare.replace(/\p{L}[\p{L}\p{M}\p{N}.'-]*/gu, (word) => foldWord(word))
  const single = folded.replace(/\s+/g, ' ').replace(/ ?([^\p{L}\p{N}\s]) ?/gu, '$1')
  const spaced = trimCharacters(single, ' .,;:!?')
  // Marks alone are an answer too: `+` is not `-`, and `?` is not `!`.
  return spaced === '' ? text.trim() : (synonyms.get(spaced) ?? spaced)
}

/** Words of two letters and more are folded; `p.m.` loses its dots. */
function foldWord(word: string): string {
  const undotted = word.replace(/\.(?=\p{L}\b|$)|\./gu, '')
  return [...undotted].length > 1 ? undotted.toLowerCase() : undotted
}
