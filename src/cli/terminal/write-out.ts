import { once } from 'node:events'
import type { CommandContext } from '../command.ts'

/**
 * Writes to stdout no faster than it is read, so that what is printed never piles up in memory.
 *
 * @returns Whether to go on: false once nobody reads, or the command was asked to stop.
 */
export async function writeOut(
  text: string,
  { cli, terminal, stop }: Pick<CommandContext, 'cli' | 'terminal' | 'stop'>,
): Promise<boolean> {
  if (stop.aborted || !terminal.out(text)) return false
  if (cli.stdout.writableNeedDrain === true) {
    // A reader that goes away never drains: the error, or the stop that follows from it, ends the wait.
    const over = new AbortController()
    const end = () => over.abort()
    stop.addEventListener('abort', end, { once: true })
    terminal.outClosed.addEventListener('abort', end, { once: true })
    await once(cli.stdout, 'drain', { signal: over.signal }).catch(() => undefined)
    stop.removeEventListener('abort', end)
    terminal.outClosed.removeEventListener('abort', end)
  }
  return !stop.aborted && !terminal.outClosed.aborted
}
