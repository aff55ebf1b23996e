import { sameAnswer } from '../answer/same-answer.ts'
import { graderOf } from '../experiment/recorded-outcome.ts'
import { recordedContext } from '../experiment/recorded-problems.ts'
import { defined } from '../ground/defined.ts'
import type { SampleBackground } from '../report/run-text.ts'
import type { Sample } from '../sample/sample.ts'
import { explainVote } from '../vote/explain-vote.ts'
import type { ReadRun } from './read-run.ts'

/** One sample with its texts, and what is known of it beside them. */
export interface WholeSample extends SampleBackground {
  /** The last attempt at its place. */
  readonly sample: Sample
}

/**
 * Reads one sample of a run whole, out of one pass over the journal: its last attempt, and why it was counted as it was.
 *
 * @returns `undefined` where there is no such sample.
 */
export async function wholeSample(
  { manifest, problems, samples }: ReadRun,
  { problem: id, index }: { readonly problem: string; readonly index: number },
): Promise<WholeSample | undefined> {
  const problem = problems.find((each) => each.id === id)
  const context = recordedContext(manifest, problem)
  const explainer = explainVote({ runId: manifest.runId, problem: id, context, terms: manifest })
  let sample: Sample | undefined
  let attempts = 0
  for await (const each of samples()) {
    if (each.problem !== id) continue
    explainer.add(each)
    if (each.index !== index) continue
    sample = each
    attempts += 1
  }
  if (sample === undefined) return undefined
  const grade = graderOf(problem, context, sameAnswer)
  const verdict = sample.answer.type === 'found' ? grade?.(sample.answer.value) : undefined
  return { sample, attempts, explanation: explainer.explanation(), ...defined({ verdict }) }
}
