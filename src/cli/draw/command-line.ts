import { shellWord } from './run-name.ts'

/** What may stand behind the address of a host. */
const wordsOfHost = /(?:,\s*(?:slots|model)\s*=[^,@]*)+$/

/**
 * The command as it was typed, to be kept with a run.
 *
 * @param hosts - What stands in for the values of `--host`, which may hold credentials: in the order of the hosts.
 */
export function commandLine(args: readonly string[], hosts: readonly string[]): string {
  let given = 0
  const shown = (word: string) => {
    const host = hosts[given] ?? hosts[0] ?? ''
    given += 1
    return `${host}${wordsOfHost.exec(word)?.[0] ?? ''}`
  }
  const words = args.map((word, at) => {
    if (args[at - 1] === '--host') return shown(word)
    return word.startsWith('--host=') ? `--host=${shown(word)}` : word
  })
  return ['magi', ...words.map(shellWord)].join(' ')
}
