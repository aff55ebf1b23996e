import { LimitReached, limits } from '../limits.ts'
import {
  alignments,
  boldCommands,
  commands,
  directedSigns,
  droppedWithArgument,
  functionNames,
  gluedCommands,
  ignoredCommands,
  scriptCommands,
  textCommands,
  transparentCommands,
} from './commands.ts'
import { relations, single } from './signs.ts'
import type { Token, TokenKind } from './token.ts'

const digits = /\d+(?:\.\d+)*|\.\d+/y
const letters = /[A-Za-z]+/y
const commandName = /\\(?:([A-Za-z]+)\*?|([^A-Za-z]))/y
/** One letter, perhaps with an accent, ahead: in braces or without. */
const oneLetter =
  /(?=\s*(?:\{\s*(?:[A-Za-z]|\\(?!text|math|frac|sqrt)[a-zA-Z]+\s*(?:\{\s*[A-Za-z]\s*\})?)\s*\}|[A-Za-z](?![A-Za-z])|\\(?!text|math|frac|sqrt)[a-zA-Z]+))/y
/** One letter ahead that no bracket follows. */
const scriptLetter = /\s*(?:\{\s*[A-Za-z]\s*\}|[A-Za-z](?![A-Za-z]))(?!\s*(?:\\left\s*)?\()/y
/**
 * Layer "normalise", tokens: LaTeX and ASCII mathematics in one alphabet of tokens. Decides nothing; a sign it does not know
 * becomes an `unknown` token.
 */
export function tokenize(text: string): Token[] {
  const reader = new Reader(text)
  while (reader.next()) {
    // next() appends one token or skips one sign.
  }
  return reader.tokens
}

class Reader {
  readonly tokens: Token[] = []
  readonly #text: string
  #at = 0
  #spaced = false
  /** The environments that are open here. */
  readonly #fences: string[] = []

  constructor(text: string) {
    this.#text = text
  }

  next(): boolean {
    const character = this.#text[this.#at]
    if (character === undefined) return false
    if (
      character === ' ' ||
      character === '\n' ||
      character === '\t' ||
      character === '\r' ||
      (character === '~' && this.#text[this.#at + 1] !== '=')
    ) {
      this.#at++
      this.#spaced = true
      return true
    }
    if (character === '&' && alignments.has(this.#fences.at(-1) ?? '')) {
      this.#at++
      return true
    }
    if (character === '\\') return this.#command()
    if ((character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')) return this.#word()
    const number =
      (character >= '0' && character <= '9') || character === '.' ? this.#match(digits) : undefined
    if (number !== undefined) return this.#number(number)
    return this.#sign(character)
  }

  #word(): boolean {
    const word = this.#match(letters) ?? ''
    // `n choose k`, as it is spoken.
    if (word === 'choose' && this.tokens.length > 0) return this.#push('operator', 'choose')
    const separator = separatorWord(word)
    return separator === undefined ? this.#push('word', word) : this.#push('separator', separator)
  }

  #sign(character: string): boolean {
    const pair = this.#text.slice(this.#at, this.#at + 2)
    const relation = Object.hasOwn(relations, pair) ? relations[pair] : undefined
    if (relation !== undefined) return this.#advance(2, 'relation', relation)
    if (pair === '**') return this.#advance(2, 'operator', '^')
    if (pair === '{,' && this.#text[this.#at + 2] === '}') return this.#comma(3)
    if (pair === '..' && this.#text[this.#at + 2] === '.') return this.#advance(3, 'name', 'dots')
    const known = Object.hasOwn(single, character) ? single[character] : undefined
    if (known !== undefined) return this.#advance(1, ...known)
    const point = this.#text.codePointAt(this.#at) ?? 0
    return this.#advance(point > 0xffff ? 2 : 1, 'unknown', String.fromCodePoint(point))
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found === null) return undefined
    this.#at = pattern.lastIndex
    return found[0]
  }

  /** `5.` and the `0.` of a recurring decimal keep their point; `5..` is an ellipsis. */
  #number(written: string): boolean {
    if (written.length > limits.digits) throw new LimitReached('digits')
    const point = this.#text[this.#at] === '.' && this.#text[this.#at + 1] !== '.' && !written.includes('.')
    if (point) this.#at++
    return this.#push('number', point ? `${written}.` : written)
  }

  #comma(length: number): boolean {
    this.tokens.push({ kind: 'separator', text: ',', spaced: this.#spaced, insideNumeral: true })
    this.#at += length
    this.#spaced = false
    return true
  }

  #advance(length: number, kind: TokenKind, text: string): boolean {
    this.#at += length
    return this.#push(kind, text)
  }

  #push(kind: TokenKind, text: string): boolean {
    this.tokens.push({ kind, text, spaced: this.#spaced })
    this.#spaced = false
    return true
  }

  #command(): boolean {
    const start = this.#at
    commandName.lastIndex = start
    const found = commandName.exec(this.#text)
    if (found === null) return this.#advance(1, 'unknown', '\\')
    this.#at = commandName.lastIndex
    const name = found[1]
    return name === undefined ? this.#signCommand(found[2] ?? '') : this.#namedCommand(name, start)
  }

  #signCommand(sign: string): boolean {
    switch (sign) {
      case '{':
        return this.#push('open', 'set')
      case '}':
        return this.#push('close', 'set')
      case '|':
        return this.#push('bar', '|')
      case '\\':
        return this.#push('row', '\\\\')
      case '%':
        return this.#push('operator', '%')
      case '$':
        return this.#push('text', '$')
      case '!': {
        const last = this.tokens.at(-1)
        if (last?.kind === 'separator' && last.text === ',') {
          this.tokens[this.tokens.length - 1] = { ...last, insideNumeral: true }
          while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
        }
        return true
      }
      case ',':
      case ';':
      case ':':
      case ' ':
        this.#spaced = true
        return true
      case '_':
      case '&':
      case '#':
        return this.#push('unknown', sign)
      default:
        return this.#push('unknown', `\\${sign}`)
    }
  }

  #namedCommand(name: string, start: number): boolean {
    if (ignoredCommands.has(name)) {
      if ((name === 'left' || name === 'right') && this.#text[this.#at] === '.') this.#at++
      if (name === 'left' || name === 'right') this.#sidedBar(name)
      if (name === 'left' && this.#text[this.#at] === '{') return this.#advance(1, 'open', '{')
      return true
    }
    if (boldCommands.has(name) && this.#match(oneLetter) !== undefined) return this.#push('command', 'vector')
    if (boldCommands.has(name)) return true
    if (scriptCommands.has(name)) {
      const letter = this.#match(scriptLetter)?.replace(/[{}\s]/g, '')
      if (letter !== undefined)
        return this.#push('name', name === 'mathfrak' ? `fraktur${letter}` : `script${letter}`)
    }
    if (transparentCommands.has(name)) return true
    if (droppedWithArgument.has(name)) {
      this.#match(/\s*\{[^{}]*\}/y)
      return true
    }
    if (textCommands.has(name)) return this.#words()
    if (name === 'begin' || name === 'end') return this.#environment(name)
    const meaning = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (name === 'times' || name === 'cdot') return this.#pushProduct(name === 'times' ? 'cross' : 'dot')
    if (name === 'circ' && !this.#marksDegrees()) return this.#push('operator', 'compose')
    if (meaning !== undefined) return this.#push(...meaning)
    if (directedSigns.has(name)) return this.#push('unknown', name)
    const glued = gluedCommands.find((known) => name.startsWith(known))
    if (glued === undefined) return this.#push('name', name)
    this.#at = start + 1 + glued.length
    return this.#namedCommand(glued, start)
  }

  /** `\begin{array}{cc}` opens a matrix, `\end{array}` closes it; the kind of fence goes with the opening token. */
  #environment(side: 'begin' | 'end'): boolean {
    const name = this.#match(/\s*\{[A-Za-z]+\*?\}/y)
    if (name === undefined) return this.#push('unknown', side)
    if (side === 'end') {
      this.#fences.pop()
      return this.#push('close', 'matrix')
    }
    const fence = name.replace(/[^A-Za-z]/g, '')
    this.#fences.push(fence)
    if (fence === 'array') this.#match(/\s*(?:\[[a-z]\])?\{[^{}]*\}/y)
    return this.#pushFence(fence)
  }

  /** `30^\circ`, `90\circ`, `(x+1)\circ`; behind a name it composes functions: `f \circ g`. */
  #marksDegrees(): boolean {
    const last = this.tokens.at(-1)
    const isRaised = last?.text === '^' || (last?.text === '{' && this.tokens.at(-2)?.text === '^')
    return (
      isRaised ||
      last?.kind === 'number' ||
      last?.kind === 'close' ||
      !/^\s*\\?[\p{L}(]/u.test(this.#text.slice(this.#at, this.#at + 8))
    )
  }

  #pushProduct(product: 'cross' | 'dot'): boolean {
    this.tokens.push({ kind: 'operator', text: '*', spaced: this.#spaced, product })
    this.#spaced = false
    return true
  }

  #pushFence(fence: string): boolean {
    this.tokens.push({ kind: 'open', text: 'matrix', spaced: this.#spaced, fence })
    this.#spaced = false
    return true
  }

  /** `\left|` opens and `\right|` closes an absolute value. */
  #sidedBar(side: 'left' | 'right'): void {
    const bar = /\s*(?:\||\\vert(?![a-zA-Z])|\\lvert(?![a-zA-Z])|\\rvert(?![a-zA-Z])|\\\|)/y
    if (this.#match(bar) === undefined) return
    this.#push(side === 'left' ? 'open' : 'close', 'abs')
  }

  /** `\text{…}`: separators and functions become what they are, the rest stays words. */
  #words(): boolean {
    const inside = /\s*\{([^{}]*)\}/y
    inside.lastIndex = this.#at
    const found = inside.exec(this.#text)
    if (found === null) return true
    this.#at = inside.lastIndex
    const content = (found[1] ?? '').trim()
    const separator = separatorWord(content)
    if (separator !== undefined) return this.#push('separator', separator)
    const name = Object.hasOwn(functionNames, content) ? functionNames[content] : undefined
    if (name !== undefined && content.length > 1) return this.#push('function', name)
    return /^[.,;:\s]*$/.test(content) ? true : this.#push('text', content)
  }
}

const separatorWords: Readonly<Record<string, string>> = {
  and: 'and',
  or: 'or',
  und: 'and',
  oder: 'or',
  et: 'and',
  ou: 'or',
  или: 'or',
}

function separatorWord(word: string): string | undefined {
  const folded = word.toLowerCase()
  return Object.hasOwn(separatorWords, folded) ? separatorWords[folded] : undefined
}
