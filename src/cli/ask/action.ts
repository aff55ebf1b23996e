import { exitCodes } from '../../ground/errors.ts'
import { loadAsk, planAsk } from '../../run/ask.ts'
import { readImages } from '../../run/images.ts'
import type { CommandContext } from '../command.ts'
import { answerContext, askedWithSchema, readFormat } from '../draw/answer-flags.ts'
import { loadShown } from '../draw/load-shown.ts'
import { readPrompt } from '../draw/prompt.ts'
import { commandSettings } from '../draw/settings.ts'
import { dryRunText, modelFromSettings, showPlan } from '../draw/show-plan.ts'
import { type DrawFlags, maxAttemptsOf } from '../flags.ts'

/** Draws one sample as the flags say, and gives the exit code. */
export async function runAskCommand(
  words: readonly string[],
  flags: DrawFlags,
  context: CommandContext,
): Promise<number> {
  const { cli, terminal, stop } = context
  const prompt = await readPrompt(words, flags, context)
  const settings = await commandSettings('ask', flags, cli)
  const format = await readFormat(flags.schema, cli.cwd)
  const kind = askedWithSchema(settings.maybe('answer'), flags.schema)
  const question = {
    ...{ settings, prompt, format },
    answer: kind === undefined ? undefined : await answerContext(kind, flags, cli.cwd),
    maxAttempts: maxAttemptsOf(flags),
    images: await readImages(flags.image ?? [], cli.cwd),
  }
  const draft = planAsk(await modelFromSettings(settings, context), question)
  showPlan(draft, settings, flags.verbose === true, context)
  if (flags.dryRun) {
    terminal.out(dryRunText(draft, settings, [draft.seed]))
    return exitCodes.answered
  }
  const world = { clock: cli.clock, signal: stop }
  const { model } = draft
  await loadShown(model.name, (listeners) => loadAsk(draft, world, listeners), context)

  const { drawAndShow } = await import('./draw.ts')
  const thinks = (settings.maybe('think') ?? model.card.thinkByDefault) !== false
  return drawAndShow(
    draft,
    {
      json: flags.json === true,
      hideThinking: settings.get('hideThinking'),
      thinks,
      mayFollow: draft.onTrip !== 'drop',
      verbose: flags.verbose === true,
    },
    context,
  )
}
