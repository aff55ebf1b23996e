import type { Announced } from './announced.ts'
import { bareValueEnd } from './bare-value.ts'
import { clauseEnd, firstSpanFrom, withoutAside } from './clause.ts'
import { cleanValue, lastLink } from './clean.ts'
import type { MathSpan } from './math-span.ts'
import { numbersIn, percentWordEnd } from './number.ts'
import type { Anchor, Found, Scene } from './rule.ts'
import type { WordSet } from './words.ts'

/** A value read after an anchor. `sure` where it stood first; `loose` where it was looked for in a sentence; `words` where it is prose. */
export interface AnnouncedValue extends Found {
  readonly how: 'sure' | 'loose' | 'words'
}

/** The value announced at a place: a formula, a bold span, a bare value, else what the sentence says. */
export function readAnnounced(
  scene: Scene,
  anchor: Anchor,
  { start, how }: Announced,
): AnnouncedValue | undefined {
  const { body, math } = scene
  if (start >= body.length) return undefined
  const first = valueAt(scene, start, anchor.words.joins, anchor.words.is)
  if (first !== undefined) return first
  const end = clauseEnd(body, start, math)
  if (end <= start || /^\s*(?:not|nicht|kein|не|不是|ليس)(?![\p{L}])/iu.test(body.slice(start, end)))
    return undefined
  return fromProse(scene, anchor, start, end, how)
}

/** The value that stands right at a place, as formula, bold or bare. */
export function valueAt(
  scene: Scene,
  start: number,
  joins: WordSet,
  verbs?: WordSet,
): AnnouncedValue | undefined {
  const { body, math } = scene
  const quoted = /^["“”„«「『`'(（]?\s*/.exec(body.slice(start, start + 4))?.[0].length ?? 0
  for (const at of quoted > 0 ? [start, start + quoted] : [start]) {
    const index = firstSpanFrom(math, at)
    const span = math[index]
    if (span !== undefined && span.start === at) return formulasAt(scene, index, joins)
    const bold = /^(?:\*\*|__)(?=\S)([^\n]{1,200}?)(?:\*\*|__)/.exec(body.slice(at, at + 220))
    if (bold !== null) return boldValue(scene, at + 2, at + 2 + (bold[1]?.length ?? 0), joins)
  }
  const end = bareValueEnd(body, start, joins, verbs)
  if (end === undefined) return undefined
  const found = cleanValue(body, start, end, 'prose')
  return found.value === '' ? undefined : { ...withPercent(body, unbracketed(lastLink(found))), how: 'sure' }
}

/** `(35 + 70 = 105)` says 105: brackets around a chain are the sentence's. */
function unbracketed(found: Found): Found {
  if (!/^\(.*[^<>!]=.*\)$/.test(found.value)) return found
  return lastLink({ value: found.value.slice(1, -1), start: found.start + 1, end: found.end - 1 })
}

/** "28 percent" is 28 %, whatever the language: the word becomes the sign. */
export function withPercent(body: string, found: Found): Found {
  if (!/[\p{Nd}})]$/u.test(found.value)) return found
  const closing = /^(?:\$\$?|\\\)|\\\]|\*\*)/.exec(body.slice(found.end, found.end + 2))?.[0].length ?? 0
  const end = percentWordEnd(body, found.end + closing)
  if (end !== undefined) return { value: `${found.value}%`, start: found.start, end }
  const sign = closing > 0 ? /^\s?\\?%/.exec(body.slice(found.end + closing, found.end + closing + 3)) : null
  return sign === null
    ? found
    : { value: `${found.value}%`, start: found.start, end: found.end + closing + sign[0].length }
}

/** A symbol that only names something: `$x$`, `$f(x)$`, `$\angle ABC$`. */
export function isName(formula: string): boolean {
  return /^\s*(?:\\(?:angle|triangle|overline|vec|mathbf|mathrm|text|Delta|alpha|beta|theta)\s*\{?)*\s*[\p{L}]{1,4}(?:_\{?\w{1,3}\}?)?'?(?:\([\p{L}]\))?\}?\s*$/u.test(
    formula,
  )
}

/** The formula at `index` and those that a connector joins to it: "$x = 1$ or $x = 2$", "$12$ and $13$". */
export function formulasAt(scene: Scene, index: number, joins: WordSet): AnnouncedValue | undefined {
  const { body, math } = scene
  const first = math[index] as MathSpan
  // "$x$ = 5", "$x$ is 5": the formula only names what is asked.
  if (isName(first.inner)) {
    const after = /^\s*(?:=|\\approx|≈)\s*/.exec(body.slice(first.end, first.end + 12))
    const value = after === null ? undefined : valueAt(scene, first.end + after[0].length, joins)
    if (value !== undefined) return value
  }
  const parts = [formula(first)]
  let last = first
  for (
    let next = math[index + 1];
    next !== undefined && parts.length < 12;
    next = math[index + 1 + parts.length - 1]
  ) {
    if (!joinsFormulas(body.slice(last.end, next.start), joins)) break
    parts.push(formula(next))
    last = next
  }
  const value = parts.map((part) => part.value).filter((part) => part !== '')
  if (value.length === 0) return undefined
  if (value.length === 1) return { ...withPercent(body, lastLink(parts[0] as Found)), how: 'sure' }
  return {
    value: value.join(', '),
    start: (parts[0] as Found).start,
    end: (parts.at(-1) as Found).end,
    how: 'sure',
  }
}

