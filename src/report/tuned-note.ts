import { drawingMs } from '../experiment/drawing-ms.ts'
import type { Manifest } from '../journal/manifest.ts'
import type { Sample } from '../sample/sample.ts'
import { formatCount, formatMany, formatSpan } from './format.ts'

/** Compares how long a run drew with what `magi tune` had measured; takes every attempt, one after another. */
export class TunedNote {
  readonly #manifest: Pick<Manifest, 'tuned' | 'slots'>
  readonly #spans: Pick<Sample, 'timing'>[] = []
  #tokens = 0

  constructor(manifest: Pick<Manifest, 'tuned' | 'slots'>) {
    this.#manifest = manifest
  }

  add({ timing, tokens }: Pick<Sample, 'timing' | 'tokens'>): void {
    if (this.#manifest.tuned === undefined) return
    const { startedAtMs, elapsedMs } = timing
    if (startedAtMs !== undefined) this.#spans.push({ timing: { startedAtMs, elapsedMs } })
    this.#tokens += tokens.output
  }

  /** A sentence; none where nothing was measured for this run, or nothing was drawn. */
  lines(): string[] {
    const { tuned, slots } = this.#manifest
    const tookMs = drawingMs(this.#spans)
    if (tuned === undefined || tookMs === 0) return []
    const { at, tokensPerSecond } = tuned
    const measured = `at the ${tokensPerSecond.toFixed(1)} tokens a second that magi tune measured on ${at.slice(0, 10)} for ${formatMany(slots, 'slot')}`
    return [
      `drawing ${formatCount(this.#tokens)} tokens took ${formatSpan(tookMs)}; ${measured}, it takes ${formatSpan((1_000 * this.#tokens) / tokensPerSecond)}`,
    ]
  }
}
