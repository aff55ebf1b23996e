import { messageOf } from '../../ground/errors.ts'
import type { AnswerContext, OpenRun, Sample } from '../../index.ts'
import { voteExplanationLines } from '../../report/explanation-text.ts'
import { explainVote } from '../../vote/explain-vote.ts'
import type { CommandContext } from '../command.ts'
import { shapeOf } from '../draw/answer-engine.ts'

/** Why each sample of a vote was counted as it was. */
export interface VoteReasons {
  /** Takes a sample that is on the disk. */
  add(sample: Sample): void
  /** Keeps the reasons in the run folder, and gives them as lines. */
  keep(): Promise<string[]>
}

/**
 * Starts to explain a vote, sample by sample as they are drawn. Of a vote that goes on only numbers are left of the earlier samples:
 * it is explained out of its journal.
 *
 * @param isResumed - Whether samples of this vote are on the disk already.
 */
export async function explainRun(
  { folder, manifest, saveExplanation }: OpenRun,
  isResumed: boolean,
  { terminal }: Pick<CommandContext, 'terminal'>,
): Promise<VoteReasons> {
  const asked = manifest.answer as AnswerContext
  const explainer = explainVote({
    runId: manifest.runId,
    problem: 'p1',
    context: { ...asked, ...(await shapeOf(asked, manifest.request.format)) },
    terms: manifest,
  })
  return {
    add(sample) {
      if (!isResumed) explainer.add(sample)
    },
    async keep() {
      if (isResumed) {
        const { readSamples } = await import('../../journal/run-folder.ts')
        for await (const sample of readSamples(folder, () => {})) explainer.add(sample)
      }
      const explanation = explainer.explanation()
      // The vote is held and kept: what cannot be written of its reasons must not keep its answer from being printed.
      await saveExplanation(explanation).catch((thrown) => terminal.warn(messageOf(thrown)))
      return voteExplanationLines(explanation)
    },
  }
}
