import { messageOf } from '../errors.ts'
import type { AnswerContext, OpenRun } from '../index.ts'
import { readSamples } from '../journal/run-folder.ts'
import { voteExplanationLines } from '../report/explanation-text.ts'
import { explainVote } from '../vote/explain-vote.ts'
import { shapeOf } from './answer-engine.ts'
import type { CommandContext } from './command.ts'

/**
 * Why each sample of a vote was counted as it was: keeps it in the run folder, and gives it as lines. It is made out of the journal,
 * so that a resumed vote is explained whole.
 */
export async function explainRun(
  { folder, manifest, saveExplanation }: OpenRun,
  { terminal }: Pick<CommandContext, 'terminal'>,
): Promise<string[]> {
  const asked = manifest.answer as AnswerContext
  const explainer = explainVote({
    runId: manifest.runId,
    problem: 'p1',
    context: { ...asked, ...(await shapeOf(asked, manifest.request.format)) },
    countForced: manifest.countForced,
  })
  for await (const sample of readSamples(folder, () => {})) explainer.add(sample)
  const explanation = explainer.explanation()
  // The vote is held and kept: what cannot be written of its reasons must not keep its answer from being printed.
  await saveExplanation(explanation).catch((thrown) => terminal.warn(messageOf(thrown)))
  return voteExplanationLines(explanation)
}
