import { builtInDatasets } from '../../experiment/dataset/built-in.ts'
import { exitCodes, UsageError } from '../../ground/errors.ts'
import type { CommandContext } from '../command.ts'
import { withResumeAdvice } from '../draw/resume-advice.ts'
import { beginFromFlags, resumeFromFlags } from './begin.ts'
import { drawAndReport } from './draw.ts'
import type { BenchFlags } from './flags.ts'

/** Begins or resumes an experiment, draws it, and gives the exit code. */
export async function runBenchCommand(
  dataset: string | undefined,
  flags: BenchFlags,
  context: CommandContext,
): Promise<number> {
  if ((dataset === undefined) === (flags.resume === undefined)) {
    throw new UsageError(
      dataset === undefined ? 'There is no dataset.' : 'A resumed run has its dataset already.',
      { fix: `Name one of ${builtInDatasets().join(', ')}, or a file; or resume a run with --resume RUN.` },
    )
  }
  if (flags.resume !== undefined && flags.dryRun) {
    throw new UsageError('A resumed experiment has no dry run.', { fix: 'Leave --dry-run out.' })
  }
  const run =
    flags.resume === undefined
      ? await beginFromFlags(dataset ?? '', flags, context)
      : await resumeFromFlags(flags.resume, flags, context)
  if (typeof run === 'string') {
    context.terminal.out(run)
    return exitCodes.answered
  }
  try {
    return await drawAndReport(run, flags, context)
  } catch (thrown) {
    throw await withResumeAdvice(thrown, run, context)
  } finally {
    await run.close()
  }
}
