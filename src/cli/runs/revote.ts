import type { Command } from 'commander'
import { defined } from '../../ground/defined.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { AnswerContext, Manifest, RecordedProblem, ReplayPlan, Revote } from '../../index.ts'
import { askedKind } from '../answers/flags.ts'
import type { Action, CommandContext, RunAction } from '../command.ts'
import { answerContext } from '../draw/answer-flags.ts'
import { addOutputFlags, type OutputFlags, wholeNumber } from '../flags.ts'
import { tiePolicy, voteRule } from '../vote/begin.ts'
import { voteTable } from '../vote/table.ts'
import { openRun } from './recorded.ts'
import { writeOut } from './write-out.ts'

type Magi = typeof import('../../index.ts')

interface RevoteFlags extends OutputFlags {
  readonly rule?: string
  readonly min?: string
  readonly n?: string
  readonly tie?: string
  readonly extend?: string
  readonly quorum?: string
  readonly countForced?: boolean
  readonly answer?: string
  readonly options?: string
  readonly language?: string
}

/** `magi runs revote`: the vote again, by other rules. */
export function addRunsRevote(group: Command, run: RunAction): void {
  const command = group
    .command('revote')
    .argument('<run>', 'a run: id or folder')
    .summary('vote again over a run, without a model')
    .description(
      'Vote again over what a run drew. What is not said is as in the run; without --rule and --min every sample that was drawn counts.\n' +
        'The JSON is that of magi vote, for an experiment one line a problem under RUN/PROBLEM; so is the exit code of a vote.',
    )
    .option(
      '--rule <name>',
      'stop where this rule would have: predictive, certain, beta, lead, window, all; NAME:value',
    )
    .option('--min <number>', 'samples before the rule may stop')
    .option('-n, --n <number>', 'take the first so many samples')
    .option('--tie <policy>', 'declare, first or extend')
    .option('--extend <number>', 'most further samples to break a tie with')
    .option('--quorum <share>', 'least votes / drawn that the winner needs, as 0.5')
    .option('--count-forced', 'let answers vote that were forced out after a trip')
    .option('--no-count-forced', 'let them abstain')
    .option('--answer <kind>', 'find the answers again, of this kind')
    .option('--options <list>', 'find the answers again, with these options: A,B,… or a file')
    .option('--language <tag>', 'find the answers again, in this language')
  addOutputFlags(command).action((named: string, flags: RevoteFlags) => run(revote(named, flags), flags))
}

function revote(named: string, flags: RevoteFlags): Action {
  return async (context) => {
    const magi = await import('../../index.ts')
    const opened = await openRun(magi, named, context)
    const { manifest, problems } = opened
    const plan = planOf(manifest, flags)
    const asked = await askedAnew(magi, flags, context)
    const recorded = await magi.recordedProblems(
      { manifest, problems, samples: opened.samples() },
      { extract: magi.extractAnswer, ...defined({ asked }) },
    )
    const votes = recorded.map((each) => magi.revoteProblem(each, plan))
    if (manifest.command === 'vote') {
      const drawn = magi
        .lastAttempts(recorded[0]?.samples ?? [])
        .filter(({ end }) => end.type !== 'cancelled')
      return printVote(magi, votes, { manifest, plan, recorded: drawn.length }, flags, context)
    }
    return printVotes(magi, votes, { manifest, plan, recorded }, flags, context)
  }
}

/** How to vote: as the run did, but for the flags. */
function planOf(manifest: Manifest, flags: RevoteFlags): ReplayPlan {
  const n = wholeNumber('-n', flags.n) ?? manifest.n
  const most = manifest.n + (manifest.tie === 'extend' ? manifest.extendBy : 0)
  if (n < 1 || n > most) {
    throw new UsageError(
      `-n is ${n}, and the run asked for ${most} samples${manifest.dataset ? ' a problem' : ''}.`,
      {
        fix: `Give a number from 1 to ${most}.`,
      },
    )
  }
  const quorum = flags.quorum === undefined ? manifest.quorum : shareOf('--quorum', flags.quorum)
  const asRun = flags.rule === undefined && flags.min === undefined
  const min = wholeNumber('--min', flags.min) ?? (flags.rule === undefined ? manifest.min : 0)
  return {
    n,
    rule: voteRule(flags.rule ?? manifest.rule, min),
    tie: flags.tie === undefined ? manifest.tie : tiePolicy(flags.tie),
    extendBy: wholeNumber('--extend', flags.extend) ?? manifest.extendBy,
    countForced: flags.countForced ?? manifest.countForced,
    ...defined({ quorum }),
    ...(asRun ? { whole: true } : {}),
  }
}

