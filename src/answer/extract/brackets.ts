/** What a search for a closing brace found: where the group ends (exclusive), or that the text ended first. */
type GroupEnd =
  | { readonly type: 'closed'; readonly end: number }
  | { readonly type: 'open' }
  | { readonly type: 'too-long' }

/**
 * The end of the `{…}` group whose opening brace stands at `open`.
 *
 * A brace behind a backslash is a sign of its own (`\{`), and behind two it is a brace after a line break. In text that came through
 * JSON once more (`\\boxed{\\{1\\}}`), every backslash is doubled: `doubled` counts in pairs.
 *
 * @param limit - Longest group looked through, in UTF-16 code units.
 */
export function groupEnd(text: string, open: number, limit: number, doubled = false): GroupEnd {
  const last = Math.min(text.length, open + limit)
  let depth = 0
  let backslashes = 0
  for (let i = open; i < last; i++) {
    const char = text.charCodeAt(i)
    if (char === 92) {
      backslashes++
      continue
    }
    const escaped = (doubled ? backslashes >> 1 : backslashes) % 2 === 1
    backslashes = 0
    if (escaped) continue
    if (char === 123) depth++
    else if (char === 125 && --depth === 0) return { type: 'closed', end: i + 1 }
  }
  return last === text.length ? { type: 'open' } : { type: 'too-long' }
}

/**
 * The end (exclusive) of the bracketed group that opens at `open`, whatever closes it: an interval may open with `(` and close with `]`.
 *
 * @returns `undefined` where it does not close within `limit` units or on this line.
 */
export function bracketEnd(text: string, open: number, limit = 512): number | undefined {
  const last = Math.min(text.length, open + limit)
  let depth = 0
  for (let i = open; i < last; i++) {
    const char = text[i]
    if (char === '\n') return undefined
    if (char === '\\' && text[i + 1] !== '{' && text[i + 1] !== '}') {
      i++
      continue
    }
    if (char === '(' || char === '[' || char === '{' || char === '⟨') depth++
    else if (char === ')' || char === ']' || char === '}' || char === '⟩') {
      depth--
      if (depth === 0) return i + 1
    }
  }
  return undefined
}
