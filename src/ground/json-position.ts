/** Where the keys of a JSON text stand, and where it stops being JSON. */
export interface JsonPositions {
  /** Line of each value by its path as joined by `jsonPath`; counted from 1. */
  readonly lines: ReadonlyMap<string, number>
  /** Line and column of the first character that is not JSON, counted from 1; absent where all of it is. */
  readonly error?: { readonly line: number; readonly column: number }
}

/** One text for a path of keys and positions. */
export function jsonPath(path: readonly PropertyKey[]): string {
  return path.map(String).join('\u0000')
}

const space = /[ \t\r\n]*/y
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y

/** Deepest nesting that is followed; files of settings need three. */
const deepest = 100

/**
 * Finds the line of every value of a JSON text, for messages that name it.
 *
 * `JSON.parse` keeps no positions, and Node 20 does not say where a text breaks off.
 */
export function jsonPositions(text: string): JsonPositions {
  const lines = new Map<string, number>()
  let at = 0
  let line = 1
  let lineStart = 0
  /** The line of `at`; it is asked for ever later places, so each line break is looked at once. */
  const lineHere = (): number => {
    for (;;) {
      const next = text.indexOf('\n', lineStart)
      if (next < 0 || next >= at) return line
      line++
      lineStart = next + 1
    }
  }

  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const sign = (wanted: string): boolean => {
    take(space)
    if (text[at] !== wanted) return false
    at++
    return true
  }
  /** Reads `item` after `item` up to `end`; false where the text is not JSON. */
  const members = (end: string, item: (index: number) => boolean): boolean => {
    if (sign(end)) return true
    for (let index = 0; ; index++) {
      if (!item(index)) return false
      if (sign(end)) return true
      if (!sign(',')) return false
    }
  }
  const value = (path: readonly PropertyKey[]): boolean => {
    take(space)
    if (!lines.has(jsonPath(path))) lines.set(jsonPath(path), lineHere())
    if (path.length > deepest) return false
    if (sign('[')) return members(']', (index) => value([...path, index]))
    if (!sign('{')) return (take(string) ?? take(scalar)) !== undefined
    return members('}', () => {
      take(space)
      const keyLine = lineHere()
      const key = take(string)
      if (key === undefined) return false
      const inner = [...path, JSON.parse(key) as string]
      lines.set(jsonPath(inner), keyLine)
      return sign(':') && value(inner)
    })
  }

  const whole = value([])
  take(space)
  if (whole && at === text.length) return { lines }
  return { lines, error: { line: lineHere(), column: at - lineStart + 1 } }
}
