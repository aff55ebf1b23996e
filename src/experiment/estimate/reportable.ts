/** How samples were drawn: all of a fixed number, or until a stop rule had enough. */
export type Drawing =
  | { readonly type: 'fixed' }
  | {
      readonly type: 'stopped'
      /** As written: `predictive:0.005`. */
      readonly rule: string
      /** Samples drawn of every problem before the rule may stop, at least 1. */
      readonly min: number
    }

/** Which samples may go into figures that are about samples. */
export type Reportable =
  | { readonly samples: 'all' }
  | {
      readonly samples: 'first'
      readonly first: number
      /** Why not all. */
      readonly reason: string
    }

/**
 * Which samples the figures about samples (pass@k, maj@k, rates, cost of a correct sample) may use.
 *
 * A stop rule looks at the answers: it draws more where answers disagree, so the number of samples depends on their content and a mean over all
 * of them is biased. Only the first `min` samples were drawn whatever was seen. The accuracy of the vote and the cost of the whole run
 * are what the rule is there for; they are always reported.
 */
export function reportable(drawing: Drawing): Reportable {
  if (drawing.type === 'fixed') return { samples: 'all' }
  const { rule, min } = drawing
  return {
    samples: 'first',
    first: min,
    reason:
      `${rule === 'budget' ? 'the budget was spent' : `the rule ${rule} stopped`} by what had been seen, which biases figures over samples: ` +
      `they are given for the first ${min === 1 ? 'sample' : `${min} samples`} of each problem, drawn whatever was seen (draw with --rule all for more)`,
  }
}
