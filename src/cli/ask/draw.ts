import { exitCodes } from '../../ground/errors.ts'
import { safeJson } from '../../report/json.ts'
import type { AskDraft } from '../../run/ask.ts'
import { drawAsk } from '../../run/draw-ask.ts'
import type { Draw } from '../../sample/draw.ts'
import { noForcedAnswerText } from '../../sample/ending-text.ts'
import type { Sample } from '../../sample/sample.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { CommandContext } from '../command.ts'
import { type AskScreen, AskStream } from './stream.ts'

/** Draws the sample of a model that is loaded, shows it as it comes, and gives the exit code. */
export async function drawAndShow(
  draft: AskDraft,
  { verbose, ...shown }: AskScreen & { readonly verbose: boolean },
  context: CommandContext,
): Promise<number> {
  const { cli, terminal, stop } = context
  const screen = new AskStream(context, shown)
  await screen.start(draft.model.name)
  const { sample, draw } = await drawAsk(
    draft,
    { clock: cli.clock, signal: stop },
    {
      onNotice: (text, weight) => (weight === 'note' ? terminal.note(text) : terminal.warn(text)),
      onPart: (part) => screen.part(part),
      onRetry: (retry) => screen.retry(retry),
      onForce: ({ end }) => screen.forced(end),
      onAgain: ({ end }) => screen.again(end),
    },
  )
  screen.end()
  if (shown.json) terminal.out(`${safeJson(sample)}\n`)
  else if (sample.answer.type === 'found')
    terminal.note(terminal.style('bold', `answer: ${cleanForTerminal(sample.answer.value)}`))
  showEnding(sample, draw, context, verbose)
  return exitCodeOf(sample, draft.question.answer !== undefined)
}

/** Says how a sample ended where that is not simply finished, and its numbers under `--verbose`. */
function showEnding(
  { answer, end, forced, forcedEnd, text, timing, tokens }: Sample,
  { usage }: Draw,
  { terminal }: CommandContext,
  verbose: boolean,
): void {
  if (end.type === 'tripped') terminal.warn(`stopped by ${end.guard}: ${end.detail}`)
  else if (end.type === 'failed') terminal.warn(`failed: ${end.message}`)
  else if (end.type === 'cancelled') {
    if (end.why !== 'closed-stdout') terminal.note(`cancelled: ${end.why}`)
  } else if (end.reason === 'length')
    terminal.warn(`cut off at the output limit after ${tokens.output} tokens; --max-tokens changes it`)
  else if (end.reason === 'in-thinking') {
    if (!forced)
      terminal.warn(
        'The model stopped within its thinking, before any answer. Draw again (--on-trip retry, or another --seed), or have it answer from what it has (--on-trip force).',
      )
  } else if (text.trim() === '') terminal.warn('The model ended without an answer.')
  else if (answer.type === 'none' && answer.reason === 'not-found')
    terminal.warn('No answer of the kind that --answer asks for was found in the text.')
  if (forcedEnd !== undefined && !forced && end.type !== 'cancelled')
    terminal.warn(`no answer could be forced out: ${noForcedAnswerText(forcedEnd)}`)
  if (!verbose) return
  const seconds = (ms: number | undefined) => (ms === undefined ? undefined : `${(ms / 1_000).toFixed(3)} s`)
  const lines: [string, string | number | undefined][] = [
    ['total duration', seconds(usage.totalMs ?? timing.elapsedMs)],
    ['load duration', seconds(usage.loadMs)],
    ['prompt eval count', usage.promptTokens],
    ['prompt eval duration', seconds(usage.promptMs)],
    ['first part after', seconds(timing.firstPartMs)],
    ['eval count', `${tokens.output} (${tokens.thinking} thinking, counted by the ${tokens.counted})`],
    [
      'eval rate',
      timing.tokensPerSecond === undefined ? undefined : `${timing.tokensPerSecond} tokens/s, by arrival`,
    ],
  ]
  for (const [name, value] of lines)
    if (value !== undefined) terminal.err(`${`${name}:`.padEnd(22)}${value}\n`)
}

/** The exit code of one sample. Any text that the model finished is an answer, unless an answer of a kind was asked for. */
function exitCodeOf({ end, answer, text, forced, forcedEnd }: Sample, asked: boolean): number {
  if (end.type === 'cancelled') return exitCodes.failed
  if (forced) return asked && answer.type === 'none' ? exitCodes.noAnswer : exitCodes.answered
  if (end.type === 'finished' && end.reason === 'in-thinking') return exitCodes.noAnswer
  if (forcedEnd !== undefined) return exitCodes.limit
  if (end.type === 'tripped') return exitCodes.limit
  if (end.type === 'failed') return end.code === 'refused' ? exitCodes.unreachable : exitCodes.failed
  if (end.reason === 'length') return exitCodes.limit
  if (asked) return answer.type === 'found' ? exitCodes.answered : exitCodes.noAnswer
  return text.trim() === '' ? exitCodes.noAnswer : exitCodes.answered
}
