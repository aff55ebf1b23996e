import { readImages } from '../../run/images.ts'
import type { VoteRun } from '../../run/opened-vote.ts'
import { beginVote, planVote, voteWish } from '../../run/vote-run.ts'
import type { CommandContext } from '../command.ts'
import { answerContext, askedWithSchema, readFormat } from '../draw/answer-flags.ts'
import { originOf } from '../draw/origin.ts'
import { readPrompt } from '../draw/prompt.ts'
import { commandSettings } from '../draw/settings.ts'
import { dryRunText, modelFromSettings, showPlan } from '../draw/show-plan.ts'
import { type DrawFlags, maxAttemptsOf } from '../flags.ts'

/** Begins a vote as the flags say: model, run folder. With `--dry-run` nothing is made, and the text says what would be. */
export async function beginFromFlags(
  words: readonly string[],
  flags: DrawFlags,
  context: CommandContext,
): Promise<VoteRun | string> {
  const { cli, stop } = context
  const prompt = await readPrompt(words, flags, context)
  const settings = await commandSettings('vote', flags, cli)
  const format = await readFormat(flags.schema, cli.cwd)
  const kind = askedWithSchema(settings.get('answer'), flags.schema) ?? 'auto'
  const wish = voteWish({
    ...{ settings, prompt, format },
    answer: { kind, ...(await answerContext(kind, flags, cli.cwd)) },
    maxAttempts: maxAttemptsOf(flags),
    images: await readImages(flags.image ?? [], cli.cwd),
  })
  const draft = planVote(await modelFromSettings(settings, context), wish)
  showPlan(draft, settings, flags.verbose === true, context)
  if (flags.dryRun) return dryRunText(draft, settings, draft.seeds)
  return beginVote(draft, originOf(settings, draft, context), {
    clock: cli.clock,
    signal: stop,
  })
}
