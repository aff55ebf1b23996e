import { keyAnswer } from '../equivalence/key-answer.ts'
import { isOfKind, mayGuess } from './asked.ts'
import { clauseStart } from './clause.ts'
import { cleanValue } from './clean.ts'
import type { Found, Rule, Scene } from './rule.ts'

/** "The winner is Alice.", "The product is CH3COOH.", "It takes 3 hours and 20 minutes.", "It prints `hello`.": what a last short sentence says. */
export const predicate: Rule = {
  name: 'predicate',
  about:
    'the name, formula, quoted text or several quantities that a short last sentence ends with, behind its verb',
  applies: (scene) => mayGuess(scene) && scene.asked === 'auto',
  find(scene) {
    const { body, math } = scene
    const end = body.trimEnd().length
    const start = clauseStart(body, end, math)
    const sentence = body.slice(start, end)
    if (sentence.length > 160 || sentence.includes('$')) return undefined
    const found = quoted(scene, sentence, start) ?? said(scene, sentence, start)
    return found !== undefined && isOfKind(scene, found.value) ? found : undefined
  },
}

function quoted({ body }: Scene, sentence: string, start: number): Found | undefined {
  const match = /\s(?:prints?|outputs?|returns?|is|displays?|yields?|gives)\s+`([^`\n]{1,120})`[.!]?$/.exec(
    sentence,
  )
  if (match === null) return undefined
  const from = start + match.index + match[0].indexOf('`') + 1
  return cleanValue(body, from, from + (match[1]?.length ?? 0), 'formula')
}

const verb =
  /^(?:So|Thus|Hence|Therefore|Then)?,?\s*(?:(?:The|Its|Their|His|Her|This|That|It|Der|Die|Das|Le|La|Les|El|Los)(?:\s[\p{L}\p{M}'’-]+){0,8}?)\s(?:is|are|was|were|takes|took|lasts|becomes|ist|sind|est|sont|es|son)\s(?:called\s|named\s)?(.{1,80}?)[.!]?$/u

function said({ body, context }: Scene, sentence: string, start: number): Found | undefined {
  const match = verb.exec(sentence)
  const tail = match?.[1]
  if (match === null || tail === undefined) return undefined
  const from = start + sentence.lastIndexOf(tail)
  const found = cleanValue(body, from, from + tail.length, 'prose')
  if (isProperName(found.value)) return found
  const [{ shape }] = keyAnswer(
    found.value,
    context.language === undefined ? {} : { language: context.language },
  ).readings
  const isSure =
    (shape.type === 'group' && /^(?:quantities|range)$/.test(shape.tag)) ||
    (shape.type === 'text' && /^(?:date|from|formula|version) /.test(shape.text))
  return isSure ? found : undefined
}

/** "Alice", "Isaac Newton", "CH3COOH": capitals, and no word of a sentence. */
function isProperName(value: string): boolean {
  const words = value.split(/\s+/)
  return (
    words.length <= 4 &&
    words.every(
      (word) => /^\p{Lu}[\p{L}\p{M}\p{N}.'’₀-₉-]*$/u.test(word) || /^(?:of|the|de|von|van|and)$/.test(word),
    ) &&
    /^\p{Lu}/u.test(value)
  )
}
