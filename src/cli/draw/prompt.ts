import { UsageError } from '../../ground/errors.ts'
import { readTextFile } from '../../ground/text-file.ts'
import { type CliProcess, readAll } from '../terminal/terminal.ts'

/**
 * The prompt: the words of the command line, or a file, or standard input where neither is given; `-` among the words or for the
 * file stands for standard input too.
 *
 * @throws UsageError where there is none, or a file cannot be read.
 */
export async function readPrompt(
  words: readonly string[],
  file: string | undefined,
  cli: CliProcess,
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
