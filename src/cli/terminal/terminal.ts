import { styleText } from 'node:util'
import type { Clock } from '../../ground/clock.ts'
import type { OpenedSandbox, SandboxOptions } from '../../sandbox/sandbox.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import { type OutputWatch, watchOutput } from './output-watch.ts'

/** A stream that may be a terminal. */
export type Output = NodeJS.WritableStream & {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
  /** Whether more was written than is read; `drain` follows. */
  readonly writableNeedDrain?: boolean
  /** Bytes that wait to be written. */
  readonly writableLength?: number
}
export type Input = NodeJS.ReadableStream & {
  readonly isTTY?: boolean
  /** Lets the program end though the other side keeps the input open; of the process's own only. */
  unref?(): void
}

/** Everything of the process that a command may touch. Tests bring their own. */
export interface CliProcess {
  readonly stdin: Input
  /** Whether standard input is a pipe or a file: something that another program, or the shell, has put there. */
  readonly isPiped: () => boolean
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly clock: Clock
  /** Calls back for each signal of the kinds that end a program; returns the way to stop listening. */
  onSignal(listener: (signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => void): () => void
  /** Opens the sandbox for programs; absent where nothing is to be started. */
  readonly openSandbox?: (options: SandboxOptions) => Promise<OpenedSandbox>
  /** Leaves at once. */
  exit(code: number): void
  /** Leaves though a call to the system never returns, for which `exit` would wait. */
  abandon?(): void
}

/**
 * How a command speaks: the answer on stdout, everything else on stderr. Whatever it says to a terminal or on stderr goes through one door, which
 * takes out everything that could command a terminal but the styles of `style`, whoever wrote it: a model, a file, a name.
 */
export interface Terminal {
  /** Writes to stdout; false once nobody reads it. */
  readonly out: (text: string) => boolean
  /** A text as it is written to a terminal. */
  readonly clean: (text: string) => string
  /** Writes to stderr. */
  readonly err: (text: string) => void
  /** A line of progress or explanation; silent under `--quiet`. */
  readonly note: (text: string) => void
  /** A line that the user should see; shown under `--quiet` too. */
  readonly warn: (text: string) => void
  readonly style: (style: 'dim' | 'bold' | 'red' | 'yellow' | 'green', text: string) => string
  readonly quiet: boolean
  readonly color: boolean
  /** Whether stderr is a terminal that can be drawn on. */
  readonly live: boolean
  /** Width and height of stderr now: a window may change while it is drawn on. */
  readonly columns: number
  readonly rows: number
  /** Aborts when nobody reads stdout any more. */
  readonly outClosed: AbortSignal
  /** Says how to take away what is drawn in place at the end of stderr, so that other text can go there; nothing: it is gone. */
  drawnInPlace(clear?: () => void): void
}

/** Settings of the terminal that flags change. */
export interface TerminalFlags {
  readonly quiet?: boolean
  /** `false` for `--no-color`. */
  readonly color?: boolean
}

/**
 * The terminal of one command.
 *
 * Colour only where stderr is a terminal, unless `FORCE_COLOR` asks for it; never with `NO_COLOR` (no-color.org), `--no-color` or
 * `TERM=dumb`. Redrawing only on a terminal that is not dumb, and not in CI.
 */
export function openTerminal(
  { stdout, stderr, env }: CliProcess,
  flags: TerminalFlags = {},
  output: OutputWatch = watchOutput({ stdout, stderr }),
): Terminal {
  const quiet = flags.quiet === true
  const dumb = env['TERM'] === 'dumb'
  const forced = isSet(env['FORCE_COLOR']) && env['FORCE_COLOR'] !== '0'
  const color =
    flags.color !== false && !isSet(env['NO_COLOR']) && (forced || (stderr.isTTY === true && !dumb))
  // A terminal that does not know its size (0 columns) cannot be drawn on in place.
  const live = stderr.isTTY === true && stderr.columns !== 0 && !dumb && !isSet(env['CI']) && !quiet
  let clearDrawn: (() => void) | undefined
  const style: Terminal['style'] = (name, text) =>
    color ? styleText(name, text, { validateStream: false }) : text
  const clean = (text: string) => cleanStyled(text, color)
  const err = (text: string) => {
    clearDrawn?.()
    stderr.write(clean(text))
  }
  output.sayFailure = (message) => err(`${style('red', 'error:')} ${cleanForTerminal(message)}\n`)
  return {
    out(text) {
      if (output.closed.aborted) return false
      if (stdout.isTTY === true) clearDrawn?.()
      // A file or another program gets every byte.
      stdout.write(stdout.isTTY === true ? clean(text) : text)
      return true
    },
    clean,
    err,
    note(text) {
      if (!quiet) err(`${text}\n`)
    },
    warn: (text) => err(`${style('yellow', 'warning:')} ${cleanForTerminal(text)}\n`),
    style,
    quiet,
    color,
    live,
    get columns() {
      return stderr.columns || 80
    },
    get rows() {
      return stderr.rows ?? 24
    },
    outClosed: output.closed,
    drawnInPlace(clear) {
      clearDrawn = clear
    },
  }
}

/** The sequences that `style` writes: dim, bold, red, green, yellow, and their ends. */
const ownStyle = /(\u001b\[(?:[12]|3[1239]|22)m)/

/** A text without anything that could command a terminal, but for the styles that are this program's own. */
function cleanStyled(text: string, color: boolean): string {
  if (!color || !text.includes('\u001b')) return cleanForTerminal(text)
  const pieces = text.split(ownStyle)
  return pieces.map((piece, place) => (place % 2 === 1 ? piece : cleanForTerminal(piece))).join('')
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== ''
}
