import { createRequire } from 'node:module'

/** Where the keys of a JSON text stand, and where it stops being JSON. */
export interface JsonPositions {
  /** Line of each value by its path as joined by `jsonPath`, of a key's value that of the key; counted from 1. */
  readonly lines: ReadonlyMap<string, number>
  /** Line and column of the first character that is not JSON, counted from 1; absent where all of it is. */
  readonly error?: Position
}

interface Position {
  readonly line: number
  readonly column: number
}

/** One text for a path of keys and positions. */
export function jsonPath(path: readonly PropertyKey[]): string {
  return path.map(String).join('\u0000')
}

/** Deepest nesting that is followed; files of settings need three. */
const deepest = 100

/** Ends the reading of a text that is nested too deep. */
class TooDeep extends Error {}

/**
 * Finds the line of every value of a JSON text, for messages that name it.
 *
 * `JSON.parse` keeps no positions, and Node 20 does not say where a text breaks off. The parser is loaded here, where something is
 * wrong with a file already: a good file never needs it.
 */
export function jsonPositions(text: string): JsonPositions {
  const { visit } = createRequire(import.meta.url)('jsonc-parser') as typeof import('jsonc-parser')
  const lines = new Map<string, number>()
  let error: Position | undefined
  /** The last number or word: what follows it without a space is part of it, and the whole is wrong, as `01`. */
  let last: (Position & { readonly end: number }) | undefined
  const fail = (offset: number, line: number, character: number) => {
    const joined = last?.end === offset && /[\w.]/.test(text.charAt(offset))
    error ??= joined && last !== undefined ? { line: last.line, column: last.column } : at(line, character)
  }
  const begin = (
    _offset: number,
    _length: number,
    line: number,
    character: number,
    path: () => readonly PropertyKey[],
  ) => {
    const keys = path()
    const name = jsonPath(keys)
    if (!lines.has(name)) lines.set(name, line + 1)
    if (keys.length <= deepest) return
    error ??= at(line, character)
    throw new TooDeep()
  }
  try {
    visit(
      text,
      {
        onObjectBegin: begin,
        onArrayBegin: begin,
        onLiteralValue(value, offset, length, line, character, path) {
          begin(offset, length, line, character, path)
          last = typeof value === 'string' ? undefined : { ...at(line, character), end: offset + length }
        },
        onObjectProperty(key, _offset, _length, line, _character, path) {
          lines.set(jsonPath([...path(), key]), line + 1)
        },
        onError: (_code, offset, _length, line, character) => fail(offset, line, character),
      },
      { disallowComments: true },
    )
  } catch (thrown) {
    if (!(thrown instanceof TooDeep)) throw thrown
  }
  return error === undefined ? { lines } : { lines, error }
}

function at(line: number, character: number): Position {
  return { line: line + 1, column: character + 1 }
}
