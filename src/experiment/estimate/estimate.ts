/** A figure measured over problems, with how far it can be trusted. */
export interface Estimate {
  /** The figure itself. */
  readonly mean: number
  /** Standard error, clustered by problem. Absent with a single problem: nothing to compare it with. */
  readonly standardError?: number
  /**
   * 95 % bootstrap percentile interval over problems, low and high: where the figure of other problems of this kind would lie. Absent with a single
   * problem, where every problem has the same value, and for a cost of right answers where more than 2.5 % of the resamples hold no right answer.
   */
  readonly interval?: readonly [number, number]
  /**
   * 95 % interval for these very problems, low and high: where the figure would lie if their samples were drawn anew, as by who repeats a
   * published figure. Given for pass@1 and for maj@k over all samples, where it has a width.
   */
  readonly sameProblems?: readonly [number, number]
  /** Over how many problems. */
  readonly problems: number
}

/** An estimate at a number of samples. */
export interface EstimateAtK extends Estimate {
  readonly k: number
  /** What simulating adds to the standard error. Absent where every value is exact. */
  readonly simulationError?: number
}

/** A figure that is not given, and why. */
export interface AbsentFigure {
  /** Its name, as the field would be called. */
  readonly figure: string
  readonly reason: string
}

/**
 * What one problem adds to a figure that is a ratio of sums: Σ numerator / Σ denominator.
 *
 * A mean over problems has denominator 1 each; a rate over samples has the number of samples; tokens per correct answer have the tokens
 * above and the correct answers below.
 */
export interface Contribution {
  /**
   * What the error clusters by: the problem. Several models on one problem give one cluster, because a hard problem is hard for all of them.
   */
  readonly problem: string
  readonly numerator: number
  readonly denominator: number
}

/** How intervals are drawn. */
export interface Resampling {
  /** Bootstrap draws, at least 1. */
  readonly draws: number
  readonly seed: number
}

/** 2,000 draws put the ends of a 95 % interval within a few hundredths of a standard error. */
export const defaultResampling: Resampling = { draws: 2000, seed: 1 }
