import type { AnswerContext } from '../answer/answer.ts'
import type { Sample } from '../sample/sample.ts'
import { explainVote } from '../vote/explain-vote.ts'
import type { VoteExplanation } from '../vote/explanation-schema.ts'
import { shapeOf } from './answer-engine.ts'
import type { RunStore } from './run.ts'

/** Why each sample of a vote was counted as it was. */
export interface VoteReasons {
  /** Takes a sample that is on the disk. */
  add(sample: Sample): void
  /** The reasons for all samples of the vote. */
  explanation(): Promise<VoteExplanation>
}

/**
 * Starts to explain a vote, sample by sample as they are drawn. Of a vote that goes on only numbers are left of the earlier samples:
 * it is explained out of its journal.
 *
 * @param isResumed - Whether samples of this vote are on the disk already.
 */
export async function startReasons(
  { folder, manifest }: Pick<RunStore, 'manifest'> & { readonly folder: string },
  answer: AnswerContext,
  isResumed: boolean,
): Promise<VoteReasons> {
  const explainer = explainVote({
    runId: manifest.runId,
    problem: 'p1',
    context: { ...answer, ...(await shapeOf(answer, manifest.request.format, manifest)) },
    terms: manifest,
  })
  return {
    add(sample) {
      if (!isResumed) explainer.add(sample)
    },
    async explanation() {
      if (isResumed) {
        const { readSamples } = await import('../journal/run-folder.ts')
        for await (const sample of readSamples(folder, () => {})) explainer.add(sample)
      }
      return explainer.explanation()
    },
  }
}
