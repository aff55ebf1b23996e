import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { CommandContext } from '../command.ts'
import type { DrawFlags } from '../flags.ts'
import { beginFromFlags } from './begin.ts'

/** Begins or resumes a vote, draws it, and gives the exit code. */
export async function runVoteCommand(
  words: readonly string[],
  flags: DrawFlags,
  given: CommandContext,
): Promise<number> {
  const own = new AbortController()
  const context: CommandContext = { ...given, stop: AbortSignal.any([given.stop, own.signal]) }
  if (flags.resume !== undefined && (words.length > 0 || flags.file !== undefined)) {
    throw new UsageError('A resumed run has its prompt already.', { fix: 'Leave the prompt out.' })
  }
  const run =
    flags.resume === undefined
      ? await beginFromFlags(words, flags, context)
      : await (await import('./resume.ts')).resumeFromFlags(flags.resume, flags, context)
  if (typeof run === 'string') {
    context.terminal.out(run)
    return exitCodes.answered
  }
  try {
    return await (await import('./draw.ts')).drawAndReport(run, flags, context, (why) => own.abort(why))
  } catch (thrown) {
    throw await (await import('../draw/resume-advice.ts')).withResumeAdvice(thrown, run, context)
  } finally {
    await run.close()
  }
}
