import type { Option, Command as Program } from 'commander'
import { exitCodes } from '../ground/errors.ts'
import { didYouMean } from '../ground/nearest-name.ts'
import { magiVersion } from '../ground/package-root.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import { type RunAction, runAction } from './command.ts'
import { Command, CommanderError } from './commander.ts'
import { argumentsAsMeant, placeOf } from './habits.ts'
import { watchOutput } from './terminal/output-watch.ts'
import type { CliProcess } from './terminal/terminal.ts'

/** What stands below the help of the program. */
export const exitCodeTable = `
Exit codes: 0 answered · 1 failed · 2 wrong usage or configuration · 3 no consensus · 4 no answer to count ·
5 runtime unreachable · 6 model not installed · 7 stopped by a limit before an answer · 130 interrupted · 143 terminated

Durations are written 500ms, 30s, 10m, 8h. Values come from: flag, environment (MAGI_*), magi.json beside your files,
the user's config.json, preset and profile, default; --dry-run shows where each came from.

More on a command: magi help COMMAND`

type AddCommand = (program: Program, run: RunAction) => void

/** The commands, in the order of the help. Each lies in a file of its own, and only that of the command that is run is loaded. */
const commands: Readonly<Record<string, () => Promise<AddCommand>>> = {
  ask: async () => (await import('./ask/ask.ts')).addAsk,
  vote: async () => (await import('./vote/vote.ts')).addVote,
  bench: async () => (await import('./bench/bench.ts')).addBench,
  serve: async () => (await import('./serve/serve.ts')).addServe,
  report: async () => (await import('./report/commands.ts')).addReport,
  runs: async () => (await import('./runs/commands.ts')).addRuns,
  answers: async () => (await import('./answers/commands.ts')).addAnswers,
  guard: async () => (await import('./answers/commands.ts')).addGuard,
  doctor: async () => (await import('./setup/commands.ts')).addDoctor,
  tune: async () => (await import('./setup/commands.ts')).addTune,
  models: async () => (await import('./setup/commands.ts')).addModels,
  presets: async () => (await import('./setup/commands.ts')).addPresets,
  profiles: async () => (await import('./setup/commands.ts')).addProfiles,
  demo: async () => (await import('./setup/commands.ts')).addDemo,
  completion: async () => (await import('./completion/commands.ts')).addCompletion,
}

/** Commands that list all the others. */
const listAll = ['completion']

/**
 * The commands, without running any.
 *
 * @param named - What the command line names; where that is one command, the others are left out.
 */
