import type { FieldClasses } from './field-class.ts'
import type { FieldCount, FieldOption } from './field-tally.ts'
import { type Json, jsonText } from './json-value.ts'
import type { Comparison } from './schema-nodes.ts'

/** What one ballot holds at a place; `undefined` where it holds nothing. */
export interface Held {
  readonly ballot: number
  readonly value: Json | undefined
}

/** An option of a field while it is counted. */
export interface CountedOption {
  /** What is elected with it. */
  readonly value: Json | undefined
  /** Ascending. */
  readonly ballots: readonly number[]
}

/** Votes on the options of a field: each class of values is one. The most votes first, of equals the smallest ballot. */
export function optionsOf(
  held: readonly Held[],
  comparison: Comparison,
  classes: FieldClasses,
): CountedOption[] {
  return optionsBy(held, ({ value }) => classes(value, comparison))
}

interface Gathered {
  readonly ballots: number[]
  /** By its text, how often it was written. */
  readonly spellings: Map<string, [Json | undefined, number]>
}

/** Votes on options that a function tells apart. */
export function optionsBy(held: readonly Held[], classOf: (held: Held) => string): CountedOption[] {
  const byClass = new Map<string, Gathered>()
  for (const each of held) {
    const name = classOf(each)
    const option: Gathered = byClass.get(name) ?? { ballots: [], spellings: new Map() }
    byClass.set(name, option)
    option.ballots.push(each.ballot)
    const spelling = each.value === undefined ? '' : jsonText(each.value)
    const [value, count] = option.spellings.get(spelling) ?? [each.value, 0]
    option.spellings.set(spelling, [value, count + 1])
  }
  return [...byClass.values()]
    .map(({ ballots, spellings }) => ({ value: mostFrequent(spellings), ballots: ballots.sort(ascending) }))
    .sort(byVotes)
}

/** Most votes first; of equals the one that the smallest ballot said. */
export function byVotes(left: CountedOption, right: CountedOption): number {
  return right.ballots.length - left.ballots.length || (left.ballots[0] ?? 0) - (right.ballots[0] ?? 0)
}

function mostFrequent(spellings: ReadonlyMap<string, readonly [Json | undefined, number]>): Json | undefined {
  const [first] = [...spellings].sort(
    ([left, [, leftCount]], [right, [, rightCount]]) =>
      rightCount - leftCount || left.length - right.length || (left < right ? -1 : 1),
  )
  return first?.[1][0]
}

/** Gathers the electorates of a vote, and how often each ballot agrees with what is elected. */
export class Electorates {
  readonly counts: FieldCount[] = []
  /** Fields in which each ballot agrees with what is elected, by its number. */
  readonly agreements = new Map<number, number>()

  /** Adds an electorate; what is elected comes first among the options. */
  add(
    { path, kind, required, shown }: Pick<FieldCount, 'path' | 'kind' | 'required' | 'shown'>,
    options: readonly CountedOption[],
  ): void {
    const told = options.map(
      ({ value, ballots }): FieldOption => ({
        ...(value === undefined ? {} : { value: jsonText(value) }),
        samples: ballots,
      }),
    )
    const ballots = options.reduce((sum, option) => sum + option.ballots.length, 0)
    this.counts.push({ path, kind, required, options: told, ballots, shown })
    if (kind === 'newcomer') return
    for (const ballot of options[0]?.ballots ?? [])
      this.agreements.set(ballot, (this.agreements.get(ballot) ?? 0) + 1)
  }

  /** The ballot that agrees in most fields, of equals the smallest number. */
  closest(ballots: Iterable<number>): number | undefined {
    let best: number | undefined
    for (const ballot of ballots) {
      const [count, most] = [this.agreements.get(ballot) ?? 0, this.agreements.get(best ?? -1) ?? -1]
      if (best === undefined || count > most || (count === most && ballot < best)) best = ballot
    }
    return best
  }
}

export function ascending(left: number, right: number): number {
  return left - right
}

/** The path of a field below another: `parties[0].name`, `["odd key"]`. */
export function pathBelow(path: string, name: string): string {
  if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name)) return `${path}[${JSON.stringify(name)}]`
  return path === '' ? name : `${path}.${name}`
}

/** The path as it is told: the whole answer has a name too. */
export function toldPath(path: string): string {
  return path === '' ? '$' : path
}
