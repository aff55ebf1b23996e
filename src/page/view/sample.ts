import { formatCount, formatSpan } from '../../report/format.ts'
import { html } from '../../report/html/markup.ts'
import { wholeSampleLines } from '../../report/run-text.ts'
import type { WholeSample } from '../../run/whole-sample.ts'
import { runAddress, sampleAddress } from '../page-request.ts'
import { page } from './frame.ts'

/** One sample whole: what it thought, what it answered, and why it was counted as it was. */
export function samplePage(runId: string, whole: WholeSample): string {
  const { sample } = whole
  const { problem, index, thinking, text, tokens, timing, answer } = sample
  const name = `Sample ${problem}/${index}`
  const figures = [
    ...(answer.type === 'found' ? [`answer ${answer.value}`] : [`no answer: ${answer.reason}`]),
    `${formatCount(tokens.output)} tokens`,
    formatSpan(timing.elapsedMs),
  ]
  const others = whole.explanation.samples.map((each) =>
    each.index === index
      ? html`<strong aria-current="page">${each.index}</strong> `
      : html`<a href="${sampleAddress(runId, problem, each.index)}">${each.index}</a> `,
  )
  // The texts have places of their own on this page.
  const notes = wholeSampleLines({ ...sample, thinking: '', text: '' }, whole).filter(
    (line) => line !== 'thinking: none' && line !== 'answer text: none',
  )
  return page(
    { title: `Magi: ${name} of ${runId}`, here: 'runs' },
    html`<h1>${name}</h1><p>of <a href="${runAddress(runId)}">${runId}</a> · ${figures.join(' · ')}</p>
<nav aria-label="Samples">${others}</nav>
<h2>Thinking</h2>${textOrNone(thinking)}
<h2>Answer text</h2>${textOrNone(text)}
<h2>How it was counted</h2><pre class="whole">${notes
      .join('\n')
      .trim()
      .replace(/\n{3,}/g, '\n\n')}</pre>`,
  )
}

function textOrNone(text: string) {
  return text.trim() === '' ? html`<p class="soft">None.</p>` : html`<pre class="whole">${text}</pre>`
}