export async function buildProgram(run: RunAction, named = ''): Promise<Program> {
  const program = new Command('magi')
    .description(
      'Ask a local reasoning model the same question several times, let the answers vote, and say how sure it is.',
    )
    .version(magiVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .addHelpText('after', exitCodeTable)
  const isAlone = Object.hasOwn(commands, named) && !listAll.includes(named)
  for (const name of isAlone ? [named] : Object.keys(commands)) (await commands[name]?.())?.(program, run)
  setUp(program, 'magi')
  return program
}

/** What holds for every command: among other things, that its help has the flags of its own first and how it speaks last. */
function setUp(command: Program, path: string): void {
  const place = ({ helpGroupHeading }: Option) => (helpGroupHeading === 'Output:' ? 1 : 0)
  const options = command.options as Option[]
  options.sort((left, right) => place(left) - place(right))
  command.helpCommand(false).showHelpAfterError(`(${path} --help shows what there is)`)
  refuseOpposites(command)
  for (const each of command.commands) setUp(each, `${path} ${each.name()}`)
}

/** Flags that cannot both be meant although neither is the other with `no-`. */
const opposites: Readonly<Record<string, string>> = { quiet: 'loudness', verbose: 'loudness' }

/** Refuses two flags that say opposite things: the later one would be taken without a word. */
function refuseOpposites(command: Program): void {
  const said = new Map<string, string>()
  for (const option of command.options as Option[]) {
    const meaning = opposites[option.attributeName()] ?? option.attributeName()
    const flag = option.long ?? option.flags
    command.on(`option:${option.name()}`, () => {
      const before = said.get(meaning) ?? flag
      if (before !== flag) command.error(`error: option '${before}' cannot be used with option '${flag}'`)
      said.set(meaning, flag)
    })
  }
}

/** The arguments with `help vote` as `vote --help`. */
function asFlag(args: readonly string[]): readonly string[] {
  return args[0] === 'help' ? [...args.slice(1), '--help'] : args
}

/** Refuses an unknown command, which commander would take for an argument, or answer with the help of another one. */
function refuseUnknown(program: Program, [first, second]: readonly string[]): void {
  const isWord = (word: string | undefined): word is string => word !== undefined && !word.startsWith('-')
  const refuse = (command: Program, word: string, what: string) => {
    const names = command.commands.map((each) => each.name())
    if (names.includes(word)) return
    const place = what === '' ? placeOf(word) : undefined
    const hint = place === undefined ? didYouMean(word, names) : `(${place})`
    command.error(`error: unknown command '${word}'${what}\n${hint}`.trim())
  }
  if (!isWord(first)) return
  refuse(program, first, '')
  const group = program.commands.find((each) => each.name() === first && each.commands.length > 0)
  if (group !== undefined && isWord(second)) refuse(group, second, ` of magi ${first}`)
}

/** What begins with a dash is taken for an option: where it is an id, `--` in front says so. */
function hintOfDash(text: string): string {
  return text.replace(
    /^(error: unknown option '.*')$/m,
    '$1\n(an id or a prompt that begins with - goes behind --, as: -- -1)',
  )
}

/** How an option of the runtime is written that was given as a flag: `--temperature`, `--num-ctx=8192`. */
async function hintOfOption(text: string): Promise<string> {
  const [line = '', flag = ''] = /^error: unknown option '--([^'=]+)(?:=[^']*)?'$/m.exec(text) ?? []
  if (flag === '') return text
  const name = flag.replaceAll('-', '_')
  const { isRuntimeOption } = await import('../config/runtime-options.ts')
  const { optionElsewhere } = await import('../config/option-pointers.ts')
  const pointer = isRuntimeOption(name) ? `-o ${name}=VALUE` : optionElsewhere(name)
  if (pointer?.split(' ')[0] === `--${flag}`)
    return text.replace(line, `${line}\n(name the command that it is for, as: magi ask ${pointer})`)
  return pointer === undefined ? text : text.replace(line, `${line}\n(write ${pointer})`)
}

/** Reads the arguments, and runs what they name. */
export async function runProgram(words: readonly string[], cli: CliProcess): Promise<number> {
  const output = watchOutput(cli)
  let exitCode: number = exitCodes.answered
  const errors: string[] = []
  const written = asFlag(words)
  let args = written
  const program = await buildProgram(async (action, flags) => {
    exitCode = await runAction(action, cli, flags, args, output)
  }, written[0])
  args = argumentsAsMeant(written, program)
  for (const command of [
    program,
    ...program.commands,
    ...program.commands.flatMap((each) => [...each.commands]),
  ]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => cli.stdout.write(text),
      writeErr: (text) => errors.push(text),
      getOutHelpWidth: () => cli.stdout.columns ?? 100,
      getErrHelpWidth: () => cli.stderr.columns ?? 100,
    })
  }
  try {
    refuseUnknown(program, args)
    if (args.length === 0) program.outputHelp()
    else await program.parseAsync([...args], { from: 'user' })
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown
    exitCode = thrown.exitCode === 0 ? exitCodes.answered : exitCodes.usage
  }
  // What was typed is quoted there.
  if (errors.length > 0) cli.stderr.write(cleanForTerminal(hintOfDash(await hintOfOption(errors.join('')))))
  await output.flushed()
  return output.failed && exitCode === exitCodes.answered ? exitCodes.failed : exitCode
}
