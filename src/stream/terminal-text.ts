/** Cleans text on its way to a terminal. */
export interface TerminalText {
  /** Cleans the next piece. Pieces may be cut anywhere, inside a sequence too. */
  clean(piece: string): string
}

type State = 'text' | 'carriage-return' | 'escape' | 'control-sequence' | 'string' | 'string-escape'

/** Longest control string (OSC, DCS …) that is waited out, in characters: an unfinished one must not hide the rest of an answer. */
const longestString = 4_096

/**
 * Anything that is not plain text for a terminal: C0 but tab and newline, DEL, C1, and the marks that reorder text (bidi marks,
 * embeddings, overrides and isolates; Unicode Standard Annex 9).
 */
const notPlain = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/

/**
 * Removes from model text all that could command a terminal: escape sequences (CSI, OSC, DCS, APC, PM, SOS; 7-bit and C1 forms),
 * other control characters, and marks that reorder text. A carriage return, which could overwrite what was read, becomes
 * a new line. What comes out holds no control character but tab and newline, however the text was cut.
 *
 * Source of the grammar: ECMA-48, sections 5.3 to 5.6.
 */
export function terminalText(): TerminalText {
  let state: State = 'text'
  let stringLength = 0

  const start = (code: number): State | undefined => {
    if (code === 0x1b) return 'escape'
    if (code === 0x9b) return 'control-sequence'
    if (code === 0x90 || code === 0x98 || (code >= 0x9d && code <= 0x9f)) return 'string'
    return undefined
  }
  const step = (char: string, code: number): string => {
    switch (state) {
      case 'carriage-return':
        state = 'text'
        return char === '\n' ? '\n' : `\n${step(char, code)}`
      case 'escape':
        if (code >= 0x20 && code <= 0x2f) return ''
        state = 'text'
        if (char === '[') state = 'control-sequence'
        else if ('PX]^_'.includes(char)) state = 'string'
        else if (code < 0x20 || code > 0x7e) return step(char, code)
        stringLength = 0
        return ''
      case 'control-sequence':
        if (code >= 0x20 && code <= 0x3f) return ''
        state = 'text'
        return code >= 0x40 && code <= 0x7e ? '' : step(char, code)
      case 'string':
        stringLength += 1
        if (code === 0x1b) state = 'string-escape'
        else if (code === 0x07 || code === 0x9c || code === 0x18 || code === 0x1a) state = 'text'
        else if (char === '\n' || stringLength > longestString) {
          state = 'text'
          return step(char, code)
        }
        return ''
      case 'string-escape':
        if (char === '\\') {
          state = 'text'
          return ''
        }
        state = 'escape'
        return step(char, code)
      default: {
        const next = start(code)
        if (next !== undefined) {
          state = next
          stringLength = 0
          return ''
        }
        if (char === '\r') {
          state = 'carriage-return'
          return ''
        }
        return notPlain.test(char) ? '' : char
      }
    }
  }
  return {
    clean(piece) {
      if (state === 'text' && !notPlain.test(piece)) return piece
      let cleaned = ''
      for (let index = 0; index < piece.length; index += 1) {
        const char = piece.charAt(index)
        cleaned += step(char, char.charCodeAt(0))
      }
      return cleaned
    },
  }
}

/** Cleans a whole text for a terminal; see {@link terminalText}. */
export function cleanForTerminal(text: string): string {
  return terminalText().clean(text)
}
