/** How a name is compared: `max-tokens`, `max_tokens` and `maxTokens` are one. */
function canonical(name: string): string {
  return name.toLowerCase().replace(/[\s_.:/-]/g, '')
}

/** Insertions, deletions, replacements and swaps of neighbours that make `a` into `b` (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}

/** Longest name that is compared by edits, in characters: nobody mistypes more, and the cost is quadratic. */
const longestName = 200

/**
 * The known names that a mistyped one may have meant, nearest first.
 *
 * A name is near if a third of its characters at most would have to change, or if one holds the other whole (four characters or
 * more: `magistral` and `hf.co/unsloth/Magistral-Small-2509-GGUF`). Case and separators do not count.
 *
 * @param name - What was written.
 * @param known - What could have been written.
 * @param count - Most names to return.
 */
export function nearestNames(name: string, known: Iterable<string>, count = 3): string[] {
  const written = canonical(name)
  if (written.length > longestName) return []
  const near: { name: string; distance: number; edits: number }[] = []
  for (const candidate of new Set(known)) {
    const other = canonical(candidate)
    const shorter = Math.min(written.length, other.length)
    const holds = shorter >= 4 && (other.includes(written) || written.includes(other))
    const edits = other.length > longestName ? longestName : editDistance(written, other)
    if (holds || edits <= Math.max(1, Math.floor(Math.max(written.length, other.length) / 3))) {
      near.push({ name: candidate, distance: holds ? Math.min(edits, 1) : edits, edits })
    }
  }
  return near
    .sort((a, b) => a.distance - b.distance || a.edits - b.edits)
    .slice(0, count)
    .map((each) => each.name)
}

/**
 * The question to ask after an unknown name: `Did you mean "temperature"?`, or '' where nothing is near.
 *
 * @param name - What was written.
 * @param known - What could have been written.
 */
export function didYouMean(name: string, known: Iterable<string>): string {
  const [nearest] = nearestNames(name, known, 1)
  return nearest === undefined ? '' : `Did you mean "${nearest}"?`
}
