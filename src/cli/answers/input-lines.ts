import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf, UsageError } from '../../ground/errors.ts'
import { linesOf, utf8Text, withoutByteOrderMark } from '../../ground/lines.ts'
import type { CliProcess, Input } from '../terminal/terminal.ts'

/** One line of an input, without its end, or why it cannot be read. */
export type InputLine = { readonly number: number } & ({ readonly text: string } | { readonly bad: string })

/** Longest line, in bytes: an input without line ends must not fill the memory. */
const longestLine = 64 * 1024 * 1024

/**
 * The lines of an input, one by one: memory is bounded by the longest line. A line that is too long or not UTF-8 is a value,
 * and those after it are read. A byte order mark, and the carriage return of a line end, are taken off.
 */
export async function* inputLines(input: Input): AsyncGenerator<InputLine, void, undefined> {
  for await (const { line: number, bytes, isTooLong } of linesOf(input, { longestLine })) {
    const text = isTooLong ? undefined : utf8Text(bytes)?.replace(/\r$/, '')
    if (isTooLong) yield { number, bad: `longer than ${longestLine / 1024 / 1024} MB` }
    else if (text === undefined) yield { number, bad: 'not UTF-8 text' }
    else yield { number, text: number === 1 ? withoutByteOrderMark(text) : text }
  }
}

/**
 * Standard input, or a file that the user named.
 *
 * @param file - A path; standard input where it is absent or `-`.
 * @param wanted - What should come in, for the message where nobody gives it: `the text`.
 * @throws UsageError where standard input is a terminal.
 */
export function openInput(file: string | undefined, wanted: string, { stdin, cwd }: CliProcess): Input {
  if (file !== undefined && file !== '-') return createReadStream(resolve(cwd, file))
  if (stdin.isTTY !== true) return stdin
  throw new UsageError(`There is no input: ${wanted} is read from standard input.`, {
    fix: 'Pipe it in, or redirect a file: < FILE.',
  })
}

/** What reading an input threw, in the user's words. */
export function inputError(thrown: unknown, file: string | undefined): unknown {
  if (thrown instanceof Error && 'syscall' in thrown) {
    return new UsageError(`${file ?? 'Standard input'} cannot be read: ${messageOf(thrown)}.`, {
      fix: 'Name a file that is there and may be read.',
      cause: thrown,
    })
  }
  return thrown
}
