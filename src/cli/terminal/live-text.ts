import type { CommandContext } from '../command.ts'

/** Text that is drawn in place at the end of stderr. */
export interface LiveText {
  /** Replaces what is drawn. */
  (text: string): void
  clear(): void
  done(): void
}

/** Opens the place at the end of stderr where text is drawn over itself; what is drawn is cleaned as everything else on the terminal. */
export async function openLiveText({
  cli,
  terminal,
}: Pick<CommandContext, 'cli' | 'terminal'>): Promise<LiveText> {
  const { createLogUpdate } = await import('log-update')
  const update = createLogUpdate(cli.stderr as NodeJS.WriteStream)
  terminal.drawnInPlace(() => update.clear())
  const draw = (text: string) => update(terminal.clean(text))
  return Object.assign(draw, { clear: () => update.clear(), done: () => update.done() })
}
