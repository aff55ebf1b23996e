/**
 * The beginning of a text, never the half of a character: one that is written as two UTF-16 code units is kept whole or left out.
 *
 * @param most - Most UTF-16 code units.
 */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text
  const last = text.charCodeAt(most - 1)
  const isHalf = last >= 0xd800 && last <= 0xdbff
  return text.slice(0, isHalf ? most - 1 : most)
}
