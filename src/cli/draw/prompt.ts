import { UsageError } from '../../ground/errors.ts'
import { readTextFile } from '../../ground/text-file.ts'
import { formatMany, formatSpan } from '../../report/format.ts'
import type { CommandContext } from '../command.ts'
import { readAll, readPiped } from '../terminal/standard-input.ts'

/** Where a prompt comes from, as the flags say it. */
export interface PromptFlags {
  readonly file?: string
  /** `false` for `--no-stdin`. */
  readonly stdin?: boolean
}

/**
 * The prompt: the words of the command line, or a file, or standard input where neither is given; `-` among the words or for the
 * file stands for standard input too. What was piped in beside words or a file stands before them, and stderr says so.
 *
 * @throws UsageError where there is none, or a file cannot be read.
 */
export async function readPrompt(
  words: readonly string[],
  { file, stdin }: PromptFlags,
  { cli, terminal }: Pick<CommandContext, 'cli' | 'terminal'>,
): Promise<string> {
  if (file !== undefined && words.length > 0 && !words.includes('-')) {
    throw new UsageError('There is a prompt in words and one in a file.', { fix: 'Give one of them.' })
  }
  const pieces: string[] = []
  const input = async () => {
    if (cli.stdin.isTTY === true)
      throw new UsageError('There is no prompt.', {
        fix: 'Write it behind the command, or name a file with -f, or pipe it in.',
      })
    return (await readAll(cli.stdin)).trim()
  }
  const isAsked = file === '-' || words.includes('-') || (file === undefined && words.length === 0)
  if (!isAsked && stdin !== false) {
    const piped = await readPiped(cli)
    if (piped.type === 'silent')
      terminal.note(
        `Standard input is open and held nothing within ${formatSpan(piped.waitedMs)}: it is not read. (- among the words waits for it; --no-stdin leaves it alone)`,
      )
    if (piped.type === 'text' && piped.text.trim() !== '') {
      terminal.note(`+ ${formatMany(piped.bytes, 'byte')} from standard input`)
      pieces.push(piped.text.trim())
    }
  }
  if (file === '-') pieces.push(await input())
  else if (file !== undefined) pieces.push((await readTextFile(file, cli.cwd)).trim())
  const plain: string[] = []
  for (const word of words) {
    if (word !== '-') {
      plain.push(word)
      continue
    }
    pieces.push(...(plain.length > 0 ? [plain.splice(0).join(' ')] : []), await input())
  }
  if (plain.length > 0) pieces.push(plain.join(' '))
  if (pieces.length === 0) pieces.push(await input())
  const prompt = pieces.filter((piece) => piece !== '').join('\n\n')
  if (prompt.trim() === '')
    throw new UsageError('The prompt is empty.', { fix: 'Write it behind the command, or pipe it in.' })
  return prompt
}
