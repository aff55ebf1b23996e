import { PassThrough, Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { main } from '../../src/cli/main.ts'
import type { CliProcess, Input, Output } from '../../src/cli/terminal/terminal.ts'
import type { Clock } from '../../src/ground/clock.ts'
import { FakeClock } from './fake-clock.ts'
import { emptyFolder } from './folder.ts'
import { ScriptedOllama } from './scripted-ollama.ts'

/** The process around one run of the program. */
export interface CliOptions {
  /** What comes through a pipe; absent: standard input is a terminal at which nobody types. */
  readonly stdin?: string | Uint8Array
  /** Standard input as a pipe that the test writes to. */
  readonly pipe?: Input
  /** Standard input as a terminal at which the test types. */
  readonly terminal?: Input
  /** Over the environment of every test: an empty home and an empty state folder, and nothing else. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** An empty folder unless named. */
  readonly cwd?: string
  /** A clock that stands still unless another is given. */
  readonly clock?: Clock
  /** Whether stdout is a terminal. */
  readonly outIsTerminal?: boolean
  /** Whether stderr is a terminal, and how wide. */
  readonly errIsTerminal?: boolean
  readonly columns?: number
  /** Opens a sandbox; absent: there is none, and nothing is said of it. */
  readonly openSandbox?: CliProcess['openSandbox']
}

/** What a run of the program came to. */
export interface CliResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** What a draw says on the wire. */
export interface WireBody {
  readonly model: string
  readonly messages: readonly {
    readonly role: string
    readonly content: string
    readonly images?: readonly string[]
  }[]
  readonly options: Readonly<Record<string, unknown>>
  readonly [field: string]: unknown
}

/** The bodies of the draws that a runtime was asked for. */
export function bodiesOf(ollama: Pick<ScriptedOllama, 'drawn'>): WireBody[] {
  return ollama.drawn.map(({ body }) => body as WireBody)
}

/** A program that runs. */
export interface RunningCli {
  readonly result: Promise<CliResult>
  /** What was written so far. */
  readonly stdout: string
  readonly stderr: string
  /** Exit codes of calls to leave at once. */
  readonly left: readonly number[]
  /** Folder of the runs. */
  readonly runs: string
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP'): void
  /** From now on writing to stdout fails: as on a pipe that nobody reads, or with another code. */
  closeStdout(code?: string): void
  /** Settles when stderr or stdout holds the text; fails if the program ends without it. */
  shows(text: string): Promise<void>
}

/** A scripted runtime, and the program set up to speak to it; the runtime is closed after the test. */
export async function cliWith(...draws: Parameters<typeof ScriptedOllama.start>): Promise<{
  ollama: ScriptedOllama
  run(args: readonly string[], options?: CliOptions): Promise<CliResult>
  start(args: readonly string[], options?: CliOptions): Promise<RunningCli>
}> {
  const ollama = await ScriptedOllama.start(...draws)
  onTestFinished(() => ollama.close())
  const at = (options: CliOptions = {}): CliOptions => ({
    ...options,
    env: { OLLAMA_HOST: ollama.host, ...options.env },
  })
  return {
    ollama,
    run: (args, options) => runCli(args, at(options)),
    start: (args, options) => startCli(args, at(options)),
  }
}

/** Runs the program in this process and waits for its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const running = await startCli(args, options)
  return running.result
}

/** Starts the program in this process, as a shell would. */
export async function startCli(
  args: readonly string[],
  { stdin, pipe, terminal, env = {}, cwd, clock = new FakeClock(), columns = 100, ...kind }: CliOptions = {},
): Promise<RunningCli> {
  const home = emptyFolder()
  const signals = new Set<(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP') => void>()
  const left: number[] = []
  const watchers = new Set<() => void>()
  const tell = () => {
    for (const watcher of watchers) watcher()
  }
  const out = new Capture(tell, kind.outIsTerminal, columns)
  const err = new Capture(tell, kind.errIsTerminal, columns)
  const fullEnv = { HOME: home, XDG_STATE_HOME: `${home}/state`, XDG_CONFIG_HOME: `${home}/config`, ...env }
  const cli: CliProcess = {
    stdin:
      stdin === undefined
        ? (pipe ?? terminal ?? terminalInput())
        : (Readable.from([Buffer.from(stdin)]) as Input),
    isPiped: () => stdin !== undefined || pipe !== undefined,
    stdout: out as Output,
    stderr: err as Output,
    env: fullEnv,
    cwd: cwd ?? home,
    clock,
    onSignal(listener) {
      signals.add(listener)
      return () => signals.delete(listener)
    },
    exit: (code) => void left.push(code),
    ...(kind.openSandbox === undefined ? {} : { openSandbox: kind.openSandbox }),
  }
  const result = main(args, cli).then((exitCode) => ({ exitCode, stdout: out.text, stderr: err.text }))
  return {
    result,
    left,
    runs: `${fullEnv.XDG_STATE_HOME}/magi/runs`,
    get stdout() {
      return out.text
    },
    get stderr() {
      return err.text
    },
    signal(name) {
      for (const listener of [...signals]) listener(name)
    },
    closeStdout(code = 'EPIPE') {
      out.failure = code
    },
    shows: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!out.text.includes(text) && !err.text.includes(text)) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
        const over = () => reject(new Error(`The program ended without showing "${text}":\n${err.text}`))
        result.then(over, over)
      }),
  }
}

function terminalInput(): Input {
  return Object.assign(new PassThrough(), { isTTY: true })
}

/** A stream that keeps what is written. */
class Capture extends Writable {
  text = ''
  /** Code with which writing fails. */
  failure = ''
  readonly isTTY: boolean
  readonly columns: number | undefined
  readonly #tell: () => void

  constructor(tell: () => void, isTerminal = false, columns: number) {
    super({ decodeStrings: true })
    this.#tell = tell
    this.isTTY = isTerminal
    this.columns = isTerminal ? columns : undefined
  }

  /** What a library may ask of a terminal; nothing is moved, so that all that was written can be read. */
  cursorTo(): boolean {
    return true
  }

  moveCursor(): boolean {
    return true
  }

  clearLine(): boolean {
    return true
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    if (this.failure !== '') {
      done(Object.assign(new Error(`write ${this.failure}`), { code: this.failure }))
      return
    }
    this.text += chunk.toString('utf8')
    this.#tell()
    done()
  }
}
