import { isVerdict } from '../verdicts.ts'
import type { Announced } from './announced.ts'
import { phraseAt } from './announced-phrase.ts'
import { clauseEnd, firstSpanFrom, withoutAside } from './clause.ts'
import { cleanValue } from './clean.ts'
import { isName } from './formula.ts'
import type { MathSpan } from './math-span.ts'
import { numbersIn } from './number.ts'
import { partsAt, partsOnLine } from './parts.ts'
import type { Anchor, Scene } from './rule.ts'
import { formulasAt, markedValue, type ValueAt, valueAt, withPercent } from './value-at.ts'

/** The value announced at a place: a formula, a bold span, a bare value, else what the sentence says. */
export function readAnnounced(scene: Scene, anchor: Anchor, { start, how }: Announced): ValueAt | undefined {
  const { body, math } = scene
  if (start >= body.length) return undefined
  const parts = inParts(body, start)
  if (parts !== undefined) return parts
  const verdict = verdictAt(body, start)
  if (verdict !== undefined) return verdict
  const phrase = phraseAt(scene, start)
  if (phrase !== undefined) return phrase
  const first = valueAt(scene, start, anchor.words.joins, anchor.words.is)
  if (first !== undefined) return first
  const end = clauseEnd(body, start, math)
  if (end <= start || /^\s*(?:not|nicht|kein|не|不是|ليس)(?![\p{L}])/iu.test(body.slice(start, end))) {
    return undefined
  }
  return (
    toldIn(scene, anchor, start, end) ??
    formulaIn(scene, anchor, start, end) ??
    boldIn(scene, anchor, start, end) ??
    qualified(body, start, end) ??
    bareIn(scene, anchor, start, end) ??
    numberIn(scene, anchor, start, end) ??
    wordsIn(body, start, end, how)
  )
}

/** "No, they do not meet": the word that answers, before the sentence that explains it. "Yes, no, yes" answers several questions. */
function verdictAt(body: string, start: number): ValueAt | undefined {
  const match =
    /^[\s*_"“]*(\p{L}[\p{L}\p{M}]*)[*_"”]*(?:[,;:]\s|\s?[—–]\s?)(?=(\p{L}[\p{L}\p{M}]*)\s\p{L})/u.exec(
      body.slice(start, start + 80),
    )
  const [, word = '', next = ''] = match ?? []
  if (match === null || !isVerdict(word) || isVerdict(next)) return undefined
  const from = start + match[0].indexOf(word)
  return { value: word, start: from, end: from + word.length, how: 'sure' }
}

/** "(a) 5 (b) 7", "1) x 2) y", or a line for each: they answer a question in parts, and is one answer. */
function inParts(body: string, start: number): ValueAt | undefined {
  const bullet = /[-*•][ \t]+$/.exec(body.slice(Math.max(0, start - 4), start))?.[0].length ?? 0
  const lines = partsAt(body, start - bullet)
  if (lines !== undefined) return { ...lines, how: 'sure' }
  const line = partsOnLine(body, start)
  return line === undefined ? undefined : { ...line, how: 'sure' }
}

/** "the largest $n$ is 34": the value after the last verb that has one. */
function toldIn(scene: Scene, anchor: Anchor, start: number, end: number): ValueAt | undefined {
  let told: ValueAt | undefined
  for (const verb of anchor.words.is.matches(scene.body, start, end)) {
    const gap = /^\s*[:：]?\s*/.exec(scene.body.slice(verb.end, verb.end + 8))?.[0].length ?? 0
    const value = valueAt(scene, verb.end + gap, anchor.words.joins, anchor.words.is)
    if (value !== undefined && value.how === 'sure' && value.end <= end + 1) told = { ...value, how: 'loose' }
  }
  return told
}

/** "the interval $[0, 1)$": the first formula that is more than a name. */
function formulaIn(scene: Scene, anchor: Anchor, start: number, end: number): ValueAt | undefined {
  const { math } = scene
  for (let i = firstSpanFrom(math, start); i < math.length && (math[i] as MathSpan).start < end; i++) {
    if (isName((math[i] as MathSpan).inner)) continue
    const value = formulasAt(scene, i, anchor.words.joins)
    return value === undefined ? undefined : { ...value, how: 'loose' }
  }
  return undefined
}

