import { formatMany } from '../format.ts'
import type { ReportedProblem, ReportedSample } from '../report.ts'
import { endingLabel } from './endings.ts'
import { html, type Markup } from './markup.ts'

/** What a mark of a strip says of its sample. */
type Mark =
  | 'right'
  | 'wrong'
  | 'unknown'
  | 'no-answer'
  | 'truncated'
  | 'looped'
  | 'tripped'
  | 'failed'
  | 'cancelled'

const words: Readonly<Record<Mark, string>> = {
  right: 'right',
  wrong: 'wrong',
  unknown: 'voted, not graded',
  'no-answer': 'no answer',
  truncated: endingLabel('truncated'),
  looped: endingLabel('looped'),
  tripped: endingLabel('tripped'),
  failed: endingLabel('failed'),
  cancelled: endingLabel('cancelled'),
}

const step = 6
const height = 16

/** Marks in a line; what does not fit goes on below. */
const perLine = 80
const lineStep = height + 3

/**
 * One problem as a strip: a mark for each sample in launch order. A vote is a bar, tall where it went to the winner and short where not, its colour
 * says right or wrong; what did not vote has a sign of its own, so that colour is never the only difference.
 *
 * @param link - Where a sample stands on the page; absent where none does.
 */
export function strip({ id, samples }: ReportedProblem, link?: LinkSample): Markup {
  const counts = new Map<Mark, number>()
  for (const sample of samples) counts.set(markOf(sample), (counts.get(markOf(sample)) ?? 0) + 1)
  const summary = [...counts].map(([mark, count]) => `${count} ${words[mark]}`).join(', ')
  const label = `${id}: ${formatMany(samples.length, 'sample')}: ${summary}`
  const width = Math.min(perLine, Math.max(1, samples.length)) * step
  const tall = Math.max(0, Math.ceil(samples.length / perLine) - 1) * lineStep + height
  // Short strips can afford marks that are easier to hit.
  const scale = samples.length <= 40 ? 1.5 : 1
  const marks = link === undefined ? merged(samples) : linked(samples, link)
  return html`<svg class="strip" role="${link === undefined ? 'img' : 'group'}" aria-label="${label}" viewBox="0 0 ${width} ${tall}" width="${width * scale}" height="${tall * scale}">${
    link === undefined && html`<title>${label}</title>`
  }${marks}</svg>`
}

/** Where a sample stands on the page; `undefined` where it does not. */
export type LinkSample = (sample: ReportedSample) => string | undefined

/** One path for all marks of a kind: a tenth of the size of one for each. */
function merged(samples: readonly ReportedSample[]): Markup[] {
  const shapes = new Map<Mark, string>()
  samples.forEach((sample, place) => {
    const mark = markOf(sample)
    shapes.set(mark, (shapes.get(mark) ?? '') + shapeOf(mark, sample, place))
  })
  return [...shapes].map(([mark, shape]) => html`<path class="mark-${mark}" d="${shape}"/>`)
}

function linked(samples: readonly ReportedSample[], link: LinkSample): Markup[] {
  return samples.map((sample, place) => {
    const mark = markOf(sample)
    const path = html`<path class="mark-${mark}" d="${shapeOf(mark, sample, place)}"/>`
    const target = link(sample)
    if (target === undefined) return path
    return html`<a href="#${target}"><title>sample ${sample.index}: ${words[mark]}</title>${path}</a>`
  })
}

/** The marks of a strip with their words, for the legend of a page. */
export function stripLegend(problems: readonly ReportedProblem[]): Markup {
  const marks = new Set(problems.flatMap(({ samples }) => samples.map(markOf)))
  const shown = (Object.keys(words) as Mark[]).filter((mark) => marks.has(mark))
  const key = (mark: Mark, votes: boolean, withWinner: boolean) =>
    html`<svg class="strip" aria-hidden="true" viewBox="0 0 ${step} ${height}" width="${step}" height="${height}"><path class="mark-${mark}" d="${shapeOf(mark, { votes, withWinner }, 0)}"/></svg>`
  return html`<p class="legend">${shown.map((mark) => html`<span>${key(mark, true, true)} ${words[mark]}</span>`)}
<span>tall: agrees with the vote, ${key('unknown', true, false)} short: does not</span></p>`
}

function markOf({ ending, votes, correct }: ReportedSample): Mark {
  if (votes) return correct === undefined ? 'unknown' : correct ? 'right' : 'wrong'
  return ending === undefined || ending === 'finished' ? 'no-answer' : ending
}

function shapeOf(
  mark: Mark,
  { votes, withWinner }: Pick<ReportedSample, 'votes' | 'withWinner'>,
  place: number,
): string {
  const x = (place % perLine) * step
  const top = Math.floor(place / perLine) * lineStep
  const middle = top + height / 2
  switch (mark) {
    case 'no-answer':
      return `M${x + 1.5} ${middle - 1}h2v2h-2z`
    case 'truncated':
      return `M${x + 0.5} ${middle - 1}h4v2h-4z`
    case 'looped':
      return `M${x + 0.5} ${middle}a2 2 0 1 0 4 0a2 2 0 1 0 -4 0m1 0a1 1 0 1 1 2 0a1 1 0 1 1 -2 0`
    case 'tripped':
      return `M${x + 2.5} ${middle - 3}l2 3l-2 3l-2 -3z`
    case 'failed':
      return `M${x + 0.5} ${middle - 2}l1 -1l1 1.5l1 -1.5l1 1l-1.3 2l1.3 2l-1 1l-1 -1.5l-1 1.5l-1 -1l1.3 -2z`
    case 'cancelled':
      return `M${x + 2} ${middle - 3}h1v6h-1z`
    default: {
      const tall = !votes || withWinner === true
      return tall ? `M${x} ${top}h5v${height}h-5z` : `M${x} ${middle + 1}h5v${height / 2 - 1}h-5z`
    }
  }
}
