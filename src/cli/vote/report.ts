import { exitCodes, messageOf } from '../../ground/errors.ts'
import type { OpenRun, VoteOutcome } from '../../index.ts'
import { formatMany } from '../../report/format.ts'
import { safeJson } from '../../report/json.ts'
import { voteReport } from '../../report/vote-report.ts'
import { noAnswerAdvice, voteAnswer, voteLines } from '../../report/vote-text.ts'
import type { CommandContext } from '../command.ts'
import { resumeAdvice } from '../draw/resume-advice.ts'
import { runName } from '../draw/run-name.ts'
import type { VoteFlags, VoteRun } from './begin.ts'
import type { VoteReasons } from './explain.ts'

/** Saves the outcome of a vote, and prints it. */
export async function reportVote(
  begun: VoteRun,
  outcome: VoteOutcome,
  reasons: VoteReasons,
  flags: VoteFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context
  const { run, rule } = begun
  const { manifest } = run
  const { tally, vote } = outcome
  const result = voteReport(outcome, {
    runId: manifest.runId,
    model: manifest.model,
    rule: rule.label,
  })
  const isOver = outcome.break === undefined
  const loss = await run.requireKept().then(
    () => undefined,
    (thrown: unknown) => ({ thrown }),
  )
  // A vote that can go on has no result yet. Every sample is on the disk, and a result can be made of them again: the answer is printed all the same.
  if (loss === undefined) {
    await (isOver ? run.saveResult(result) : run.removeResult()).catch((thrown: unknown) =>
      terminal.warn(`${messageOf(thrown)} All samples are kept; --resume writes it anew.`),
    )
  }
  for (const line of voteLines(result, tally, isOver)) terminal.note(line)
  // The vote was held, and is said above; what it was held on is no longer there, so it did not succeed.
  if (loss !== undefined) throw loss.thrown
  const explanation = await reasons.keep()
  if (flags.explain) for (const line of explanation) terminal.err(`${line}\n`)
  terminal.note(terminal.style('dim', `run ${manifest.runId} in ${run.folder}`))
  if (outcome.break !== undefined) return broken(outcome, run, context)
  terminal.out(flags.json ? `${safeJson(result)}\n` : voteAnswer(result))
  if (vote.type === 'won') return exitCodes.answered
  if (vote.type !== 'no-answers') return exitCodes.noConsensus
  const seeOne = `To read one: magi runs show ${runName(run, context)} 0.`
  terminal.warn(`No sample gave an answer that counts. ${noAnswerAdvice(vote.abstained)}. ${seeOne}`)
  return exitCodes.noAnswer
}

/** Says why a vote stopped before its time, and how to go on. */
function broken(outcome: VoteOutcome, run: OpenRun, context: CommandContext): number {
  const { break: cause, samples } = outcome
  const saved = `${formatMany(samples.finished + samples.tripped, 'sample')} saved. ${resumeAdvice(run, context)}`
  if (cause?.type !== 'failing') {
    context.terminal.warn(`stopped: ${cause?.why ?? ''}. ${saved}`)
    return exitCodes.failed
  }
  context.terminal.warn(
    `stopped after ${cause.times} samples in a row failed the same way: ${cause.message}. ${saved}`,
  )
  return cause.code === 'refused' ? exitCodes.unreachable : exitCodes.failed
}
