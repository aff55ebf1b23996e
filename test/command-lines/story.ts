import { demoRun } from '../../src/demo/coin-samples.ts'
import type { CliOptions } from '../support/run-cli.ts'

/** Command lines that are typed one after another, in one folder and on one runtime, and written down together. */
export interface Story {
  /** Name of the golden file. */
  readonly name: string
  /** Files in the story's folder, by their path there: `here/` is the working folder, `config/` and `state/` the user's. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  /** Samples that the embedded runtime plays at once; 1 where absent. */
  readonly slots?: number
  /** Command lines that are typed before and not written down: other stories tell of them. */
  readonly before?: readonly CommandLine[]
  readonly lines: readonly CommandLine[]
}

/** One command line, and what is around it. */
export interface CommandLine
  extends Pick<CliOptions, 'stdin' | 'env' | 'outIsTerminal' | 'errIsTerminal' | 'columns'> {
  /** `$PWD` is the working folder, as in a shell. */
  readonly args: readonly string[]
  /** Lines that are typed at a terminal. */
  readonly types?: string
  /** Changes files of the story's folder before: their new content from the old one ('' where there was none), `undefined` to remove. */
  readonly edits?: Readonly<Record<string, (content: string) => string | undefined>>
  /** What happens while the program runs. */
  readonly meanwhile?: Meanwhile
  /** What is written down beside the exit code: what is printed, or standard output alone; absent: that, and every file that changed. */
  readonly compares?: 'printed' | 'stdout'
}

/** What happens to a program while it runs. */
export interface Meanwhile {
  /** When it happens, in milliseconds from the start: the runtime plays a token every 4 ms, from the first on. */
  readonly atMs?: number
  /** Happens instead as soon as this is shown, where no tokens are played. */
  readonly shown?: string
  /** A signal, or how long the runtime says nothing in the sample that it plays, in milliseconds. */
  readonly event: 'SIGINT' | 'SIGTERM' | 'SIGHUP' | number
}

/** For a command line that differs from another only in what it prints. */
export const printed = { compares: 'printed' } as const

/**
 * A command line as it is typed.
 *
 * @param words - Its words divided by spaces.
 * @param more - What is around it; `args` are words that hold spaces, and come last.
 */
export function line(words: string, more: Partial<CommandLine> = {}): CommandLine {
  const plain = words.split(' ').filter((word) => word !== '')
  return { ...more, args: [...plain, ...(more.args ?? [])] }
}

/**
 * A command line that asks the demo's own problem. By seed the embedded runtime answers it with 1/2, a loop, a stream that breaks,
 * 0.5, 3/8, 1/2, 1/2, 1/2, and then the same again.
 */
export function coin(words: string, more: Partial<CommandLine> = {}): CommandLine {
  return line(words, { ...more, args: [demoRun.prompt] })
}
