import { fewestToDecide, type StopRule } from './stop-rule.ts'
import type { StopState } from './stop-state.ts'

/** When samples are launched, given how many slots there are. */
export interface Schedule {
  readonly name: string
  /**
   * How many samples to launch now, after a start or a completion at which the rule did not say enough.
   *
   * @param state - The samples that ended.
   * @param slots - Samples that may be in flight at once, at least 1.
   * @param inFlight - Samples launched that have not ended.
   * @returns A whole number from 0 on. It is at least 1 where nothing is in flight and samples are left.
   */
  howManyMore(rule: StopRule, state: StopState, slots: number, inFlight: number): number
}

/** Keeps every slot busy; what is in flight at the stop is cancelled. Fastest for one person who waits; spends more tokens. */
export const eager: Schedule = {
  name: 'eager',
  howManyMore: (_rule, state, slots, inFlight) => room(state, slots, inFlight),
}

/**
 * Never has more in flight than the fewest that could still decide. Draws exactly the samples that one at a time would have drawn,
 * whatever their finish times; cancels nothing.
 */
export const lookahead: Schedule = {
  name: 'lookahead',
  howManyMore: (rule, state, slots, inFlight) =>
    room(state, Math.min(slots, fewestToDecide(rule, state, slots)), inFlight),
}

/** The schedules by name. */
export const schedules = { eager, lookahead } as const satisfies Record<string, Schedule>

/** A name in the table of schedules. */
export type ScheduleName = keyof typeof schedules

function room({ asked, drawn }: StopState, slots: number, inFlight: number): number {
  return Math.max(0, Math.min(slots, asked - drawn) - inFlight)
}

/**
 * How many samples to ask for, once those asked for have ended: one more as long as the leaders are tied and the policy is `extend`.
 *
 * One at a time, since one vote can break the tie.
 *
 * @param most - Samples that may be asked for in all: N and the extension.
 */
export function askedAfterTie(state: StopState, most: number): number {
  const { asked, drawn, tie, counts } = state
  const [leader, second] = counts
  const tied = leader !== undefined && leader === second
  return tie === 'extend' && tied && drawn >= asked && asked < most ? asked + 1 : asked
}
