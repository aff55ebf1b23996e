import type { AnswerContext, OpenRun } from '../index.ts'
import type { CommandContext } from './command.ts'

type Magi = typeof import('../index.ts')

/**
 * Says why each sample of a vote was counted as it was, and keeps it in the run folder: out of the journal, so that a resumed vote is explained
 * whole.
 */
export async function explainRun(
  magi: Magi,
  { folder, manifest, saveExplanation }: OpenRun,
  { terminal }: Pick<CommandContext, 'terminal'>,
): Promise<void> {
  const explainer = magi.explainVote({
    runId: manifest.runId,
    problem: 'p1',
    context: manifest.answer as AnswerContext,
    countForced: manifest.countForced,
  })
  for await (const sample of magi.readSamples(folder, () => {})) explainer.add(sample)
  const explanation = explainer.explanation()
  // The vote is held and kept: what cannot be written of its reasons must not keep its answer from being printed.
  await saveExplanation(explanation).catch((thrown) => terminal.warn(magi.messageOf(thrown)))
  for (const line of magi.voteExplanationLines(explanation)) terminal.err(`${line}\n`)
}
