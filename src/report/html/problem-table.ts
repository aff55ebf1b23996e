import { outcomeNames } from '../../vote/outcome-terms.ts'
import { formatCount } from '../format.ts'
import type { ReportedProblem, ReportedSample, ReportedVote } from '../report.ts'
import { html, type Markup } from './markup.ts'
import { strip, stripLegend } from './strip.ts'

/** Where things of a page are, so that one part can link to another. */
export interface Anchors {
  readonly problem: (place: number) => string
  readonly sample: (place: number, index: number) => string
  /** Address of a page that has one sample whole, by the id of its problem; absent where there is none. */
  readonly whole?: ((problem: string, index: number) => string) | undefined
}

/** All problems of a source: vote, verdict, cost, and a mark for every sample. */
export function problemTable(problems: readonly ReportedProblem[], anchors: Anchors): Markup {
  return html`${stripLegend(problems)}<div class="scroll"><table>
<thead><tr><th scope="col">problem</th><th scope="col">samples<span class="aside">, in launch order</span></th><th scope="col">vote</th><th scope="col"></th><th scope="col" class="number">votes</th><th scope="col">gold</th><th scope="col" class="number">tokens</th></tr></thead>
<tbody>${problems.map((problem, place) => row(problem, place, anchors))}</tbody></table></div>`
}

function row(problem: ReportedProblem, place: number, anchors: Anchors): Markup {
  const { id, vote, gold = [], samples } = problem
  const tokens = samples.reduce((sum, each) => sum + (each.tokens ?? 0), 0)
  const link = samples.some(hasTexts)
    ? (sample: ReportedSample) => (hasTexts(sample) ? anchors.sample(place, sample.index) : undefined)
    : undefined
  return html`<tr><th scope="row"><a href="#${anchors.problem(place)}">${id}</a></th><td>${strip(problem, link)}</td><td class="answer">${vote && voteText(vote)}</td><td>${vote && gradeText(vote)}</td><td class="number">${vote && `${vote.votes} / ${vote.ballots}`}</td><td class="answer">${gold.join(' or ')}</td><td class="number">${tokens > 0 && formatCount(tokens)}</td></tr>
`
}

/** Whether the page has the texts of a sample. */
export function hasTexts({ text, thinking }: ReportedSample): boolean {
  return text !== undefined || thinking !== undefined
}

/** What the vote chose, shortened to a line. */
export function voteText({ type, answers, tiedWith = [] }: ReportedVote): string {
  const shortened = (all: readonly string[], between: string) =>
    all.map((answer) => (answer.length > 80 ? `${answer.slice(0, 79)}…` : answer)).join(between)
  const texts = shortened(answers, type === 'tied' ? ' and ' : ', ')
  if (type === 'no-answers') return outcomeNames[type]
  if (type !== 'won') return `${outcomeNames[type]}: ${texts}`
  return tiedWith.length === 0 ? texts : `${texts} (taken of a tie with ${shortened(tiedWith, ' and ')})`
}

function gradeText({ type, correct }: ReportedVote): string | undefined {
  return type !== 'won' || correct === undefined ? undefined : correct ? 'right' : 'wrong'
}
