import type { CommandContext } from '../command.ts'

/** A spinner with a text at the end of stderr, where that is a terminal; the text is cleaned as everything else there. */
export async function startSpinner(
  text: string,
  { terminal, cli }: Pick<CommandContext, 'terminal' | 'cli'>,
): Promise<{ stop(): void } | undefined> {
  if (!terminal.live) return undefined
  const { default: ora } = await import('ora')
  const spinner = ora({
    text: terminal.clean(text),
    stream: cli.stderr,
    discardStdin: false,
    color: terminal.color ? 'cyan' : false,
  }).start()
  terminal.drawnInPlace(() => spinner.clear())
  return {
    stop() {
      terminal.drawnInPlace()
      spinner.stop()
    },
  }
}
