import { randomInt } from 'node:crypto'
import type { Command } from 'commander'
import { exitCodes } from '../../ground/errors.ts'
import type { Action, RunAction } from '../command.ts'
import { answerContext, askedWithSchema, readFormat } from '../draw/answer-flags.ts'
import { dryRunText, load, openModel } from '../draw/open-model.ts'
import { readPrompt } from '../draw/prompt.ts'
import { commandSettings } from '../draw/settings.ts'
import { addDrawFlags, addOutputFlags, type DrawFlags, givenPrompt, groups, maxAttemptsOf } from '../flags.ts'

const examples = `
Examples:
  magi ask "Why is the sky dark at night?"
  git diff | magi ask "Review this change:" - --hide-thinking
  magi ask -f problem.txt --answer number --max-thinking-tokens 4000 --json

Exit codes: 0 the model finished · 4 no answer of the kind asked for · 7 stopped by a limit (all: magi --help)`

/** `magi ask`: one guarded sample, streamed. */
export function addAsk(program: Command, run: RunAction): void {
  const command = program
    .command('ask')
    .argument('[prompt...]', 'the prompt; - reads standard input')
    .helpGroup(groups.draw)
    .summary('one guarded sample, streamed')
    .description('Draw one sample: thinking on stderr, the answer on stdout as it comes.')
    .addHelpText('after', examples)
  addDrawFlags(command).optionsGroup('Output:').option('--hide-thinking', 'do not show the thinking')
  addOutputFlags(command).action((words: string[], flags: DrawFlags) => run(ask(words, flags), flags))
}

export function ask(given: readonly string[], givenFlags: DrawFlags): Action {
  const { words, flags } = givenPrompt(given, givenFlags)
  return async (context) => {
    const { cli, terminal } = context
    const prompt = await readPrompt(words, flags.file, cli)
    const settings = await commandSettings('ask', flags, cli)
    const format = await readFormat(flags.schema, cli.cwd)
    const asked = askedWithSchema(settings.maybe('answer'), flags.schema)
    const attempts = maxAttemptsOf(flags)
    const answerAsked = asked === undefined ? undefined : await answerContext(asked, flags, cli.cwd)
    const opened = await openModel(settings, flags, prompt, { instruct: false, format }, context)
    const { driver, plan } = opened
    const seed = settings.maybe('seed') ?? randomInt(2 ** 31)
    if (flags.dryRun) {
      terminal.out(dryRunText(opened, settings, [seed], driver.host))
      return exitCodes.answered
    }
    await load({ driver, request: plan.request }, settings.get('loadTimeout'), context)

    const { drawAndShow } = await import('./draw.ts')
    const hideThinking = settings.get('hideThinking')
    const thinks = (settings.maybe('think') ?? opened.model.card.thinkByDefault) !== false
    const onTrip = settings.get('onTrip')
    return drawAndShow(
      { ...opened, seed, onTrip, ...attempts, ...(answerAsked === undefined ? {} : { answerAsked }) },
      { json: flags.json === true, hideThinking, thinks, verbose: flags.verbose === true },
      context,
    )
  }
}
