import { mayGuess } from './asked.ts'
import { cleanValue } from './clean.ts'
import type { Found, Rule } from './rule.ts'

const line =
  /[ \t>]*(?:([-*•])[ \t]+|\**\(?([a-h]|[1-9])[).:]\**:?\**[ \t]*)([^\n]{1,120}?)[ \t]*(?:\n\s*|$)/giy

/**
 * The values of a list that begins at a place, one a line: `(a) 5`, `1. $x = 2$`, `- x = 2`. With letters they keep their labels; figures and
 * bullets only number them.
 */
export function partsAt(body: string, start: number): Found | undefined {
  const labels: string[] = []
  const values: string[] = []
  let end = start
  for (;;) {
    line.lastIndex = end
    const found = line.exec(body)
    if (found === null || labels.length > 12) break
    const from = line.lastIndex - found[0].length + found[0].lastIndexOf(found[3] ?? '')
    const value = cleanValue(body, from, from + (found[3]?.length ?? 0), 'prose').value
    if (!isShort(value)) return undefined
    labels.push((found[2] ?? '').toLowerCase())
    values.push(value)
    end = line.lastIndex
  }
  const isOrdered = labels.every(
    (name, place) => name === '' || name === 'abcdefgh'.charAt(place) || name === String(place + 1),
  )
  if (values.length < 2 || !isOrdered || new Set(labels.map((name) => name === '')).size > 1) return undefined
  const isLettered = /[a-h]/.test(labels[0] ?? '')
  const joined = values.map((value, place) => (isLettered ? `(${labels[place]}) ${value}` : value)).join(', ')
  return { value: joined, start, end: start + body.slice(start, end).trimEnd().length }
}

/** "(a) 5 (b) 7", "i) x, ii) y": the parts that one line begins with. */
export function partsOnLine(body: string, start: number): Found | undefined {
  const text = /^[^\n]{1,300}/.exec(body.slice(start, start + 300))?.[0] ?? ''
  if (!/^\(?(?:a|A|i|1)\)\s*\S.*?[\s,;](?:\(?(?:b|B|ii|2)\))\s*\S/.test(text)) return undefined
  return cleanValue(body, start, start + text.length, 'prose')
}

/** A value, and no step of the working. */
function isShort(value: string): boolean {
  return (
    value !== '' && value.split(/\s+/).length <= 6 && !/[.!?]\s/.test(value) && /[\p{N}\p{L}]/u.test(value)
  )
}

/** "(a) 5 / (b) 7": a text that is nothing but the answers to its parts. */
export const parts: Rule = {
  name: 'parts',
  about: 'a text that is nothing but lines (a), (b), … with a value each',
  applies: mayGuess,
  find(scene) {
    const start = scene.body.length - scene.body.trimStart().length
    if (!/^\**\(?[ai][).:]/i.test(scene.body.slice(start, start + 6))) return undefined
    const found = partsAt(scene.body, start) ?? partsOnLine(scene.body, start)
    return found !== undefined && scene.body.slice(found.end).trim() === '' ? found : undefined
  },
}
