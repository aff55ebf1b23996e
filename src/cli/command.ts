import { exitCodes, MagiError, messageOf, StuckError } from '../ground/errors.ts'
import { fileFix, fileSentence, isFileError } from '../ground/file-error.ts'
import { cleanForTerminal } from '../stream/terminal-text.ts'
import { type OutputWatch, watchOutput } from './terminal/output-watch.ts'
import { type CliProcess, openTerminal, type Terminal, type TerminalFlags } from './terminal/terminal.ts'

/** What a command works with. */
export interface CommandContext {
  readonly cli: CliProcess
  /** The arguments as typed. */
  readonly args: readonly string[]
  readonly terminal: Terminal
  /** Aborts at the first Ctrl-C or termination, and when nobody reads stdout any more; the reason says which. */
  readonly stop: AbortSignal
  /** The command runs until it is stopped from outside: that is no interruption, and its own exit code counts. */
  readonly endsWhenStopped?: (() => void) | undefined
}

/** Does the work of a command; gives its exit code. */
export type Action = (context: CommandContext) => Promise<number>

/**
 * An action whose file is loaded when it runs, so that reading the flags and printing the help load none of what a command works with.
 */
export function loading(load: () => Promise<Action>): Action {
  return async (context) => (await load())(context)
}

/** Runs the action of the command that was named. */
export type RunAction = (action: Action, flags: TerminalFlags & { verbose?: boolean }) => Promise<void>

/** Exit codes of a command that something outside stopped, by the reason of the abort. */
const stopCodes: Readonly<Record<string, number>> = {
  interrupted: exitCodes.interrupted,
  terminated: exitCodes.terminated,
  'closed-stdout': exitCodes.failed,
}

/**
 * Runs the work of one command: signals, errors and their exit codes in one place.
 *
 * The first Ctrl-C asks the work to stop, save and say what it has; the second leaves at once.
 */
export async function runAction(
  action: Action,
  cli: CliProcess,
  flags: TerminalFlags & { verbose?: boolean },
  args: readonly string[] = [],
  output: OutputWatch = watchOutput(cli),
): Promise<number> {
  const terminal = openTerminal(cli, flags, output)
  const stop = new AbortController()
  const off = cli.onSignal((signal) => {
    const [reason, name] = signal === 'SIGINT' ? ['interrupted', 'Ctrl-C'] : ['terminated', signal]
    if (stop.signal.aborted) {
      cli.exit(stopCodes[reason] ?? exitCodes.failed)
      return
    }
    terminal.note(`${terminal.live ? '\n' : ''}${reason}: stopping. ${name} again leaves at once.`)
    stop.abort(reason)
  })
  terminal.outClosed.addEventListener('abort', () => stop.abort('closed-stdout'))
  let endsWhenStopped = false
  const context: CommandContext = {
    ...{ cli, args, terminal, stop: stop.signal },
    endsWhenStopped: () => {
      endsWhenStopped = true
    },
  }
  try {
    const code = await action(context)
    await output.flushed()
    if (endsWhenStopped && stop.signal.reason !== 'closed-stdout') return code
    return stopCodes[String(stop.signal.reason)] ?? code
  } catch (thrown) {
    const stopped = stopCodes[String(stop.signal.reason)]
    if (stopped !== undefined && !(thrown instanceof MagiError)) return stopped
    showError(thrown, terminal, flags.verbose === true)
    if (thrown instanceof StuckError) {
      await output.flushed()
      cli.abandon?.()
    }
    return stopped ?? (thrown instanceof MagiError ? thrown.exitCode : exitCodes.failed)
  } finally {
    off()
  }
}

/** An error as a person reads it: what happened, then what to do. */
export function showError(
  thrown: unknown,
  terminal: Pick<Terminal, 'err' | 'style'>,
  verbose: boolean,
): void {
  const isFile = isFileError(thrown)
  const text = cleanForTerminal(isFile ? fileSentence(thrown) : messageOf(thrown))
  terminal.err(`${terminal.style('red', 'error:')} ${text}\n`)
  const fix = isFile ? fileFix(thrown) : thrown instanceof MagiError ? thrown.fix : undefined
  if (fix !== undefined) terminal.err(`${cleanForTerminal(fix)}\n`)
  if (verbose && thrown instanceof Error && !(thrown instanceof MagiError))
    terminal.err(`${cleanForTerminal(thrown.stack ?? '')}\n`)
}
