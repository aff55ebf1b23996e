import type { AnswerContext } from '../answer/answer.ts'
import type { ReadingName } from '../answer/equivalence/keyed-answer.ts'
import type { GroupingExplanation, SpellingExplanation } from '../answer/explain-grouping.ts'
import type { ExtractionStep } from '../answer/extract/extract.ts'
import { sameAnswer } from '../answer/same-answer.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import { oneLine } from './format.ts'

/** The rules that were tried on one text, in order, and what each found. */
export function extractionLines(steps: readonly ExtractionStep[]): string[] {
  const width = Math.max(0, ...steps.map(({ rule }) => rule.length))
  return steps.map(({ rule, about, found }) => {
    const said =
      found === undefined
        ? 'nothing'
        : found === 'truncated'
          ? 'begun and never finished'
          : `found ${quoted(found.value)} at character ${found.span[0]}`
    return `${rule.padEnd(width)}  ${said}  (${about})`
  })
}

/**
 * What joined the spellings of each cluster, and what parts the clusters from the largest.
 *
 * @param context - What is known of the problem, as for the grouping.
 */
export function groupingLines(
  { grouping, spellings }: GroupingExplanation,
  context: AnswerContext,
): string[] {
  const [largest] = grouping.clusters
  return grouping.clusters.flatMap(({ answer }, place) => {
    const parted = largest === undefined || place === 0 ? '' : partedText(largest.answer, answer, context)
    const written = spellings.filter(({ cluster }) => cluster === place)
    return [`${quoted(answer)}${parted}`, ...written.map((spelling) => `  ${spellingText(spelling)}`)]
  })
}

/** One spelling, how many gave it, what joined it to its cluster, and how it was read where that was open. */
export function spellingText(explained: SpellingExplanation): string {
  const { spelling, members, joinedBy, roundingOf, limit } = explained
  const joined =
    joinedBy === 'spelling'
      ? []
      : [roundingOf === undefined ? `joined by ${joinedBy}` : `rounds ${quoted(roundingOf)}`]
  const met = limit === undefined ? [] : [`over the limit of ${limit}: compared by its text alone`]
  const said = [...joined, ...readingText(explained), ...met].join('; ')
  return `${quoted(spelling)} × ${members.length}${said === '' ? '' : `: ${said}`}`
}

/** What was open in an answer, and what decided it; nothing where it can be read in one way only. */
function readingText({ reading, otherReadings, why }: SpellingExplanation): string[] {
  const open = reading === 'literal' ? otherReadings.find((name) => name !== 'literal') : reading
  if (open === undefined || why.type === 'only-reading') return []
  const taken = reading === 'literal' ? 'taken as written' : `read otherwise (${reading})`
  switch (why.type) {
    case 'electorate':
      return [`${ambiguities[open]}: ${taken} with ${why.votes} unambiguous against ${why.next}`]
    case 'company':
      return [`${ambiguities[open]}: ${taken}, as others as open can be`]
    default:
      return [`${ambiguities[open]}: ${taken}, since no other answer decides`]
  }
}

/** What notation leaves open, by the name of the reading. */
const ambiguities: Readonly<Record<ReadingName, string>> = {
  literal: 'it can be read in several ways',
  comma: 'its comma may mark decimals, thousands or a list',
  pointsGroup: 'its point may mark thousands',
  pairs: 'a pair may be a point or an interval',
  lists: 'a list may have an order or none',
  arrays: 'square brackets may be an array or a list',
  names: 'the values may count with their names or without',
  equations: 'an equation may stand for its value',
  singletons: 'a set of one may stand for its element',
  logarithm: 'the base of the logarithm is not written',
  imaginary: 'the letter may be the imaginary unit',
  percent: 'a percentage may be its value or its figure',
  letterUnits: 'a letter may be a factor or a unit',
  bases: 'a subscript may be a base',
  choice: 'an option may be named by its letter or its text',
  letters: 'a letter may be an option or a variable',
  'number-word': 'a word may stand for a number',
}

function partedText(largest: string, answer: string, context: AnswerContext): string {
  const { same, by } = sameAnswer(largest, answer, context)
  const why = same ? `: alone they could be one (${by}), all the answers part them` : ` by ${by}`
  return `, apart from ${quoted(largest)}${why}`
}

function quoted(text: string): string {
  return `“${oneLine(cleanForTerminal(text), 60)}”`
}
