import type { Command } from 'commander'
import { exitCodes, UsageError } from '../errors.ts'
import type { VoteOutcome } from '../index.ts'
import type { Action, CommandContext, RunAction } from './command.ts'
import { addDrawFlags, addOutputFlags, givenPrompt, groups } from './flags.ts'
import { beginVote, resumeVote, type VoteFlags, type VoteRun } from './vote-begin.ts'
import { VoteScreen } from './vote-screen.ts'

type Magi = typeof import('../index.ts')

/** `magi vote`: consensus of N samples. */
export function addVote(program: Command, run: RunAction): void {
  const command = program
    .command('vote')
    .argument('[prompt...]', 'the prompt; - reads standard input')
    .helpGroup(groups.draw)
  addOutputFlags(addDrawFlags(command))
    .summary('ask several times, let the answers vote')
    .description('Draw up to N samples, group their answers, and print the one that wins.')
    .option('-n, --n <number>', 'samples to draw at most (default: 16)')
    .option('--min <number>', 'samples to draw before the rule may stop')
    .option('--rule <name>', 'when to stop: certain, predictive, beta, lead, window or all; NAME:value')
    .option('--schedule <name>', 'eager (keep every slot busy) or lookahead (draw what one at a time would)')
    .option('--tie <policy>', 'declare, first or extend')
    .option('--extend <number>', 'most further samples to break a tie with (default: n)')
    .option('--quorum <share>', 'least votes / drawn that the winner needs, as 0.5')
    .option('--count-forced', 'let answers vote that were forced out after a trip')
    .option('--slots <number>', 'samples drawn at once (the runtime’s OLLAMA_NUM_PARALLEL)')
    .option('--allow-identical', 'allow a vote at temperature 0, where all samples are the same')
    .option('--run-dir <folder>', 'folder of this run (default: below the state folder)')
    .option('--resume <run>', 'go on with a run: an id or a folder')
    .option('--explain', 'say which rule found each answer, and what joined or parted them')
    .action((words: string[], flags: VoteFlags) => run(vote(words, flags), flags))
}

export function vote(given: readonly string[], givenFlags: VoteFlags): Action {
  const { words, flags } = givenPrompt(given, givenFlags)
  return async (context) => {
    const magi = await import('../index.ts')
    if (flags.resume !== undefined && (words.length > 0 || flags.file !== undefined)) {
      throw new UsageError('A resumed run has its prompt already.', { fix: 'Leave the prompt out.' })
    }
    const begun =
      flags.resume === undefined
        ? await beginVote(magi, words, flags, context)
        : await resumeVote(magi, flags.resume, flags, context)
    if (begun.type === 'dry-run') {
      context.terminal.out(begun.text)
      return exitCodes.answered
    }
    try {
      return await drawAndReport(magi, begun, flags, context)
    } finally {
      await begun.run.close()
    }
  }
}

/** Draws what is missing, and prints what came of it. */
async function drawAndReport(
  magi: Magi,
  begun: VoteRun,
  flags: VoteFlags,
  context: CommandContext,
): Promise<number> {
  const { cli, terminal, stop } = context
  const { driver, run, rule, earlier } = begun
  const { manifest } = run
  for (const notice of run.notices) terminal.note(notice)
  await begun.load()
  const drawer = await magi.openDrawer(driver, {
    request: begun.request,
    limits: manifest.limits,
    onTrip: manifest.onTrip,
    ...(manifest.maxAttempts === undefined ? {} : { maxAttempts: manifest.maxAttempts }),
    model: begun.model,
    clock: cli.clock,
    random: Math.random,
    signal: stop,
  })
  if (drawer.notice !== undefined) terminal.note(drawer.notice)

  const answer = manifest.answer as import('../index.ts').AnswerContext
  const screen = new VoteScreen(
    magi,
    { slots: manifest.slots, asked: manifest.n, limits: manifest.limits, rule },
    context,
  )
  await screen.start()
  let outcome: VoteOutcome
  try {
    outcome = await magi.runVote(
      {
        problem: 'p1',
        n: manifest.n,
        seedBase: manifest.seedBase,
        slots: manifest.slots,
        rule,
        schedule: magi.schedules[manifest.schedule],
        tie: manifest.tie,
        extendBy: manifest.extendBy,
        countForced: manifest.countForced,
        retries: drawer.retries,
        answer,
        ...(manifest.quorum === undefined ? {} : { quorum: manifest.quorum }),
      },
      {
        draw: async (task, slot, signal) => {
          screen.launched(task.index, slot)
          const { draw, forced } = await drawer.draw({ ...task, problem: 'p1' }, signal, {
            onPart: (part) => screen.part(slot, part),
            onRetry: (retry) => screen.retry(slot, retry),
          })
          screen.ended(slot, draw)
          return { draw, forced }
        },
        extract: magi.extractAnswer,
        group: magi.answerGrouper(answer),
        record: (sample) => run.append(sample),
        clock: cli.clock,
        signal: stop,
        earlier,
        onCount: (count, sample) => screen.counted(count, sample),
      },
    )
  } finally {
    screen.close()
  }
  return report(magi, begun, outcome, flags, context)
}

async function report(
  magi: Magi,
  begun: VoteRun,
  outcome: VoteOutcome,
  flags: VoteFlags,
  { terminal }: CommandContext,
): Promise<number> {
  const { run, rule } = begun
  const { manifest } = run
  const { tally, samples, vote } = outcome
  const risk = magi.riskOfChange({
    counts: tally.clusters.map(({ votes }) => votes),
    drawn: samples.drawn,
    asked: samples.asked,
  })
  const result = magi.voteReport(outcome, {
    runId: manifest.runId,
    model: manifest.model,
    rule: rule.label,
    risk,
  })
  await run.saveResult(result)
  for (const line of magi.voteLines(result, tally)) terminal.note(line)
  terminal.note(terminal.style('dim', `run ${manifest.runId} in ${run.folder}`))
  if (outcome.break !== undefined) return broken(outcome, run.folder, terminal)
  terminal.out(flags.json ? `${magi.safeJson(result)}\n` : magi.voteAnswer(result))
  if (vote.type === 'won') return exitCodes.answered
  if (vote.type !== 'no-answers') return exitCodes.noConsensus
  terminal.warn(
    'No sample gave an answer that counts. Look at one with --verbose, allow more with --max-tokens, or name the kind with --answer.',
  )
  return exitCodes.noAnswer
}

/** Says why a vote stopped before its time, and how to go on. */
function broken(outcome: VoteOutcome, folder: string, terminal: CommandContext['terminal']): number {
  const { break: cause, samples } = outcome
  const saved = `${samples.drawn} samples are saved. Go on with: magi vote --resume ${folder}`
  if (cause?.type !== 'failing') {
    terminal.warn(`stopped: ${cause?.why ?? ''}. ${saved}`)
    return exitCodes.failed
  }
  terminal.warn(
    `stopped after ${cause.times} samples in a row failed the same way: ${cause.message}. ${saved}`,
  )
  return cause.code === 'refused' ? exitCodes.unreachable : exitCodes.failed
}
