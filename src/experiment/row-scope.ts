import type { SimulationRow } from './simulation-schema.ts'

/** Whose questions a row counts: those of one source, or those of all together. */
export type RowScope = Pick<SimulationRow, 'source' | 'allSources'>

/** The rows that count a question of a source: those of the source, and those of all sources together. */
export function scopesOf(source: string): readonly RowScope[] {
  return [{ source }, { allSources: true }]
}

/** Orders rows by source as the sources came; those of all together come last. */
export function compareScopes(sources: Iterable<string>): (left: RowScope, right: RowScope) => number {
  const order = [...sources]
  const place = ({ source }: RowScope) => (source === undefined ? order.length : order.indexOf(source))
  return (left, right) => place(left) - place(right)
}
