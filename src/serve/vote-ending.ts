import { beginningOf } from '../ground/cut-text.ts'
import { formatMany, oneLine } from '../report/format.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import { outcomeNames } from '../vote/outcome-terms.ts'
import type { Call } from './call.ts'
import type { Refusal } from './refusal.ts'
import type { AnswerText, ServedOutcome } from './served-vote.ts'
import type { Ending } from './wire.ts'

/** What a client gets where no answer won: the leader's answer or a sentence, or an error. */
export type NoConsensus = 'answer' | 'error'

/** What a vote is to a client: an answer, or a refusal in its terms. */
export type VoteEnding =
  | { readonly type: 'answered'; readonly ending: Ending; readonly summary: string }
  | { readonly type: 'refused'; readonly refusal: Refusal; readonly summary: string }

/** How a vote is told. */
export interface EndingTerms {
  readonly noConsensus: NoConsensus
  /** What was shown as thinking; told with a body that is not streamed. */
  readonly thinking: string
  readonly shown: AnswerLimits
}

/** How much of an answer its client wants to see. */
export type AnswerLimits = Pick<Call, 'maxAnswerTokens' | 'stops'>

/** What a client is told of a vote that is over. */
export function voteEnding(outcome: ServedOutcome, terms: EndingTerms): VoteEnding {
  const { result, texts, isProse } = outcome
  const { report } = result
  const { vote, samples, tokens } = report
  const broken = brokenEnding(outcome)
  const summary = summaryOf(outcome)
  if (broken !== undefined) return { type: 'refused', refusal: broken, summary }
  const said = isProse ? firstText(texts) : consensus(outcome)
  if (said === undefined || (vote.type !== 'won' && !isProse && terms.noConsensus === 'error')) {
    return { type: 'refused', refusal: { status: 400, message: noConsensusText(outcome) }, summary }
  }
  const answer = shownAnswer(said, terms.shown)
  const reason = isProse ? { reason: 'no-extractable-answer' } : {}
  return {
    type: 'answered',
    summary,
    ending: {
      answers: [{ ...answer, thinking: terms.thinking }],
      usage: {
        // The samples share their prompt.
        prompt: Math.round(tokens.prompt / Math.max(1, samples.drawn + samples.cancelled)),
        output: tokens.output,
        thinking: tokens.thinking,
      },
      magi: { ...report, ...reason },
      elapsedMs: report.elapsedMs,
    },
  }
}

/** What stopped a vote before it could end, as a refusal: with 400 where the samples drawn would be paid again by asking again. */
function brokenEnding({ result, isProse }: ServedOutcome): Refusal | undefined {
  const { break: end, loss, report } = result
  if (loss !== undefined) return { status: 500, message: loss.message }
  if (end === undefined || isProse) return undefined
  if (end.type === 'interrupted') return { status: 400, message: `The vote was stopped: ${clean(end.why)}.` }
  if (end.type === 'unreachable') return { status: 502, message: `No host draws: ${clean(end.why)}` }
  const isPaid = report.samples.finished > 0 || end.code === 'prompt-too-long' || end.code === 'rejected'
  return { status: isPaid ? 400 : 502, message: `The runtime failed: ${clean(end.message)}` }
}

/**
 * The text to show: of the winner or the leader the whole answer of its earliest sample, where it is there; else a plain sentence. What was elected field by
 * field is nobody's text: it is shown as it was put together.
 */
function consensus(outcome: ServedOutcome): AnswerText | undefined {
  const { result, texts } = outcome
  const { vote, clusters } = result.report
  if (vote.type === 'won' || vote.type === 'short') {
    if (vote.fields !== undefined) return { text: vote.answer, isCut: false }
    const cluster = clusters.find(({ answer }) => answer === vote.answer)
    const index = cluster?.samples.find((each) => texts.has(each))
    return (index === undefined ? undefined : texts.get(index)) ?? { text: vote.answer, isCut: false }
  }
  return { text: noConsensusText(outcome), isCut: false }
}

function firstText(texts: ReadonlyMap<number, AnswerText>): AnswerText | undefined {
  const filled = [...texts].filter(([, { text }]) => text.trim() !== '')
  return filled.sort(([left], [right]) => left - right)[0]?.[1]
}

/** Why there is no answer, as a sentence. */
export function noConsensusText({ result, trouble }: Pick<ServedOutcome, 'result' | 'trouble'>): string {
  const { vote } = result.report
  switch (vote.type) {
    case 'tied':
      return `The vote is tied: ${vote.answers.map(clean).join(' and ')} have ${formatMany(vote.votes, 'ballot')} each of ${vote.ballots}.`
    case 'short':
      return `${clean(vote.answer)} leads with ${formatMany(vote.votes, 'ballot')} of ${formatMany(vote.drawn, 'sample')}, and is ${outcomeNames.short}.`
    case 'no-answers': {
      const why = Object.entries(vote.abstained).map(([reason, count]) => `${count} ${reason}`)
      const last = trouble === undefined ? '' : `; the last one: ${oneLine(clean(trouble), 200)}`
      return `None of ${formatMany(vote.drawn, 'sample')} gave an answer to count${why.length === 0 ? '' : ` (${why.join(', ')}${last})`}.`
    }
    default:
      return `${clean(vote.answer)} won.`
  }
}

/** `won; votes=6; ballots=7; drawn=8`, for a header. */
function summaryOf({ result, isProse }: ServedOutcome): string {
  if (isProse) return 'none; reason=no-extractable-answer'
  const { vote, samples } = result.report
  const votes = 'votes' in vote ? `; votes=${vote.votes}; ballots=${vote.ballots}` : ''
  return `${vote.type}${votes}; drawn=${samples.drawn}`
}

/** About as many bytes has a token of ordinary text. */
const bytesPerToken = 4

/** An answer as far as the client wants it. What a sample thinks does not count: the limits are the reader's, not the sampler's. */
export function shownAnswer(
  { text, isCut }: AnswerText,
  { maxAnswerTokens, stops }: AnswerLimits,
): AnswerText {
  const at = Math.min(...stops.map((stop) => text.indexOf(stop)).filter((place) => place >= 0))
  const before = Number.isFinite(at) ? text.slice(0, at) : text
  const most = maxAnswerTokens === undefined ? before.length : Math.floor(maxAnswerTokens * bytesPerToken)
  if (before.length > most) return { text: beginningOf(before, most), isCut: true }
  return { text: before, isCut: isCut && before === text }
}

function clean(text: string): string {
  return cleanForTerminal(text)
}
