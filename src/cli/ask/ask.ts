import type { Command } from 'commander'
import type { Action, RunAction } from '../command.ts'
import {
  addDrawFlags,
  addOutputFlags,
  addPromptFlags,
  type DrawFlags,
  givenPrompt,
  groups,
} from '../flags.ts'

const examples = `
Examples:
  magi ask "Why is the sky dark at night?"
  git diff | magi ask "Review this change." --hide-thinking
  magi ask -f problem.txt --answer number --max-thinking-tokens 4000 --json

Exit codes: 0 the model finished · 4 it stopped without an answer, or of another kind than asked for · 7 stopped by a limit (all: magi --help)`

/** `magi ask`: one guarded sample, streamed. */
export function addAsk(program: Command, run: RunAction): void {
  const command = program
    .command('ask')
    .argument('[prompt...]', 'the prompt; - stands for standard input')
    .helpGroup(groups.draw)
    .summary('one guarded sample, streamed')
    .description(
      'Draw one sample: thinking on stderr, the answer on stdout; as it comes on a terminal, and with --on-trip drop.',
    )
    .addHelpText('after', examples)
  addPromptFlags(addDrawFlags(command))
    .optionsGroup('Output:')
    .option('--hide-thinking', 'do not show the thinking')
  addOutputFlags(command).action((words: string[], flags: DrawFlags) => run(ask(words, flags), flags))
}

/** Does the work of `magi ask`. */
export function ask(given: readonly string[], givenFlags: DrawFlags): Action {
  const { words, flags } = givenPrompt(given, givenFlags)
  return async (context) => (await import('./action.ts')).runAskCommand(words, flags, context)
}
