import type { GroupingExplanation, SpellingExplanation } from '../answer/explain-grouping.ts'
import type { ExtractionStep } from '../answer/extract/extract.ts'
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

/** What joined the spellings of each cluster, and what parts the clusters from the largest. */
export function groupingLines({ clusters }: GroupingExplanation): string[] {
  return clusters.flatMap(({ answer, spellings, apart }) => {
    const parted =
      apart === undefined
        ? ''
        : `, apart from ${quoted(clusters[0]?.answer ?? '')}: ${apart.by}${because(apart.why)}`
    return [`${quoted(answer)}${parted}`, ...spellings.map((spelling) => `  ${spellingText(spelling)}`)]
  })
}

/** One spelling, how many gave it, and what put it into its cluster. */
export function spellingText({ spelling, members, by, why }: SpellingExplanation): string {
  return `${quoted(spelling)} × ${members.length}: ${by}${because(why)}`
}

function because(why: string | undefined): string {
  return why === undefined ? '' : ` (${oneLine(cleanForTerminal(why), 160)})`
}

function quoted(text: string): string {
  return `“${oneLine(cleanForTerminal(text), 60)}”`
}
