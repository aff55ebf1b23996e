import type { StopDecision, StopRule } from '../stop-rule.ts'
import { pendingPlace, type StopState } from '../stop-state.ts'

/**
 * Early-stopping self-consistency: cuts the launch order into windows of `size` samples and stops at the first window in which all
 * say the same. That window's answer is returned, as in the paper, even if another answer has more votes in all; where no window
 * is unanimous, the leader of all N. Abstentions are never unanimous, other than in the authors' code.
 *
 * Source: Li et al. 2024, "Escape Sky-high Cost: Early-stopping Self-Consistency for Multi-step Reasoning" (arXiv 2401.10480).
 *
 * @param size - Samples in a window, a whole number of at least 1; 5 in the paper.
 */
export function windowRule(label: string, size: number): StopRule {
  return {
    label,
    decide: (state) => unanimousWindow(state, size),
    fewest: (state) => fewestToUnanimous(state, size),
  }
}

function unanimousWindow(state: StopState, size: number): StopDecision {
  for (const { places, chosen } of openWindows(state, size))
    if (places.length === size && chosen !== undefined) return { enough: true, chosen }
  return { enough: false }
}

/** The fewest samples missing from a window that can still be unanimous. */
function fewestToUnanimous(state: StopState, size: number): number {
  let fewest = state.asked - state.drawn
  for (const { places, chosen } of openWindows(state, size))
    if (chosen !== undefined || places.length === 0) fewest = Math.min(fewest, size - places.length)
  return fewest
}

/** One window of the launch order. */
interface Window {
  /** Places of those of its samples that ended. */
  readonly places: readonly number[]
  /** The place that all of these have; absent where there are several, or none, or one that abstained. */
  readonly chosen?: number
}

/** The windows at the beginning of a vote that ended without being unanimous: as long as the samples in them stay as they are, none need look. */
interface PassedWindows {
  readonly size: number
  readonly revision: number
  windows: number
}

const passedOf = new WeakMap<StopState['placeOf'], PassedWindows>()

/**
 * The whole windows among the samples asked for that may still be unanimous, up to the first behind which no sample has ended: those behind it are
 * all alike. A vote looks at each of its windows about as often as it has samples.
 */
function* openWindows(state: StopState, size: number): Generator<Window> {
  const { asked, drawn, placeOf } = state
  const passed = passedWindows(state, size)
  let isFirst = true
  let ended = passed.windows * size
  for (let start = ended; start + size <= asked; start += size) {
    const window = windowAt(start, size, placeOf)
    ended += window.places.length
    if (isFirst && window.places.length === size && window.chosen === undefined) passed.windows += 1
    else {
      isFirst = false
      yield window
    }
    // The window after the last sample that ended is yielded too: nothing is in it yet.
    if (window.places.length === 0 && ended >= drawn) return
  }
}

function passedWindows({ placeOf, revision }: StopState, size: number): PassedWindows {
  const none = { size, revision: revision ?? 0, windows: 0 }
  if (revision === undefined) return none
  const known = passedOf.get(placeOf)
  if (known?.size === size && known.revision === revision) return known
  passedOf.set(placeOf, none)
  return none
}

function windowAt(start: number, size: number, placeOf: StopState['placeOf']): Window {
  const places: number[] = []
  for (let index = start; index < start + size; index++) {
    const place = placeOf(index)
    if (place !== pendingPlace) places.push(place)
  }
  const [first = pendingPlace] = places
  const isUnanimous = first >= 0 && places.every((place) => place === first)
  return isUnanimous ? { places, chosen: first } : { places }
}
