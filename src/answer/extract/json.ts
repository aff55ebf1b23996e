import type { AnswerContext } from '../answer.ts'
import type { Found, Rule, Scene } from './rule.ts'

/** Longest JSON value read, in UTF-16 code units, and deepest nesting. */
const longest = 65_536
const deepest = 64
const mostTried = 8

/** The last JSON value: in a code fence, or bare. */
export const json: Rule = {
  name: 'json',
  about: 'the last JSON value of the shape asked for, in a code fence or bare',
  applies: (scene) => scene.asked === 'json',
  find: (scene) => wholeText(scene) ?? lastFence(scene) ?? lastBare(scene),
}

/** A text that is JSON from end to end: the only place where a bare number, word or string counts. */
function wholeText({ body, context }: Scene): Found | undefined {
  const trimmed = body.trim()
  const start = body.indexOf(trimmed)
  return isJson(trimmed, context) ? { value: trimmed, start, end: start + trimmed.length } : undefined
}

function lastFence({ body, context }: Scene): Found | undefined {
  const fences = [...body.matchAll(/```[ \t]*(?:json5?|JSON)?[ \t]*\n/g)].slice(-2 * mostTried)
  for (const fence of fences.reverse()) {
    const start = fence.index + fence[0].length
    const end = body.indexOf('```', start)
    if (end < 0) continue
    const value = body.slice(start, end).trim()
    const at = start + body.slice(start, end).indexOf(value)
    if (isJson(value, context)) return { value, start: at, end: at + value.length }
  }
  return undefined
}

/** The last `{…}` or `[…]` outside of all others that parses. One pass finds the groups; strings are skipped. */
function lastBare({ body, context }: Scene): Found | 'truncated' | undefined {
  const groups: [number, number][] = []
  let depth = 0
  let from = 0
  for (let i = 0; i < body.length; i++) {
    const char = body.charCodeAt(i)
    if (char === 34 && depth > 0) i = stringEnd(body, i)
    else if (char === 123 || char === 91) {
      if (depth++ === 0) from = i
    } else if ((char === 125 || char === 93) && depth > 0 && --depth === 0) groups.push([from, i + 1])
  }
  // Begun and never finished: the text was cut off.
  if (groups.length === 0 && depth > 0) return 'truncated'
  for (const [start, end] of groups.slice(-mostTried).reverse()) {
    const value = body.slice(start, end)
    if (isJson(value, context)) return { value, start, end }
  }
  return undefined
}

/** Where the string that opens at `at` closes; a quote that does not close on its line was not a string. */
function stringEnd(body: string, at: number): number {
  for (let i = at + 1; i < body.length; i++) {
    const char = body.charCodeAt(i)
    if (char === 92) i++
    else if (char === 34) return i
    else if (char === 10) return at
  }
  return at
}

function isJson(value: string, { fits }: AnswerContext): boolean {
  if (value === '' || value.length > longest || nesting(value) > deepest) return false
  try {
    const json: unknown = JSON.parse(value)
    return fits === undefined || fits(json)
  } catch {
    return false
  }
}

/** Deepest nesting of brackets, strings counted in: an upper bound is enough. */
function nesting(value: string): number {
  let depth = 0
  let most = 0
  for (let i = 0; i < value.length; i++) {
    const char = value.charCodeAt(i)
    if (char === 123 || char === 91) most = Math.max(most, ++depth)
    else if (char === 125 || char === 93) depth--
  }
  return most
}
