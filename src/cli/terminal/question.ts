import { createInterface } from 'node:readline/promises'
import type { CommandContext } from '../command.ts'

/**
 * Asks the user at a terminal, and waits for a line.
 *
 * @param question - Cleaned as everything else on the terminal.
 */
export async function ask(
  question: string,
  { cli, terminal, stop }: Pick<CommandContext, 'cli' | 'terminal' | 'stop'>,
): Promise<string> {
  const lines = createInterface({ input: cli.stdin, output: cli.stderr })
  try {
    return await lines.question(terminal.clean(question), { signal: stop })
  } finally {
    lines.close()
  }
}
