import type { Sample } from '../../sample/sample.ts'
import type { Retry } from '../../sample/sampler.ts'
import { cleanForTerminal } from '../../stream/terminal-text.ts'
import type { Terminal } from './terminal.ts'

/** Counts the trouble that a run has, and says what each kind of it is, once. */
export class Trouble {
  readonly #terminal: Pick<Terminal, 'note'>
  readonly #sentAgain = new Map<string, number>()
  readonly #told = new Set<string>()

  constructor(terminal: Pick<Terminal, 'note'>) {
    this.#terminal = terminal
  }

  /** A request is sent again. */
  again({ code }: Pick<Retry, 'code'>): void {
    this.#sentAgain.set(code, (this.#sentAgain.get(code) ?? 0) + 1)
  }

  /** How many requests were sent again, by code. */
  get sentAgainBy(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#sentAgain)
  }

  /** `3 requests sent again (2 refused, 1 busy)`; '' where none was. */
  get sentAgain(): string {
    const counts = [...this.#sentAgain]
    const all = counts.reduce((sum, [, count]) => sum + count, 0)
    if (all === 0) return ''
    const causes = counts.map(([code, count]) => `${count} ${code}`).join(', ')
    return `${all} ${all === 1 ? 'request' : 'requests'} sent again (${causes})`
  }

  /** Says why a sample was stopped or failed, for the first one of each kind. */
  ended(label: string, end: Sample['end']): void {
    if (end.type !== 'failed' && end.type !== 'tripped') return
    const kind = end.type === 'failed' ? end.code : end.guard
    if (this.#told.has(kind)) return
    this.#told.add(kind)
    const reason = end.type === 'failed' ? end.message : `${end.guard}: ${end.detail}`
    this.#terminal.note(cleanForTerminal(`${label} ${reason}`))
  }
}
