import { Command, CommanderError } from 'commander'
import { exitCodes } from '../errors.ts'
import { addAnswers } from './answers.ts'
import { addAsk } from './ask.ts'
import { addBench } from './bench.ts'
import { type RunAction, runAction } from './command.ts'
import { addCompletion } from './completion.ts'
import { addDemo } from './demo.ts'
import { addDoctor } from './doctor.ts'
import { addGuard } from './guard.ts'
import { addModels, addPresets, addProfiles } from './listings.ts'
import { addReport } from './report.ts'
import { addRuns } from './runs.ts'
import type { CliProcess } from './terminal.ts'
import { magiVersion } from './version.ts'
import { addVote } from './vote.ts'

const exitCodeTable = `
Exit codes: 0 answered · 1 failed · 2 wrong usage or configuration · 3 no consensus · 4 no answer to count ·
5 runtime unreachable · 6 model not installed · 7 stopped by a limit before an answer · 130 interrupted · 143 terminated

Durations are written 500ms, 30s, 10m, 8h. Values come from: flag, environment (MAGI_*), magi.json beside your files,
the user's config.json, preset and profile, default; --dry-run shows where each came from.`

/** The commands, without running any. */
export function buildProgram(run: RunAction): Command {
  const program = new Command('magi')
    .description(
      'Ask a local reasoning model the same question several times, let the answers vote, and say how sure it is.',
    )
    .version(magiVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .showHelpAfterError('(magi --help shows what there is)')
    .addHelpText('after', exitCodeTable)
  for (const add of [
    addAsk,
    addVote,
    addBench,
    addReport,
    addRuns,
    addAnswers,
    addGuard,
    addDoctor,
    addModels,
    addPresets,
    addProfiles,
    addDemo,
    addCompletion,
  ])
    add(program, run)
  return program
}

/** Reads the arguments, and runs what they name. */
export async function runProgram(args: readonly string[], cli: CliProcess): Promise<number> {
  let exitCode: number = exitCodes.answered
  const program = buildProgram(async (action, flags) => {
    exitCode = await runAction(action, cli, flags)
  })
  for (const command of [
    program,
    ...program.commands,
    ...program.commands.flatMap((each) => [...each.commands]),
  ]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => cli.stdout.write(text),
      writeErr: (text) => cli.stderr.write(text),
      getOutHelpWidth: () => cli.stdout.columns ?? 100,
      getErrHelpWidth: () => cli.stderr.columns ?? 100,
    })
  }
  if (args.length === 0) {
    program.outputHelp()
    return exitCodes.answered
  }
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    return thrown.exitCode === 0 ? exitCodes.answered : exitCodes.usage
  }
  return exitCode
}
