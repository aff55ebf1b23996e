import type { Command } from 'commander'
import { loading, type RunAction } from '../command.ts'
import { addOutputFlags, groups } from '../flags.ts'
import { reportFormats } from './formats.ts'
import type { ReportFlags } from './report.ts'

/** `magi report`: figures of runs and of recorded answers. */
export function addReport(program: Command, run: RunAction): void {
  const command = program
    .command('report')
    .argument('<runs...>', 'run ids, run folders, or files of recorded answers')
    .helpGroup(groups.drawn)
  addOutputFlags(command)
    .summary('pass@k and maj@k with intervals, as text, Markdown, JSON, CSV or HTML')
    .description('Report runs, or files of recorded answers (docs/voting.md), without a model.')
    .option('--format <name>', `${reportFormats.join(', ')} (default: that of the file, else text)`)
    .option(
      '--output <path>',
      'write to a file; - is standard output (default for html on a terminal: a file)',
    )
    .option('-n, --n <number>', 'take only the first N samples of each question')
    .option('-k, --k <list>', 'numbers of samples for pass@k and maj@k, as 1,4,16 (default: every k)')
    .option(
      '--grade-dispute <path>',
      'JSON Lines of {"id","index"?,"answer"?,"correct","reason"} that overrule verdicts',
    )
    .action((names: string[], flags: ReportFlags) =>
      run(
        loading(async () => (await import('./report.ts')).report(names, flags)),
        flags,
      ),
    )
}
