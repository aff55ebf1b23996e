import { exitCodes } from '../../ground/errors.ts'
import { voteExplanationLines } from '../../report/explanation-text.ts'
import { formatMany } from '../../report/format.ts'
import { safeJson } from '../../report/json.ts'
import { noAnswerAdvice, voteAnswer, voteLines } from '../../report/vote-text.ts'
import type { VoteResult, VoteRun } from '../../run/opened-vote.ts'
import type { CommandContext } from '../command.ts'
import { resumeAdvice, resumeCommand } from '../draw/resume-advice.ts'
import { runName } from '../draw/run-name.ts'
import type { DrawFlags } from '../flags.ts'

/** Prints what came of a vote, and gives the exit code. */
export function reportVote(
  run: VoteRun,
  result: VoteResult,
  flags: DrawFlags,
  context: CommandContext,
): number {
  const { terminal } = context
  const { report, tally, explanation, unsaved } = result
  const isOver = result.break === undefined
  const { choices } = run.manifest.answer
  for (const { message } of unsaved.filter(({ file }) => file === 'result'))
    terminal.warn(`${message} All samples are kept; --resume writes it anew.`)
  for (const line of voteLines(report, tally, isOver, choices)) terminal.note(line)
  // The vote was held, and is said above; what it was held on is no longer there, so it did not succeed.
  if (result.loss !== undefined) throw result.loss
  for (const { message } of unsaved.filter(({ file }) => file === 'explanation')) terminal.warn(message)
  if (flags.explain && explanation !== undefined)
    for (const line of voteExplanationLines(explanation)) terminal.err(`${line}\n`)
  terminal.note(terminal.style('dim', `run ${result.runId} in ${run.folder}`))
  if (!isOver) return stoppedCode(run, result, context)
  const { failed, drawn, asked } = result.samples
  // Where the rule had enough, nothing is missing.
  if (failed > 0 && drawn >= asked)
    terminal.note(
      `${formatMany(failed, 'sample')} failed and can be drawn again: ${resumeCommand(run, context)}`,
    )
  terminal.out(flags.json ? `${safeJson(report)}\n` : voteAnswer(report, choices))
  const { vote } = result
  if (vote.type === 'won') return exitCodes.answered
  if (vote.type !== 'no-answers') return exitCodes.noConsensus
  const seeOne = `To read one: magi runs show ${runName(run, context)} 0.`
  terminal.warn(`No sample gave an answer that counts. ${noAnswerAdvice(vote.abstained)}. ${seeOne}`)
  return exitCodes.noAnswer
}

/** Says why a vote stopped before its end, and how to go on. */
function stoppedCode(run: VoteRun, { break: cause, samples }: VoteResult, context: CommandContext): number {
  const saved = `${formatMany(samples.finished + samples.tripped, 'sample')} saved. ${resumeAdvice(run, context)}`
  if (cause?.type !== 'failing') {
    context.terminal.warn(`stopped: ${cause?.why ?? ''}. ${saved}`)
    return cause?.type === 'unreachable' ? exitCodes.unreachable : exitCodes.failed
  }
  context.terminal.warn(
    `stopped after ${cause.times} samples in a row failed the same way: ${cause.message}. ${saved}`,
  )
  return cause.code === 'refused' ? exitCodes.unreachable : exitCodes.failed
}
