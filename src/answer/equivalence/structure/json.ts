import { limits } from '../limits.ts'
import { decimalTree } from '../syntax/number-forms.ts'
import { rationalKey } from '../value/rational.ts'

/**
 * The key of a JSON text: by value, with keys of objects in any order and numbers exact (`1.0` is 1, 2⁵³+1 is not 2⁵³).
 *
 * @returns `undefined` where the text is no JSON. A fence (```` ```json ````) around it is taken off.
 */
export function jsonKey(text: string): string | undefined {
  const bare = text
    .trim()
    .replace(/^```[a-z]*\s*/i, '')
    .replace(/\s*```$/, '')
  try {
    JSON.parse(bare)
  } catch {
    return undefined
  }
  return new JsonKeys(bare).value(0)
}

/** Walks text that `JSON.parse` accepted, so that numbers keep every digit. */
class JsonKeys {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(depth: number): string | undefined {
    if (depth > limits.nesting) return undefined
    const token = this.#next()
    if (token === '[') return this.#list(depth)
    if (token === '{') return this.#object(depth)
    if (token === undefined) return undefined
    if (token.startsWith('"')) return JSON.stringify(JSON.parse(token))
    return /^[-\d]/.test(token) ? numberKey(token) : token
  }

  #next(): string | undefined {
    const token = /\s*("(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+)/y
    token.lastIndex = this.#at
    const found = token.exec(this.#text)
    this.#at = token.lastIndex
    return found?.[1]
  }

  #peek(): string | undefined {
    const at = this.#at
    const token = this.#next()
    this.#at = at
    return token
  }

  #list(depth: number): string | undefined {
    const items: string[] = []
    while (this.#peek() !== ']') {
      const item = this.value(depth + 1)
      if (item === undefined) return undefined
      items.push(item)
      if (this.#peek() === ',') this.#next()
    }
    this.#next()
    return `[${items.join(',')}]`
  }

  #object(depth: number): string | undefined {
    const entries = new Map<string, string>()
    while (this.#peek() !== '}') {
      const key = this.value(depth + 1)
      this.#next()
      const value = this.value(depth + 1)
      if (key === undefined || value === undefined) return undefined
      entries.set(key, value)
      if (this.#peek() === ',') this.#next()
    }
    this.#next()
    const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${sorted.map(([key, value]) => `${key}:${value}`).join(',')}}`
  }
}

/** Exponents beyond any sensible number stay as written: their digits would fill the memory. */
function numberKey(written: string): string {
  const [mantissa = '0', exponent = '0'] = written.toLowerCase().split('e')
  if (mantissa.length > limits.digits || Math.abs(Number(exponent)) > limits.digits) return written
  const negative = mantissa.startsWith('-')
  const { value } = decimalTree(`${negative ? mantissa.slice(1) : mantissa}e${Number(exponent)}`)
  const key = rationalKey(value)
  return negative && key !== '0' ? `-${key}` : key
}
