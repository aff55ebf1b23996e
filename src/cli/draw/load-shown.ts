import { formatSpan } from '../../report/format.ts'
import type { LoadListeners } from '../../run/run.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { CommandContext } from '../command.ts'
import { startSpinner } from '../terminal/spinner.ts'
import { sayWaiting } from './waiting.ts'

/** Loads a model before the first sample, under a spinner where stderr is a terminal. */
export async function loadShown(
  model: string,
  load: (listeners: LoadListeners) => Promise<void>,
  context: CommandContext,
): Promise<void> {
  const { terminal } = context
  const spinner = await startSpinner(`loading ${model}`, context)
  const waiting = sayWaiting(`waiting for ${model} to be loaded`, context)
  try {
    await load({
      onBusy: ({ message }, waitMs) =>
        terminal.note(`${cleanForTerminal(message)}; again in ${formatSpan(waitMs)}`),
    })
  } finally {
    waiting.stop()
    spinner?.stop()
  }
  if (terminal.live) return
  terminal.note(`${cleanForTerminal(model)} is loaded`)
}
