/** A source text with what is no code blanked out; lines keep their numbers. */
export interface Scanned {
  /** Without comments. */
  readonly withStrings: string
  /** Without comments, and without what stands inside strings, templates and regular expressions. */
  readonly code: string
  /** What stands inside strings, templates and regular expressions, one entry a piece. */
  readonly strings: readonly string[]
}

const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const quoted = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y
/** From a backtick, or from the brace that ends a `${…}`, to the next of either kind. */
const template = /[`}](?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y
const regex = /\/(?![/*])(?:[^\\/[\n]|\\.|\[(?:[^\\\]\n]|\\.)*\])+\//y

/** After these a slash begins a regular expression; after anything else it divides. */
const beforeRegex = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|of|in|do|else|await|yield))\s*$/

const blank = (text: string) => text.replace(/[^\n]/g, ' ')

/** Takes TypeScript apart as far as comments, strings, templates and regular expressions go. */
export function scan(text: string): Scanned {
  let withStrings = ''
  let code = ''
  const strings: string[] = []
  /** For each template that is open: how many braces are open in its `${…}`. */
  const braces: number[] = []
  let at = 0
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }

  while (at < text.length) {
    const here = text.charAt(at)
    const depth = braces.at(-1)
    const hidden = match(comment)
    let piece = here
    if (hidden !== undefined) {
      piece = hidden
      withStrings += blank(piece)
      code += blank(piece)
    } else if (here === '`' || (here === '}' && depth === 0)) {
      piece = match(template) ?? here
      if (here === '}') braces.pop()
      if (piece.endsWith('${')) braces.push(0)
      const inner = piece.slice(1, piece.endsWith('${') ? -2 : -1)
      strings.push(inner)
      withStrings += piece
      code += here + blank(inner) + piece.slice(1 + inner.length)
    } else {
      const string = match(quoted) ?? (beforeRegex.test(code.slice(-40)) ? match(regex) : undefined)
      if (string !== undefined) {
        piece = string
        strings.push(piece.slice(1, -1))
        code += here + blank(piece.slice(1, -1)) + here
      } else {
        if (depth !== undefined && here === '{') braces.push((braces.pop() ?? 0) + 1)
        if (depth !== undefined && here === '}') braces.push((braces.pop() ?? 0) - 1)
        code += here
      }
      withStrings += piece
    }
    at += piece.length
  }
  return { withStrings, code, strings }
}