function shareOf(flag: string, text: string): number {
  const share = /^(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN
  if (share >= 0 && share <= 1) return share
  throw new UsageError(`${flag} is "${text}".`, { fix: 'Give it a number from 0 to 1.' })
}

/** What the answers are asked for anew; `undefined` where they stay as they were found. */
async function askedAnew(
  magi: Magi,
  flags: RevoteFlags,
  { cli }: Pick<CommandContext, 'cli'>,
): Promise<AnswerContext | undefined> {
  const { answer, options, language } = flags
  if (answer === undefined && options === undefined && language === undefined) return undefined
  const kind = askedKind(magi, answer) ?? (options === undefined ? undefined : 'choice')
  return answerContext(kind, flags, cli.cwd)
}

interface Voted {
  readonly manifest: Manifest
  readonly plan: ReplayPlan
}

function reportOf(magi: Magi, { outcome, elapsedMs }: Revote, { manifest, plan }: Voted, runId: string) {
  return magi.voteReport({ ...outcome, elapsedMs }, { runId, model: manifest.model, rule: plan.rule.label })
}

/** Prints the vote of a `magi vote` run, as that does. */
function printVote(
  magi: Magi,
  [first]: readonly Revote[],
  voted: Voted & { readonly recorded: number },
  flags: RevoteFlags,
  { terminal }: CommandContext,
): number {
  if (first === undefined) {
    terminal.note('The run has no samples.')
    return exitCodes.noAnswer
  }
  const result = reportOf(magi, first, voted, voted.manifest.runId)
  for (const line of magi.voteLines(result, first.outcome.tally)) terminal.note(line)
  const { drawn, asked } = result.samples
  if (!voted.plan.whole && drawn === voted.recorded && drawn < asked) {
    terminal.note(
      `only ${magi.formatMany(drawn, 'sample')} of ${asked} were drawn: what the others would have said is not known`,
    )
  }
  terminal.out(flags.json ? `${magi.safeJson(result)}\n` : magi.voteAnswer(result))
  if (result.vote.type === 'won') return exitCodes.answered
  return result.vote.type === 'no-answers' ? exitCodes.noAnswer : exitCodes.noConsensus
}

/** Prints the votes of an experiment: a line a problem. */
async function printVotes(
  magi: Magi,
  votes: readonly Revote[],
  { recorded, ...voted }: Voted & { readonly recorded: readonly RecordedProblem[] },
  flags: RevoteFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context
  const reports = votes.map((each) => reportOf(magi, each, voted, `${voted.manifest.runId}/${each.problem}`))
  if (flags.json) {
    for (const report of reports)
      if (!(await writeOut(`${magi.safeJson(report)}\n`, context))) return exitCodes.failed
    return exitCodes.answered
  }
  const { lines, graded, right } = voteTable(
    magi,
    recorded.flatMap((each, place) => {
      const report = reports[place]
      return report === undefined ? [] : [{ recorded: each, report }]
    }),
  )
  for (const line of lines) terminal.out(`${line}\n`)
  const drawn = votes.reduce((sum, { outcome }) => sum + outcome.samples.drawn, 0)
  const mean = (drawn / Math.max(1, votes.length)).toFixed(2)
  terminal.note(
    `rule ${voted.plan.rule.label}: ${mean} samples a problem${graded === 0 ? '' : `; ${right} of ${graded} votes right`}`,
  )
  const agreement = magi.expectedAgreement(votes.map(({ outcome }) => outcome.risk))
  if (agreement !== undefined && votes.some(({ outcome }) => outcome.risk > 0)) {
    terminal.note(
      `expected agreement with all ${voted.plan.n} samples: at least ${(agreement * 100).toFixed(1)} % (a forecast, 1 - mean risk)`,
    )
  }
  return exitCodes.answered
}