function joinsFormulas(gap: string, joins: WordSet): boolean {
  if (gap.length > 12) return false
  const words = gap.trim().replace(/^[,;，、]\s*/, '')
  if (words === '') return /[,;，、]/.test(gap)
  return joins.endAt(words, 0) === words.length
}

/** The content of a formula. Of several lines (an `align`), the last one; alignment marks are taken out. */
export function formula(span: MathSpan): Found {
  const whole = cleanValue(span.inner, 0, span.inner.length, 'formula')
  const found = { ...whole, start: whole.start + span.innerStart, end: whole.end + span.innerStart }
  if (!/&|\\\\/.test(span.inner) || /\\begin\{[^}]*(?:matrix|array|cases)/.test(span.inner)) return found
  const inner = span.inner.replaceAll(/\\(?:begin|end)\{[^}]*\}/g, ' ')
  const line = inner
    .split(/\\\\(?![a-zA-Z{])/)
    .filter((part) => /[^\s&.]/.test(part))
    .at(-1)
  if (line === undefined) return found
  return lastLink({
    ...found,
    value: cleanValue(line.replaceAll('&', ' '), 0, line.length, 'formula').value.replace(/^\s*=\s*/, ''),
  })
}

/** A bold span: its formula or value where it begins with one, else its words. */
function boldValue(scene: Scene, start: number, end: number, joins: WordSet): AnnouncedValue | undefined {
  const { body } = scene
  const span = scene.math[firstSpanFrom(scene.math, start)]
  if (span !== undefined && span.start < end) {
    const value = formulasAt(scene, firstSpanFrom(scene.math, start), joins)
    if (value !== undefined) return value
  }
  const found = cleanValue(body, start, end, 'prose')
  if (found.value === '') return undefined
  const valueEnd = bareValueEnd(body, found.start, joins)
  if (valueEnd !== undefined && valueEnd <= found.end) {
    return { ...withPercent(body, lastLink(cleanValue(body, found.start, valueEnd, 'prose'))), how: 'sure' }
  }
  return { ...found, how: /\p{Nd}/u.test(found.value) ? 'loose' : 'words' }
}

/** What a sentence says: the value after its last verb, its only formula, its bold words, its only number, else its words. */
function fromProse(
  scene: Scene,
  anchor: Anchor,
  start: number,
  end: number,
  how: Announced['how'],
): AnnouncedValue | undefined {
  const { body, math } = scene
  const { is, joins } = anchor.words
  let told: AnnouncedValue | undefined
  for (const { end: at } of is.matches(body, start, end)) {
    const value = valueAt(scene, at + (/^\s*[:：]?\s*/.exec(body.slice(at, at + 8))?.[0].length ?? 0), joins)
    if (value !== undefined && value.end <= end + 1) told = value
  }
  if (told !== undefined) return { ...told, how: 'loose' }

  const named: number[] = []
  for (let i = firstSpanFrom(math, start); i < math.length && (math[i] as MathSpan).start < end; i++)
    named.push(i)
  const formulas = named.filter((i) => !isName((math[i] as MathSpan).inner))
  if (formulas.length > 0) {
    const value = formulasAt(scene, formulas[0] as number, joins)
    if (value !== undefined) return { ...value, how: 'loose' }
  }
  const bold = /(?:\*\*|__)(?=\S)([^\n*]{1,120}?)(?:\*\*|__)/.exec(body.slice(start, end))
  if (bold !== null) {
    const value = boldValue(
      scene,
      start + bold.index + 2,
      start + bold.index + 2 + (bold[1]?.length ?? 0),
      joins,
    )
    if (value !== undefined) return value
  }
  const numbers = [...numbersIn(body, start, end)].filter((number) => number.end <= end + 1)
  const number = numbers[0]
  if (number !== undefined) {
    const alone =
      numbers.length === 1 ||
      anchor.rank === 'marker' ||
      /final|letzt|finale?/i.test(body.slice(Math.max(0, anchor.start - 8), anchor.start))
    if (!alone) return undefined
    return {
      ...withPercent(body, { value: number.text, start: number.start, end: number.end }),
      how: 'loose',
    }
  }
  return words(body, start, end, how)
}

/** Predicates that say something about an answer and are none: "the answer is correct". */
const predicate =
  /^(?:correct|right|wrong|incorrect|clear|obvious|obtained|found|given|based|verified|valid|consistent|helpful|as|that|what|in|of|on|to|for|by|the following|the same|below|above|unclear|unique|positive|therefore|thus|richtig|korrekt|falsch|correcte?s?|fausse|juste|incorrecta?|verdad|correta|corretto|верен|верный|правильный|неверен)(?![\p{L}])/iu

function words(body: string, start: number, end: number, how: Announced['how']): AnnouncedValue | undefined {
  const clause = withoutAside(body.slice(start, end))
  const found = cleanValue(body, start, start + clause.length, 'prose')
  if (found.value === '' || !/[\p{L}\p{N}\p{S}]/u.test(found.value)) return undefined
  if (found.value.split(/\s+/).length > 8) return undefined
  if (how !== 'mark' && how !== 'heading' && predicate.test(found.value)) return undefined
  return { ...found, how: 'words' }
}
