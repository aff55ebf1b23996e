import { letterOfPosition } from '../../answer/option-letters.ts'
import { formatBound, formatCount, formatMany, formatSpan } from '../format.ts'
import type { ReportedProblem, ReportedSample } from '../report.ts'
import { ballotBars } from './ballot-bars.ts'
import { endingLabel } from './endings.ts'
import { html, type Markup } from './markup.ts'
import { type Anchors, hasTexts, voteText } from './problem-table.ts'

/** One problem with its samples: what was asked, what the vote was, and what each sample said and thought. */
export function problemDetails(problem: ReportedProblem, place: number, anchors: Anchors): Markup {
  const { id, prompt, choices = [], gold = [], vote, samples } = problem
  const isTold = (sample: ReportedSample) => hasTexts(sample) || sample.dispute !== undefined
  const told = samples.filter(isTold)
  const untold = samples.filter((sample) => !isTold(sample))
  return html`<article id="${anchors.problem(place)}"><h4>${id}</h4>${prompt !== undefined && html`<pre>${prompt}</pre>`}<dl>${choices.map(
    (choice, place) => html`<dt>${letterOfPosition(place)}</dt><dd>${choice}</dd>`,
  )}${gold.length > 0 && html`<dt>gold</dt><dd>${gold.join(' or ')}</dd>`}${
    vote &&
    html`<dt>vote</dt><dd>${voteText(vote)}${vote.ballots > 0 && `, ${vote.votes} of ${formatMany(vote.ballots, 'ballot')}`}${
      vote.risk !== undefined && `, risk at most ${formatBound(vote.risk)}`
    }</dd>`
  }${vote?.tally === undefined && html`<dt>answers</dt><dd>${answerCounts(samples)}</dd>`}</dl>${vote?.tally && ballotBars(vote.tally)}${told.map((sample) => sampleDetails(sample, { id, place }, anchors))}${
    told.length > 0 &&
    untold.length > 0 &&
    html`<p class="soft">The texts of ${formatMany(untold.length, 'more sample')} are not on this page${
      anchors.whole &&
      html`: ${untold.map(({ index }) => html`<a href="${anchors.whole?.(id, index)}">${index}</a> `)}`
    }.</p>`
  }</article>
`
}

function sampleDetails(
  sample: ReportedSample,
  { id, place }: { readonly id: string; readonly place: number },
  { sample: anchor, whole }: Anchors,
): Markup {
  const {
    index,
    answer,
    text,
    thinking,
    tokens,
    thinkingTokens,
    elapsedMs,
    seed,
    detail,
    by,
    dispute,
    ending,
    forced,
  } = sample
  const head = [
    `sample ${index}`,
    verdict(sample),
    answer === undefined ? undefined : answer.length > 80 ? `${answer.slice(0, 79)}…` : answer,
    tokens === undefined ? undefined : unbroken(formatMany(tokens, 'token')),
    elapsedMs === undefined ? undefined : unbroken(formatSpan(elapsedMs)),
  ].filter((part) => part !== undefined)
  const facts: [string, string | undefined][] = [
    [
      'ending',
      ending &&
        `${endingLabel(ending)}${forced ? ', the answer forced out' : ''}${detail === undefined ? '' : `: ${detail}`}`,
    ],
    ['graded by', by],
    ['overruled', dispute],
    ['thinking', thinkingTokens === undefined ? undefined : formatMany(thinkingTokens, 'token')],
    ['seed', seed === undefined ? undefined : String(seed)],
  ]
  // The place to link to lies inside, so that a browser opens the details on its way there.
  return html`<details><summary>${head.join(' · ')}</summary><div id="${anchor(place, index)}"><dl>${facts.map(
    ([name, value]) => value !== undefined && value !== '' && html`<dt>${name}</dt><dd>${value}</dd>`,
  )}</dl>${text !== undefined && html`<p class="soft">Answer</p><pre>${text}</pre>`}${
    thinking !== undefined && thinking !== '' && html`<p class="soft">Thinking</p><pre>${thinking}</pre>`
  }${whole && html`<p><a href="${whole(id, index)}">Sample ${index}, whole</a></p>`}</div></details>
`
}

/** A number with its unit, never on two lines. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0')
}

function verdict({ correct, votes, ending }: ReportedSample): string {
  if (correct !== undefined) return `${correct ? 'right' : 'wrong'}${votes ? '' : ', does not vote'}`
  if (votes) return 'votes'
  return ending === undefined || ending === 'finished' ? 'no answer' : endingLabel(ending)
}

/** `42 × 6, 41, none × 2`: each answer as written, most frequent first. */
function answerCounts(samples: readonly ReportedSample[]): string {
  const counts = new Map<string, number>()
  for (const { answer = 'none' } of samples) counts.set(answer, (counts.get(answer) ?? 0) + 1)
  const all = [...counts].sort(([, a], [, b]) => b - a)
  const shown = all
    .slice(0, 12)
    .map(
      ([answer, count]) =>
        `${answer.length > 60 ? `${answer.slice(0, 59)}…` : answer}${count > 1 ? ` × ${count}` : ''}`,
    )
  return [...shown, ...(all.length > 12 ? [`and ${formatCount(all.length - 12)} more`] : [])].join(', ')
}
