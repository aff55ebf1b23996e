import { join } from 'node:path'
import type { Command } from 'commander'
import { exitCodes, UsageError } from '../errors.ts'
import type { AnswerContext, CompareAnswers, FoundAnswer, OpenRun, Sample, VoteOutcome } from '../index.ts'
import type { Action, CommandContext, RunAction } from './command.ts'
import { addDrawFlags, addOutputFlags, givenPrompt, groups } from './flags.ts'
import { beginVote, trackPlanOf, type VoteFlags, type VoteRun } from './vote-begin.ts'
import { resumeVote } from './vote-resume.ts'
import { VoteScreen } from './vote-screen.ts'

type Magi = typeof import('../index.ts')

/** `magi vote`: consensus of N samples. */
export function addVote(program: Command, run: RunAction): void {
  const command = program
    .command('vote')
    .argument('[prompt...]', 'the prompt; - reads standard input')
    .helpGroup(groups.draw)
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
  addOutputFlags(addDrawFlags(command)).action((words: string[], flags: VoteFlags) =>
    run(vote(words, flags), flags),
  )
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
  try {
    await begun.load()
  } catch (thrown) {
    if (stop.aborted) terminal.note(`Nothing was drawn. ${resumeAdvice(magi, run, context)}`)
    throw thrown
  }
  const drawer = await magi.openDrawer(driver, {
    request: begun.request,
    limits: manifest.limits,
    onTrip: manifest.onTrip,
    ...(manifest.maxAttempts === undefined ? {} : { maxAttempts: manifest.maxAttempts }),
    model: begun.model,
    clock: cli.clock,
    random: Math.random,
    signal: stop,
    onNotice: (text) => terminal.warn(text),
  })
  if (drawer.notice !== undefined) terminal.note(drawer.notice)

  const answer = manifest.answer as AnswerContext
  const screen = new VoteScreen(
    magi,
    {
      slots: manifest.slots,
      asked: manifest.n,
      limits: manifest.limits,
      rule,
      verbose: flags.verbose === true,
    },
    context,
  )
  await screen.start()
  const found = new Map<number, FoundAnswer>()
  const note = ({ index, answer }: Sample) => {
    if (answer.type === 'found') found.set(index, { index, value: answer.value, by: answer.by })
  }
  if (flags.explain) earlier.forEach(note)
  let outcome: VoteOutcome
  try {
    outcome = await magi.runVote(
      {
        ...trackPlanOf(magi, manifest, rule),
        problem: 'p1',
        begunAt: new Date(manifest.createdAt),
        slots: manifest.slots,
        retries: drawer.retries,
        answer,
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
        async record(sample) {
          await run.append(sample)
          if (flags.explain) note(sample)
        },
        clock: cli.clock,
        signal: stop,
        earlier,
        onCount: (count, sample) => screen.counted(count, sample),
        onAgain: (sample) => screen.again(sample),
      },
    )
  } finally {
    screen.close()
  }
  if (screen.retries > 0) terminal.note(`${magi.formatMany(screen.retries, 'request')} sent again`)
  return report(magi, begun, outcome, [...found.values()], flags, context)
}

async function report(
  magi: Magi,
  begun: VoteRun,
  outcome: VoteOutcome,
  found: readonly FoundAnswer[],
  flags: VoteFlags,
  context: CommandContext,
): Promise<number> {
  const { terminal } = context
  const { run, rule } = begun
  const { manifest } = run
  const { tally, vote } = outcome
  const result = magi.voteReport(outcome, {
    runId: manifest.runId,
    model: manifest.model,
    rule: rule.label,
  })
  await run.saveResult(result)
  for (const line of magi.voteLines(result, tally)) terminal.note(line)
  if (flags.explain) {
    const compare: CompareAnswers = (a, b) => magi.sameAnswer(a, b, manifest.answer as AnswerContext)
    for (const line of magi.explainedLines(result, found, compare)) terminal.err(`${line}\n`)
  }
  terminal.note(terminal.style('dim', `run ${manifest.runId} in ${run.folder}`))
  if (outcome.break !== undefined) return broken(magi, outcome, run, context)
  terminal.out(flags.json ? `${magi.safeJson(result)}\n` : magi.voteAnswer(result))
  if (vote.type === 'won') return exitCodes.answered
  if (vote.type !== 'no-answers') return exitCodes.noConsensus
  terminal.warn(
    'No sample gave an answer that counts. Look at one with --verbose, allow more with --max-tokens, or name the kind with --answer.',
  )
  return exitCodes.noAnswer
}

/** Says why a vote stopped before its time, and how to go on. */
function broken(magi: Magi, outcome: VoteOutcome, run: OpenRun, context: CommandContext): number {
  const { break: cause, samples } = outcome
  const saved = `${magi.formatMany(samples.drawn, 'sample')} saved. ${resumeAdvice(magi, run, context)}`
  if (cause?.type !== 'failing') {
    context.terminal.warn(`stopped: ${cause?.why ?? ''}. ${saved}`)
    return exitCodes.failed
  }
  context.terminal.warn(
    `stopped after ${cause.times} samples in a row failed the same way: ${cause.message}. ${saved}`,
  )
  return cause.code === 'refused' ? exitCodes.unreachable : exitCodes.failed
}

/** How to go on with a run: by its id where it lies with the others, else by its folder, as a shell takes it. */
function resumeAdvice(magi: Magi, { folder, manifest }: OpenRun, { cli }: CommandContext): string {
  const named = folder === join(magi.runsFolder(cli.env), manifest.runId) ? manifest.runId : folder
  const word = /^[\w@%+=:,./-]+$/.test(named) ? named : `'${named.replaceAll("'", "'\\''")}'`
  return `Go on with: magi vote --resume ${word}`
}
