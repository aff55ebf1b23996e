import type { ReadingName } from '../answer/equivalence/keyed-answer.ts'
import type { ClusterExplanation } from '../answer/explain-clusters.ts'
import type { SpellingExplanation } from '../answer/explain-grouping.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import type { SampleExplanation, VoteExplanation } from '../vote/explanation-schema.ts'
import { oneLine } from './format.ts'

/** The rules that were tried on one text, in order, and what each found. */
export function extractionLines(steps: SampleExplanation['steps'] | readonly Step[]): string[] {
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

interface Step {
  readonly rule: string
  readonly about: string
  readonly found?: { readonly value: string; readonly span: readonly [number, number] } | 'truncated'
}

/** What is told of one cluster, of answers or of a vote. */
type ToldCluster = ClusterExplanation | VoteExplanation['clusters'][number]
type ToldSpelling = ToldCluster['spellings'][number]

/** What joined the spellings of each cluster, and what parts the clusters from the largest. */
export function groupingLines(clusters: readonly ToldCluster[]): string[] {
  const [largest] = clusters
  return clusters.flatMap(({ answer, spellings, besideLargest }) => {
    const { same = false, by = '' } = besideLargest ?? {}
    const why = same ? `: alone they could be one (${by}), all the answers part them` : ` by ${by}`
    const parted =
      besideLargest === undefined || largest === undefined
        ? ''
        : `, apart from ${quoted(largest.answer)}${why}`
    return [`${quoted(answer)}${parted}`, ...spellings.map((spelling) => `  ${spellingText(spelling)}`)]
  })
}

/** One line for each sample: which rule extracted what, and how it was counted; then the clusters. */
export function voteExplanationLines({ samples, clusters }: VoteExplanation): string[] {
  const lines = samples.map((sample) => {
    const { index, ballot, answer, by, steps } = sample
    const about = steps.at(-1)?.about
    const rule = about === undefined ? by : `${by}: ${about}`
    const said = answer === undefined ? 'no answer' : `${quoted(answer)} by ${rule}`
    return `#${index} ${said}; ${ballotText(ballot, clusters)}`
  })
  return [...lines, ...groupingLines(clusters)]
}

/** How one sample was counted. */
export function ballotText(
  ballot: SampleExplanation['ballot'],
  clusters: readonly Pick<ToldCluster, 'answer'>[],
): string {
  if (ballot.type === 'counted') return `counts for ${quoted(clusters[ballot.cluster]?.answer ?? '')}`
  if (ballot.type === 'cancelled') return 'cancelled: no ballot'
  return `abstains: ${ballot.reason}`
}

/** One spelling, how many gave it, what joined it to its cluster, and how it was read where that was open. */
export function spellingText(told: ToldSpelling): string {
  const { spelling, joinedBy, roundingOf, limit } = told
  const times = 'members' in told ? told.members.length : told.samples.length
  const joined =
    joinedBy === 'spelling'
      ? []
      : [roundingOf === undefined ? `joined by ${joinedBy}` : `rounds ${quoted(roundingOf)}`]
  const met = limit === undefined ? [] : [`over the limit of ${limit}: compared by its text alone`]
  const said = [...joined, ...readingText(told), ...met].join('; ')
  return `${quoted(spelling)} × ${times}${said === '' ? '' : `: ${said}`}`
}

/** What was open in an answer, and what decided it; nothing where it can be read in one way only. */
function readingText({ reading, otherReadings, why }: ToldSpelling): string[] {
  const open = reading === 'literal' ? otherReadings.find((name) => name !== 'literal') : reading
  if (open === undefined || why.type === 'only-reading') return []
  const ambiguity = ambiguities[open as SpellingExplanation['reading']] ?? ambiguities.literal
  const taken = reading === 'literal' ? 'taken as written' : `read otherwise (${reading})`
  switch (why.type) {
    case 'majority':
      return [`${ambiguity}: ${taken} with ${why.votes} unambiguous against ${why.next}`]
    case 'shared-reading':
      return [`${ambiguity}: ${taken}, as others as open can be`]
    default:
      return [`${ambiguity}: ${taken}, since no other answer decides`]
  }
}

/** What notation leaves open, by the name of the reading. */
const ambiguities: Readonly<Record<ReadingName, string>> = {
  literal: 'it can be read in several ways',
  comma: 'its comma may mark decimals, thousands or a list',
  pointsGroup: 'its point may mark thousands',
  exponents: 'a letter e may be a number or a power of ten',
  pairs: 'a pair may be a point or an interval',
  lists: 'a list may have an order or none',
  arrays: 'square brackets may be an array or a list',
  dots: 'its dots may cut a decimal off or repeat it',
  names: 'the values may count with their names or without',
  equations: 'an equation may stand for its value',
  functions: 'an equation may stand for the value of a function',
  singletons: 'a set of one may stand for its element',
  logarithm: 'the base of the logarithm is not written',
  imaginary: 'the letter may be the imaginary unit',
  percent: 'a percentage may be its value or its figure',
  letterUnits: 'a letter may be a factor or a unit',
  bases: 'a subscript may be a base',
  choice: 'an option may be named by its letter or its text',
  letters: 'a letter may be an option or a variable',
}

function quoted(text: string): string {
  return `“${oneLine(cleanForTerminal(text), 60)}”`
}
