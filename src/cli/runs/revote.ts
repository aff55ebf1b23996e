import type { AnswerContext } from '../../answer/answer.ts'
import { extractAnswer } from '../../answer/extract/extract.ts'
import { hasFields } from '../../answer/fields/schema-fields.ts'
import { lastAttempts, type RecordedProblem, recordedProblems } from '../../experiment/recorded-problems.ts'
import {
  type CountedProblem,
  recountFirst,
  recountProblem,
  simulateProblem,
} from '../../experiment/recount-problem.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { Manifest } from '../../journal/manifest.ts'
import { formatMany } from '../../report/format.ts'
import { safeJson } from '../../report/json.ts'
import { voteReport } from '../../report/vote-report.ts'
import { voteAnswer, voteLines } from '../../report/vote-text.ts'
import { changedPolicy, mostSamples, policyOf, type VotingPolicy } from '../../vote/policy.ts'
import { expectedAgreement } from '../../vote/risk.ts'
import { askedKind } from '../answers/flags.ts'
import type { Action, CommandContext } from '../command.ts'
import { answerContext } from '../draw/answer-flags.ts'
import type { OutputFlags } from '../flags.ts'
import { type PolicyFlags, policyWish } from '../policy-flags.ts'
import { writeOut } from '../terminal/write-out.ts'
import { openRun } from './recorded.ts'
import { voteTable } from './vote-table.ts'

export interface RevoteFlags extends OutputFlags, PolicyFlags {
  readonly answer?: string
  readonly options?: string
  readonly language?: string
}

/** Votes again over the samples of a run, by the policy of the run but for the flags. */
export function revote(name: string, flags: RevoteFlags): Action {
  return async (context) => {
    const opened = await openRun(name, context)
    const { manifest, problems } = opened
    const policy = policyWith(manifest, flags)
    // Without a rule of its own, the vote is the one that was held.
    const isHeld = flags.rule === undefined && flags.min === undefined
    const answerFlags = await contextOfFlags(flags, context)
    const recorded = await recordedProblems(
      { manifest, problems, samples: opened.samples() },
      { extract: extractAnswer, ...(answerFlags === undefined ? {} : { asked: answerFlags }) },
    )
    const held = flags.n === undefined ? recountProblem : recountFirst
    const count = isHeld ? held : simulateProblem
    const votes = recorded.map((each) => count(each, policy))
    if (manifest.command === 'vote') {
      const samples = lastAttempts(recorded[0]?.samples ?? []).filter(({ end }) => end.type !== 'cancelled')
      return printVote(
        votes,
        { manifest, policy, isHeld, recorded: samples.length, choices: recorded[0]?.context.choices },
        flags,
        context,
      )
    }
    return printVotes(votes, { manifest, policy, isHeld, recorded }, flags, context)
  }
}

/** How to vote: as the run did, but for the flags. */
function policyWith(manifest: Manifest, flags: RevoteFlags): VotingPolicy {
  const wish = policyWish(flags)
  const { n = manifest.n } = wish
  const most = mostSamples(manifest)
  if (n < 1 || n > most) {
    throw new UsageError(
      `-n is ${n}, and the run asked for ${most} samples${manifest.dataset ? ' a problem' : ''}.`,
      { fix: `Give a number from 1 to ${most}.` },
    )
  }
  const asksForFields = wish.voteBy === 'field' || wish.coherent === true
  if (asksForFields && !hasFields(manifest.request.format)) {
    throw new UsageError('The run asked for no JSON of a schema, so there are no fields to vote on.', {
      fix: 'Leave out --vote-by and --coherent.',
    })
  }
  return changedPolicy(policyOf(manifest), wish)
}

/** The kind, options and language to extract the answers again with; `undefined` where the recorded answers stay. */
async function contextOfFlags(
  flags: RevoteFlags,
  { cli }: Pick<CommandContext, 'cli'>,
): Promise<AnswerContext | undefined> {
  const { answer, options, language } = flags
  if (answer === undefined && options === undefined && language === undefined) return undefined
  const kind = askedKind(answer) ?? (options === undefined ? undefined : 'choice')
  return answerContext(kind, flags, cli.cwd)
}

interface RevoteTerms {
  readonly manifest: Manifest
  readonly policy: VotingPolicy
  /** The vote as it was held, not as a rule would have stopped it. */
  readonly isHeld: boolean
}

function reportOf({ outcome, elapsedMs }: CountedProblem, { manifest, policy }: RevoteTerms, runId: string) {
  return voteReport({ ...outcome, elapsedMs }, { runId, model: manifest.model, rule: policy.rule })
}

/** Prints the vote of a `magi vote` run, as that does. */
function printVote(
  [first]: readonly CountedProblem[],
  terms: RevoteTerms & { readonly recorded: number; readonly choices: readonly string[] | undefined },
  flags: RevoteFlags,
  { terminal }: CommandContext,
): number {
  if (first === undefined) {
    terminal.note('The run has no samples.')
    return exitCodes.noAnswer
  }
  const result = reportOf(first, terms, terms.manifest.runId)
  for (const line of voteLines(result, first.outcome.tally, true, terms.choices)) terminal.note(line)
  const { drawn, asked } = result.samples
  if (!terms.isHeld && drawn === terms.recorded && drawn < asked) {
    terminal.note(
      `only ${formatMany(drawn, 'sample')} of ${asked} were drawn: what the others would have answered is not known`,
    )
  }
  terminal.out(flags.json ? `${safeJson(result)}\n` : voteAnswer(result, terms.choices))
  if (result.vote.type === 'won') return exitCodes.answered
  return result.vote.type === 'no-answers' ? exitCodes.noAnswer : exitCodes.noConsensus
}

/** Prints the votes of an experiment: a line a problem. */
async function printVotes(
  votes: readonly CountedProblem[],
  { recorded, ...terms }: RevoteTerms & { readonly recorded: readonly RecordedProblem[] },
  flags: RevoteFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context
  const reports = votes.map((each) => reportOf(each, terms, `${terms.manifest.runId}/${each.problem}`))
  if (flags.json) {
    for (const report of reports)
      if (!(await writeOut(`${safeJson(report)}\n`, context))) return exitCodes.failed
    return exitCodes.answered
  }
  const { lines, graded, right } = voteTable(
    recorded.flatMap((each, place) => {
      const report = reports[place]
      return report === undefined ? [] : [{ recorded: each, report }]
    }),
  )
  for (const line of lines) terminal.out(`${line}\n`)
  const drawn = votes.reduce((sum, { outcome }) => sum + outcome.samples.drawn, 0)
  const mean = (drawn / Math.max(1, votes.length)).toFixed(2)
  terminal.note(
    `rule ${terms.policy.rule}: ${mean} samples a problem${graded === 0 ? '' : `; ${right} of ${graded} votes right`}`,
  )
  const agreement = expectedAgreement(votes.map(({ outcome }) => outcome.risk))
  if (agreement !== undefined && votes.some(({ outcome }) => outcome.risk > 0)) {
    terminal.note(
      `expected agreement with all ${terms.policy.n} samples: at least ${(agreement * 100).toFixed(1)} % (a forecast, 1 - mean risk)`,
    )
  }
  return exitCodes.answered
}
