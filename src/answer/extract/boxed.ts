import { bareValueEnd } from './bare-value.ts'
import { groupEnd } from './brackets.ts'
import { cleanValue } from './clean.ts'
import { answerLabel } from './formula.ts'
import { languageWords } from './language-words.ts'
import type { Found, Rule } from './rule.ts'
import { type WordSet, wordSet } from './words.ts'

/** `\boxed`, `\fbox` and the damage models do to them: a doubled backslash, none, `\beginboxed`. */
const command = /(\\{0,2})(?:begin)?(?:boxed|fbox|framebox)(?![a-zA-Z])/g

/** Boxes looked at, from the end; a text with more is no solution. */
const mostBoxes = 64
/** Longest content of a box, in UTF-16 code units. */
const longestBox = 16_384
/** Longest gap between two boxes that are one answer, and most boxes joined. */
const longestGap = 60
const mostJoined = 12

/** Words by which a model takes back the box before. */
const retraction =
  /(?:^|[^a-z])(?:wait|no|not|actually|instead|then|rather|correction|sorry|but|hmm|oops|however|simplif\w*|i\.e|or rather|which)(?![a-z])/i
/** Words that only join two boxes, beside those of every language. */
const joining =
  /^(?:for|part|parts|case|the|first|second|and|respectively|quad|text|also|as|well|to|by|thus|with)$/i

/** A bare `\\boxed 5 and …` takes no more than its one value. */
const noWord = wordSet([])

interface Box {
  readonly start: number
  readonly end: number
  readonly content: Found
}

/** The last non-empty box, by brace matching, and the boxes before it that are part of the same answer. */
export const boxed: Rule = {
  name: 'boxed',
  about: 'the last \\boxed{…} or \\fbox{…}, with the boxes joined to it by "and", "or" or a comma',
  applies: (scene) => scene.asked !== 'json',
  find(scene) {
    const boxes = boxesIn(scene.body)
    if (boxes === 'truncated') return 'truncated'
    const last = boxes.at(-1)
    if (last === undefined) return undefined
    const group = joined(scene.body, boxes)
    const first = group[0] ?? last
    if (group.length < 2) return last.content
    return {
      value: group.map((box) => box.content.value).join(', '),
      start: first.content.start,
      end: last.content.end,
    }
  },
}

/** The boxes of a text that hold something, outermost last; `truncated` where the last one was opened and never closed. */
export function boxesIn(body: string): readonly Box[] | 'truncated' {
  const places = [...body.matchAll(command)].slice(-mostBoxes)
  const boxes: Box[] = []
  let cutOff = false
  for (const match of places) {
    const backslashes = match[1]?.length ?? 0
    let at = match.index + match[0].length
    while (/[ \t\n]/.test(body[at] ?? '')) at++
    if (body[at] === '{') {
      if (backslashes === 0 && at !== match.index + match[0].length) continue
      const group = groupEnd(body, at, longestBox, backslashes === 2)
      cutOff = group.type === 'open'
      if (group.type !== 'closed') continue
      add(boxes, body, match.index, at + 1, group.end - 1, group.end)
      continue
    }
    if (backslashes === 0) continue
    // The text ends with the command: the box was about to come.
    if (at >= body.length) return 'truncated'
    // Letters after a bare `\boxed` are prose about the box, not its content.
    const end = /[\p{N}\\$+\-−(]/u.test(body[at] ?? '')
      ? bareValueEnd(body, body[at] === '$' ? at + 1 : at, noWord)
      : undefined
    if (end !== undefined) add(boxes, body, match.index, at, end, end)
  }
  return cutOff ? 'truncated' : boxes
}

function add(boxes: Box[], body: string, start: number, from: number, to: number, end: number): void {
  const content = boxContent(body, from, to)
  if (
    content.value === '' ||
    /^(?:\.\.\.|…|\\ldots|\\dots|\\square|\?|_+|\\phantom\{.*\})$/.test(content.value)
  )
    return
  // A box around boxes says what the last inner one says, or, around two, both of them: keep the inner.
  if (/\\(?:boxed|fbox)\s*\{/.test(content.value)) return
  boxes.push({ start, end, content })
}

/** The content of a box; a `$` within it only marks where a formula was thought to begin. */
function boxContent(body: string, from: number, to: number): Found {
  const label = answerLabel.exec(body.slice(from, to))?.[0].length ?? 0
  const cleaned = cleanValue(body, from + label, to, 'formula')
  const value = cleaned.value.replaceAll(/(?<!\\)\$/g, '').trim()
  return { ...cleaned, value: value.replaceAll(/[ \t]*\n[ \t]*/g, ' ') }
}

let connectors: WordSet | undefined

/** The last box and those before it whose gap only connects. */
function joined(body: string, boxes: readonly Box[]): readonly Box[] {
  let first = boxes.length - 1
  while (first > 0) {
    const before = boxes[first - 1] as Box
    const after = boxes[first] as Box
    if (!isConnector(body.slice(before.end, after.start))) break
    first--
    if (boxes.length - first > mostJoined) return [boxes.at(-1) as Box]
  }
  const group = boxes.slice(first)
  // The same box twice is said twice, not a list.
  return new Set(group.map((box) => box.content.value)).size < 2 ? [boxes.at(-1) as Box] : group
}

/** Relations and arrows: the box after one says what the box before is, or is worth. */
const relation =
  /^[\s$]*(?:[=≈≠<>→]|->|=>|\\(?:approx|implies|Rightarrow|Longrightarrow|to|rightarrow|neq?|leq?|geq?|cdot|times|equiv|iff))/

/** "(b)", "b)" or "2." between the boxes of a question in parts. */
const partLabel = /^[\s$.,;]{0,8}(?:\([b-hB-H2-9]\)|[b-hB-H2-9][.)])[\s:$]{0,8}$/

/** Whether the text between two boxes joins them: "and", a comma, `\quad \text{or} \quad`, "for part (a) and", one noun ("papers and"). */
function isConnector(gap: string): boolean {
  if (partLabel.test(gap)) return true
  if (gap.length > longestGap || /[.!?。]\s|\n\s*\n/.test(gap)) return false
  if (gap !== '' && /^\s*$/.test(gap)) return false
  if (retraction.test(gap) || relation.test(gap)) return false
  connectors ??= wordSet(Object.values(languageWords).flatMap((words) => [words.and, words.or]))
  const { endAt, matches } = connectors
  const rest = gap.replaceAll(/\\(?:text|mathrm|textbf|mbox)\s*\{|\\(?:quad|qquad|[,;:! ()[\]])|[${}]/g, ' ')
  const joins = matches(rest).next().done === false || /[,;、，&/]/.test(rest) || gap === ''
  const words = (rest.match(/[\p{L}]{2,}/gu) ?? []).filter(
    (word) => !joining.test(word) && endAt(word, 0) !== word.length,
  )
  return words.length === 0 || (joins && words.length <= 1)
}