function boldIn(scene: Scene, anchor: Anchor, start: number, end: number): ValueAt | undefined {
  const bold = /(?:\*\*|__)(?=\S)([^\n*]{1,120}?)(?:\*\*|__)/.exec(scene.body.slice(start, end + 2))
  if (bold === null) return undefined
  const from = start + bold.index + 2
  return markedValue(scene, from, from + (bold[1]?.length ?? 0), anchor.words.joins)
}

/** Words that make a number in a short sentence a part of the answer: "all real numbers except 3". */
const qualifier =
  /(?<![\p{L}])(?:all|any|every|except|between|more than|less than|at least|at most|greater than|January|February|March|April|May|June|July|August|September|October|November|December)(?![\p{L}])/iu

function qualified(body: string, start: number, end: number): ValueAt | undefined {
  const clause = body.slice(start, end)
  if (!qualifier.test(clause) || clause.trim().split(/\s+/).length > 7) return undefined
  const found = cleanValue(body, start, end, 'prose')
  return found.value === '' ? undefined : { ...found, how: 'words' }
}

/** "the set {1, 2, 3}", "that x > 3": a bracket with more than a remark in it, or a relation. */
function bareIn(scene: Scene, anchor: Anchor, start: number, end: number): ValueAt | undefined {
  const clause = scene.body.slice(start, end)
  for (const match of clause.matchAll(/(?<![\p{L}\p{N}])(?:\\?\{|\[|\(|\\[a-z]|[a-zA-Z]\s?[=<>≤≥])/gu)) {
    const value = valueAt(scene, start + match.index, anchor.words.joins, anchor.words.is)
    if (value === undefined || value.how !== 'sure' || value.end > end + 1) continue
    if (/[,=<>≤≥\\{[]/.test(value.value)) return { ...value, how: 'loose' }
  }
  return undefined
}

/** The only number of the sentence; of several the first, where the answer is called the final one. */
function numberIn(scene: Scene, anchor: Anchor, start: number, end: number): ValueAt | undefined {
  const { body } = scene
  const numbers = [...numbersIn(body, start, end)].filter((number) => number.end <= end + 1)
  const [number] = numbers
  if (number === undefined) return undefined
  const isLastWord =
    anchor.rank === 'marker' || /final|letzt/i.test(body.slice(Math.max(0, anchor.start - 8), anchor.start))
  if (numbers.length > 1 && !isLastWord) return undefined
  return {
    ...withPercent(body, { value: number.text, start: number.start, end: number.end }),
    how: 'loose',
  }
}

/** Predicates that say something about an answer and are none: "the answer is correct". */
const predicate =
  /^(?:correct|right|wrong|incorrect|clear|obvious|obtained|found|given|based|verified|valid|consistent|helpful|as|that|what|in|of|on|to|for|by|the following|the same|below|above|unclear|unknown to|not known|unique|positive|therefore|thus|richtig|korrekt|falsch|correcte?s?|fausse|juste|incorrecta?|verdad|correta|corretto|верен|верный|правильный|неверен)(?![\p{L}])/iu

/** `true` of `"answer": true}`: brackets that closed what was opened before the value. */
function withoutClosers(clause: string): string {
  return /[{[]/.test(clause) ? clause : clause.replace(/\s*[}\]][\s}\]]*$/, '')
}

/** A sentence without numbers: its words, up to the reasons, when they are few. */
function wordsIn(body: string, start: number, end: number, how: Announced['how']): ValueAt | undefined {
  if (/\p{Nd}/u.test(body.slice(start, end))) return undefined
  // The value of a key in JSON that says that there is none.
  if (/^\s*null\s*[},]/.test(body.slice(start, end + 2))) return undefined
  const clause = withoutClosers(withoutAside(body.slice(start, end)))
  const found = cleanValue(body, start, start + clause.length, 'prose')
  if (found.value === '' || !/[\p{L}\p{N}\p{S}]/u.test(found.value)) return undefined
  if (found.value.split(/\s+/).length > 8) return undefined
  if (how !== 'mark' && how !== 'heading' && predicate.test(found.value)) return undefined
  return { ...found, how: 'words' }
}
