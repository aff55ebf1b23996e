import type { DrawFlags } from '../flags.ts'

/** Flags of `magi bench`. */
export interface BenchFlags extends DrawFlags {
  readonly budget?: string[]
  readonly field?: string[]
  readonly format?: string
  readonly limit?: string
  readonly ids?: string
  readonly shuffle?: string
  readonly choiceSeed?: string
  readonly template?: string
}

/** Flags of a single prompt, which a dataset says in their place. */
export const fromDataset: Readonly<Record<string, string>> = {
  ...{ file: '--file', image: '--image', options: '--options' },
}
