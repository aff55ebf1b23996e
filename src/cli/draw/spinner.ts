import { formatSpan } from '../../report/format.ts'
import type { LoadListeners } from '../../run/run.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { CommandContext } from '../command.ts'
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

/** A spinner with a text, where stderr is a terminal. */
export async function startSpinner(
  text: string,
  { terminal, cli }: CommandContext,
): Promise<{ stop(): void } | undefined> {
  if (!terminal.live) return undefined
  const { default: ora } = await import('ora')
  const spinner = ora({
    text: cleanForTerminal(text),
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
