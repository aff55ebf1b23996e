const endMarks = new Set(['.', ',', ';', ':'])
const startMarks = new Set([',', ';', ':', '='])

/** Without the marks of a sentence, row breaks and spacing commands at its ends. `...` stays; a text of marks only stays. */
export function trimEnds(text: string): string {
  let [from, end] = [0, text.length]
  for (;;) {
    const before = end
    while (end > from && isSpace(text[end - 1])) end--
    const last = text[end - 1]
    const previous = text[end - 2]
    if (last === '\\') end -= previous === '\\' ? 2 : 1
    else if (last !== undefined && endMarks.has(last) && previous !== '.') end -= previous === '\\' ? 2 : 1
    if (end === before || end <= from) break
  }
  while (from < end && (isSpace(text[from]) || startMarks.has(text[from] ?? ''))) from++
  return end <= from ? text.trim() : text.slice(from, end)
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r'
}

/** Without any of the given characters at its ends. */
export function trimCharacters(text: string, characters: string): string {
  let [from, end] = [0, text.length]
  while (from < end && characters.includes(text.charAt(from))) from++
  while (end > from && characters.includes(text.charAt(end - 1))) end--
  return text.slice(from, end)
}
