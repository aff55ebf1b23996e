import { formatSpan } from '../../report/format.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { CommandContext } from '../command.ts'

/** Between two lines about a wait, in milliseconds. */
const sayEveryMs = 10_000

/** Says every ten seconds what is waited for, until it is stopped; where stderr is a terminal, a spinner or a board says so already. */
export function sayWaiting(
  what: string,
  { terminal, cli }: Pick<CommandContext, 'terminal' | 'cli'>,
): { stop(): void } {
  if (terminal.live || terminal.quiet) return { stop() {} }
  const { clock } = cli
  const startMs = clock.nowMs()
  let cancelTimer: (() => void) | undefined
  const wait = () => {
    cancelTimer = clock.setTimer(() => {
      terminal.note(cleanForTerminal(`${what} for ${formatSpan(clock.nowMs() - startMs)}`))
      wait()
    }, sayEveryMs)
  }
  wait()
  return { stop: () => cancelTimer?.() }
}

/** What a first part may wait for, as it is said. */
export function waitingForFirstPart(model: string): string {
  return `waiting for ${model} to begin (a queue, a load or a long prompt)`
}
