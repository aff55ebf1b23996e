import type { ReportedSample } from './report.ts'

/** Above this a browser takes its time to open the page. */
const mostSamplesTold = 4_000
const mostCharacters = 6_000_000

/** No text of a sample is longer than this, however few there are. */
const mostOfOne = 40_000

/** Whose texts a report holds, and how much of each. */
export interface TextPlan {
  /** Samples of each problem whose texts are held. */
  readonly samplesPerProblem: number
  /** Characters of each text, of which a sample has two: its answer and its thinking. */
  readonly charactersEach: number
}

/**
 * How much model text a report takes in: of small runs everything up to 40,000 characters a text, of large ones some samples of each problem and less
 * of each, so that a browser still opens the page: about 4,000 samples and 6 million characters in all.
 *
 * @param problems - Problems in the report.
 * @param samples - Samples of the problem that has most.
 */
export function planTexts(problems: number, samples: number): TextPlan {
  const samplesPerProblem = Math.min(
    samples,
    Math.max(3, Math.floor(mostSamplesTold / Math.max(1, problems))),
  )
  const texts = 2 * Math.max(1, problems * samplesPerProblem)
  return {
    samplesPerProblem,
    charactersEach: Math.max(600, Math.min(mostOfOne, Math.floor(mostCharacters / texts))),
  }
}

/**
 * The samples of a problem whose texts say most: the first that voted for the winner, the first that voted otherwise, the first of each other
 * ending, then the others in launch order.
 *
 * @returns Launch indexes, at most `count`.
 */
export function samplesToTell(
  samples: readonly Omit<ReportedSample, 'text' | 'thinking'>[],
  count: number,
): Set<number> {
  const kinds = new Set<string>()
  const telling = samples.filter(({ votes, withWinner, ending }) => {
    const kind = votes ? `votes ${withWinner}` : `ended ${ending}`
    const first = !kinds.has(kind)
    kinds.add(kind)
    return first
  })
  return new Set([...new Set([...telling, ...samples])].slice(0, count).map(({ index }) => index))
}

/** A text shortened to about `limit` characters: its beginning and its end, and between them how much is left out. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text
  const tail = Math.floor(limit / 2)
  const to = wholeFrom(text, limit - tail)
  const from = wholeFrom(text, text.length - tail)
  return `${text.slice(0, to)}\n[… ${from - to} characters left out …]\n${text.slice(from)}`
}

/** Between the halves of a surrogate pair nothing may be cut. */
function wholeFrom(text: string, position: number): number {
  const code = text.charCodeAt(position)
  return code >= 0xdc00 && code <= 0xdfff ? position - 1 : position
}
