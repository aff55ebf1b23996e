import { shellWord } from './run-name.ts'

/**
 * The command as it was typed, to be kept with a run.
 *
 * @param host - What stands in for the value of `--host`, which may hold credentials.
 */
export function commandLine(args: readonly string[], host: string): string {
  const words = args.map((word, at) => {
    if (args[at - 1] === '--host') return host
    return word.startsWith('--host=') ? `--host=${host}` : word
  })
  return ['magi', ...words.map(shellWord)].join(' ')
}
