/**
 * Characters that take two columns of a terminal: East Asian Wide and Fullwidth blocks (Unicode Standard Annex 11), and emoji that
 * are shown as pictures.
 */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

/** Characters that take none: marks that combine with the one before, joiners, variation selectors. */
const narrow = /[\p{Mn}\p{Me}\p{Cf}]/u

const plain = /^[\u0020-\u007e]*$/

/** Columns that a text of one line takes on a terminal. */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length
  let width = 0
  for (const char of text) width += narrow.test(char) ? 0 : wide.test(char) ? 2 : 1
  return width
}

/** A text of one line in so many columns at most: cut with an ellipsis, never inside a character. */
export function fitWidth(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  let fitting = ''
  let width = 1
  for (const char of text) {
    width += textWidth(char)
    if (width > columns) break
    fitting += char
  }
  return `${fitting}…`
}

/** A text with spaces behind it, so that it takes so many columns. */
export function padWidth(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - textWidth(text)))
}
