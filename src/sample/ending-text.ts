import type { Sample, SampleEnd } from './sample.ts'

/** How output that reached its limit is said, unless a caller says it otherwise. */
const cutAtLimit = 'cut off at the output limit'

/** How it is said that the model stopped before it had begun to answer. */
const endedInThinking = 'ended within its thinking'

/**
 * How a sample ended, in a few words: `finished`, `tripped: thinking-loop`, `failed: reset`.
 *
 * Guard, code and reason may come from a runtime: clean the text before it reaches a terminal.
 *
 * @param cut - What is said of output that reached its limit.
 */
export function endingText(end: SampleEnd, cut = cutAtLimit): string {
  switch (end.type) {
    case 'finished':
      return end.reason === 'length' ? cut : end.reason === 'in-thinking' ? endedInThinking : 'finished'
    case 'tripped':
      return `tripped: ${end.guard}`
    case 'failed':
      return `failed: ${end.code}`
    default:
      return `cancelled: ${end.why}`
  }
}

/** What became of a sample, in a few words: its answer, or why it has none. What a model or a runtime wrote is in it. */
export function sampleText({ answer, end }: Pick<Sample, 'answer' | 'end'>): string {
  if (answer.type === 'found') return answer.value
  return end.type === 'finished' ? `no answer: ${answer.reason}` : endingText(end)
}

/** The same in a word for programs: `stop`, `thinking-loop`, `reset`. */
export function endingReason(end: SampleEnd): string {
  switch (end.type) {
    case 'finished':
      return end.reason
    case 'tripped':
      return end.guard
    case 'failed':
      return end.code
    default:
      return end.why
  }
}

/** What is known of an ending beside its kind, in full: the guard's numbers, or the runtime's words. */
export function endingDetail(end: SampleEnd): string {
  switch (end.type) {
    case 'finished':
      return end.reason
    case 'tripped':
      return end.detail
    case 'failed':
      return end.message
    default:
      return end.why
  }
}

/** Why a sample that is forced, or drawn again, was stopped: by which guard, and on what. */
export function stoppedText(end: SampleEnd): string {
  return end.type === 'tripped' ? `stopped by ${end.guard}: ${end.detail}` : endingText(end)
}

/** Why a request that was to force an answer out brought none. */
export function noForcedAnswerText(end: SampleEnd): string {
  if (end.type === 'tripped') return `${end.guard}: ${end.detail}`
  if (end.type !== 'finished') return endingDetail(end)
  return end.reason === 'length' ? 'it was cut off too' : 'the model said nothing'
}
