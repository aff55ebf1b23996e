import { riskOfChange, votesOf } from '../risk.ts'
import type { StopRule } from '../stop-rule.ts'
import type { StopState } from '../stop-state.ts'

/** The largest risk at which to stop, for N samples asked. */
export type RiskLimit = (asked: number) => number

/**
 * The named limits.
 *
 * `safe`: 99.9 % of votes as with all samples, on recorded runs at N = 8, 16 and 40. `fast`: above 99 % on the worst of ten sources at
 * N = 40. `parity`: the agreement of Adaptive-Consistency at 0.95 at every N, for 3 to 5 % fewer samples.
 */
export const riskLimits = {
  safe: () => 0.005,
  fast: () => 0.016,
  parity: (asked) => asked / 4000,
} as const satisfies Record<string, RiskLimit>

/**
 * Predictive majority: stops when one answer leads alone and the chance that drawing all N samples would make another one the
 * winner is at most the limit. See `riskOfChange` for the model.
 */
export function predictiveRule(label: string, limit: RiskLimit): StopRule {
  return {
    label,
    mostRisk: limit,
    decide(state) {
      const most = limit(state.asked)
      return { enough: leadsAlone(state) && riskOfChange(votesOf(state), 0, most) <= most }
    },
  }
}

function leadsAlone({ counts: [leader, second = 0] }: StopState): boolean {
  return leader !== undefined && leader > second
}
