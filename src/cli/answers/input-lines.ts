import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf, UsageError } from '../../ground/errors.ts'
import type { CliProcess, Input } from '../terminal/terminal.ts'

/** One line of an input, without its end, or why it cannot be read. */
export type InputLine = { readonly number: number } & ({ readonly text: string } | { readonly bad: string })

/** Longest line, in bytes: an input without line ends must not fill the memory. */
const longestLine = 64 * 1024 * 1024

const lineFeed = 0x0a

/**
 * The lines of an input, one by one: memory is bounded by the longest line. A line that is too long or not UTF-8 is a value,
 * and those after it are read. A byte order mark, and the carriage return of a line end, are taken off.
 */
export async function* inputLines(input: Input): AsyncGenerator<InputLine, void, undefined> {
  let rest: Buffer[] = []
  let restBytes = 0
  let number = 0
  const finish = (): InputLine => {
    const line = lineOf(++number, rest, restBytes)
    rest = []
    restBytes = 0
    return line
  }
  const keep = (bytes: Buffer) => {
    restBytes += bytes.length
    if (restBytes <= longestLine) rest.push(bytes)
    else rest = []
  }
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    let from = 0
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, from)) {
      keep(bytes.subarray(from, end))
      from = end + 1
      yield finish()
    }
    if (from < bytes.length) keep(bytes.subarray(from))
  }
  if (restBytes > 0) yield finish()
}

function lineOf(number: number, pieces: readonly Buffer[], bytes: number): InputLine {
  if (bytes > longestLine) return { number, bad: `longer than ${longestLine / 1024 / 1024} MB` }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: number > 1 }).decode(
      Buffer.concat(pieces),
    )
    return { number, text: text.endsWith('\r') ? text.slice(0, -1) : text }
  } catch {
    return { number, bad: 'not UTF-8 text' }
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
