import { isLoopback } from '../../runtime/host.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Terminal } from './terminal.ts'

/** A host that prompts are sent to, and what named it. */
export interface NamedHost {
  /** As the driver has it: without credentials. */
  readonly url: string
  /** A flag, a variable, a file, or words for another origin, as `Resolved` has it. */
  readonly from: string
}

/**
 * Says on stderr to which host prompts go, where that is not this machine; to be called once a run, before anything is sent.
 *
 * It is said with `--json` too. With `--quiet` it is left out only where this call's own `--host` named the host: what a variable or a file says may be
 * long forgotten.
 */
export function nameHost(
  { url, from }: NamedHost,
  { err, style, quiet }: Pick<Terminal, 'err' | 'style' | 'quiet'>,
): void {
  if (isLoopback(url) || (quiet && from === '--host')) return
  err(`${style('dim', cleanForTerminal(`prompts go to ${url} (${from})`))}\n`)
}
