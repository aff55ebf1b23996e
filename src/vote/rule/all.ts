import type { StopRule } from '../stop-rule.ts'

/** Draws all N samples, whatever the votes say: plain self-consistency (Wang et al. 2022, arXiv 2203.11171). */
export const allRule: StopRule = {
  label: 'all',
  decide: () => ({ enough: false }),
  fewest: ({ asked, drawn }) => asked - drawn,
}
