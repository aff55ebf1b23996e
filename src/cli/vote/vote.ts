import type { Command } from 'commander'
import { outcomeNames } from '../../vote/outcome-terms.ts'
import type { Action, RunAction } from '../command.ts'
import {
  addDrawFlags,
  addOutputFlags,
  addPromptFlags,
  type DrawFlags,
  givenPrompt,
  groups,
} from '../flags.ts'
import { addElectorateFlags } from '../policy-flags.ts'

const examples = `
Examples:
  magi vote "How many primes lie between 100 and 200?" -n 16
  magi vote -f problem.txt --answer choice --options A,B,C,D --json
  cat problem.txt | magi vote -n 40 --slots 2 --rule predictive:fast --tie extend
  magi vote --resume 20261122T212843Z-takh

Exit codes: 0 an answer won · 3 a tie, or ${outcomeNames.short} · 4 no sample gave an answer (all: magi --help)`

/** `magi vote`: consensus of N samples. */
export function addVote(program: Command, run: RunAction): void {
  const command = program
    .command('vote')
    .argument('[prompt...]', 'the prompt; - stands for standard input')
    .helpGroup(groups.draw)
    .summary('ask several times, let the answers vote')
    .description(
      'Draw up to N samples, group the answers that say the same, and print the one that wins. The drawing stops early where more samples would hardly change the winner.',
    )
    .optionsGroup('Vote:')
    .option('-n, --n <number>', 'samples to draw at most (default: 16)')
    .option(
      '--rule <name>',
      'when to stop: predictive[:safe|parity|fast|RISK] (default), certain, beta, lead, window or all',
    )
    .option('--min <number>', 'samples to draw before the rule may stop')
    .option(
      '--schedule <name>',
      'eager: keep every slot busy (default); lookahead: draw what one at a time would, and cancel nothing',
    )
    .option('--tie <policy>', 'declare it (default), first: by launch order, or extend: draw on')
    .option('--extend <number>', 'most further samples to break a tie with (default: n)')
  addElectorateFlags(command, 'the winner')
    .option('--salvage', 'let the good fields vote of an answer that does not fit the schema as a whole')
    .option('--allow-identical', 'allow a vote at temperature 0, where all samples are the same')
    .optionsGroup('Run:')
    .option('--slots <number>', 'samples drawn at once (the runtime’s OLLAMA_NUM_PARALLEL; default: 1)')
    .option('--run-dir <folder>', 'folder of this run (default: below the state folder)')
    .option('--resume <run>', 'go on with a run: an id or a folder')
    .optionsGroup('')
    .addHelpText('after', examples)
  addPromptFlags(addDrawFlags(command))
    .optionsGroup('Output:')
    .option('--explain', 'say which rule found each answer, and what joined or parted them')
  addOutputFlags(command).action((words: string[], flags: DrawFlags) => run(vote(words, flags), flags))
}

/** Does the work of `magi vote`. */
export function vote(given: readonly string[], givenFlags: DrawFlags): Action {
  const { words, flags } = givenPrompt(given, givenFlags)
  return async (context) => (await import('./action.ts')).runVoteCommand(words, flags, context)
}
