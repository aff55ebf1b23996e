import type { Command } from 'commander'
import { exitCodes, UsageError } from '../errors.ts'
import type { Action, RunAction } from './command.ts'
import { addDrawFlags, addOutputFlags, givenPrompt, groups } from './flags.ts'
import type { VoteFlags } from './vote-begin.ts'

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
    if (flags.resume !== undefined && (words.length > 0 || flags.file !== undefined)) {
      throw new UsageError('A resumed run has its prompt already.', { fix: 'Leave the prompt out.' })
    }
    const begun =
      flags.resume === undefined
        ? await (await import('./vote-begin.ts')).beginVote(words, flags, context)
        : await (await import('./vote-resume.ts')).resumeVote(flags.resume, flags, context)
    if (begun.type === 'dry-run') {
      context.terminal.out(begun.text)
      return exitCodes.answered
    }
    try {
      return await (await import('./vote-draw.ts')).drawVote(begun, flags, context)
    } catch (thrown) {
      throw await (await import('./resume-advice.ts')).withResumeAdvice(thrown, begun.run, context)
    } finally {
      await begun.run.close()
    }
  }
}
