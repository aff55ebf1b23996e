import { alignColumns } from '../../report/columns.ts'
import { formatCount, formatMany, formatSpan } from '../../report/format.ts'
import { type SlotRate, voteMs } from '../../tune/slot-curve.ts'
import type { Tuning } from './tuning.ts'

const gibibyte = 2 ** 30
const gib = (bytes: number) => `${(bytes / gibibyte).toFixed(1)} GiB`

/** Samples of the votes whose times are told. */
export const votesOf = [16, 64] as const

/** The table of what was measured: a line for each number of slots. */
export function rateLines(tuning: Pick<Tuning, 'rates' | 'tokensPerSample'>): string[] {
  const { rates, tokensPerSample } = tuning
  const voteTime = (slots: number, n: number) => formatSpan(voteMs(rates, { slots, n, tokensPerSample }))
  const rows = rates.map((rate) => [
    `${rate.slots}`,
    `${rate.sideBySide}`,
    rate.tokensPerSecond.toFixed(1),
    rate.slowest === rate.fastest ? '' : `${rate.slowest.toFixed(1)}–${rate.fastest.toFixed(1)}`,
    (rate.tokensPerSecond / Math.min(rate.slots, rate.sideBySide)).toFixed(1),
    formatSpan(rate.firstPartMs),
    ...votesOf.map((n) => voteTime(rate.slots, n)),
  ])
  const header = ['slots', 'side by side', 'tokens/s', 'spread', 'of a sample', 'first part']
  return alignColumns([[...header, ...votesOf.map((n) => `vote of ${n}`)], ...rows])
}

/** What follows from the table, in sentences. */
export function conclusionLines(tuning: Tuning): string[] {
  const { rates, best, tokensPerSample } = tuning
  const alone = rates[0]
  const gain =
    alone === undefined || best.slots === 1
      ? ''
      : `, ${(best.tokensPerSecond / alone.tokensPerSecond).toFixed(1)} times what one slot draws`
  return [
    `best: ${formatMany(best.slots, 'slot')}, ${best.tokensPerSecond.toFixed(1)} tokens a second${gain}; ${beyond(tuning)}`,
    `times: for samples of ${formatCount(tokensPerSample)} tokens (assumed: --sample-tokens), at the measured rates`,
    ...notServed(rates),
    ...shortSamples(tuning),
  ]
}

/** Why not more than the best. */
function beyond({ rates, best }: Pick<Tuning, 'rates' | 'best'>): string {
  const next = rates.find(({ slots }) => slots > best.slots)
  if (next === undefined) return 'more were not measured (--max-slots)'
  return next.sideBySide < next.slots ? 'more wait in the queue of the runtime' : 'more bring less than 5 %'
}

function notServed(rates: readonly SlotRate[]): string[] {
  const last = rates.at(-1)
  if (last === undefined || last.sideBySide >= last.slots) return []
  return [
    `the runtime serves ${last.sideBySide} at once, and lets the others wait: start it with OLLAMA_NUM_PARALLEL=${last.slots} and run magi tune again`,
  ]
}

/** A rate over a few tokens says little. */
function shortSamples({ rates, tokens }: Pick<Tuning, 'rates' | 'tokens'>): string[] {
  const short = rates.find((rate) => rate.tokens < tokens / 2)
  if (short === undefined) return []
  return [
    `rough: the model ended its samples after ${formatCount(short.tokens)} of ${formatCount(tokens)} tokens; a model that writes more tells more`,
  ]
}

/** Memory as the runtime tells it, and what would free some, as reckoned. */
export function memoryLines({ memory, best }: Pick<Tuning, 'memory' | 'best'>): string[] {
  const { loadedBytes, gpuBytes, cacheBytesPerToken, window, slotsServed } = memory
  const share = gpuBytes === undefined || loadedBytes === undefined ? undefined : gpuBytes / loadedBytes
  const where =
    share === undefined ? 'where it lies is not told' : `${Math.round(100 * share)} % of it on the GPU`
  const loaded = loadedBytes === undefined ? [] : [`memory: ${gib(loadedBytes)} loaded, ${where} (measured)`]
  if (cacheBytesPerToken === undefined) return loaded
  const slots = Math.max(slotsServed, best.slots)
  const ofSlot = cacheBytesPerToken * window
  return [
    ...loaded,
    `a slot takes ${gib(ofSlot)} of cache for its window of ${formatCount(window)} tokens (reckoned, 16-bit cache); ${formatMany(slots, 'slot')}: ${gib(ofSlot * slots)}`,
    'to free memory for more slots (reckoned):',
    `  OLLAMA_KV_CACHE_TYPE=q8_0 with OLLAMA_FLASH_ATTENTION=1: ${gib((ofSlot * slots) / 2)}`,
    `  a window of half the size, -o num_ctx=${Math.floor(window / 2)}: ${gib((ofSlot * slots) / 2)}`,
    ...(slots > 1 ? [`  one slot less, OLLAMA_NUM_PARALLEL=${slots - 1}: ${gib(ofSlot)}`] : []),
    '  OLLAMA_FLASH_ATTENTION=1 alone: the buffers of the attention; how much is not told',
  ]
}
