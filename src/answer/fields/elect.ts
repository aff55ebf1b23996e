import { type ElectedArray, electArray } from './elect-array.ts'
import type { Elected, ElectionTerms, Elector } from './elected.ts'
import {
  type CountedOption,
  Electorates,
  type Held,
  optionsBy,
  optionsOf,
  pathBelow,
  toldPath,
} from './electorates.ts'
import type { ItemAlignment } from './field-tally.ts'
import { isArray, isObject, type Json, unfit } from './json-value.ts'
import type { Schema } from './schema-keywords.ts'
import type { SchemaNode } from './schema-nodes.ts'

/** From this length on, in most ballots, a text is prose. */
const proseFrom = 80

/** Elects an answer place by place, from the whole down to its leaves. */
export class Election implements Elector {
  readonly electorates = new Electorates()
  readonly alignments: ItemAlignment[] = []
  readonly terms: ElectionTerms

  constructor(terms: ElectionTerms) {
    this.terms = terms
  }

  /**
   * Elects what stands at a place.
   *
   * @param required - Whether a vote waits for it.
   */
  elect(schema: Schema, path: string, required: boolean, ballots: readonly Held[]): Elected {
    const held = ballots.filter(({ value }) => value !== unfit)
    if (held.length === 0) {
      if (ballots.length > 0 && required)
        this.electorates.add({ path: toldPath(path), kind: 'value', required, shown: true }, [])
      return { type: 'absent' }
    }
    const node = this.terms.nodes.node(schema)
    switch (node.type) {
      case 'leaf':
        return this.#leaf(node, path, required, held)
      case 'branches':
        return this.#branch(node, path, required, held)
      case 'object':
        return this.#structure(path, required, held, isObject, (objects) =>
          this.#object(node, path, required, objects),
        )
      default:
        return this.#structure(path, required, held, isArray, (arrays) =>
          this.#array(node, path, required, arrays),
        )
    }
  }

  #leaf(
    { comparison, prose }: Extract<SchemaNode, { type: 'leaf' }>,
    path: string,
    required: boolean,
    held: readonly Held[],
  ): Elected {
    const isProse = comparison === 'text' && (prose ?? isMostlyLong(held))
    if (isProse) {
      return this.#structure(path, false, held, isFilledText, (written) => ({
        type: 'prose',
        path: toldPath(path),
        texts: new Map(written.map(({ ballot, value }) => [ballot, String(value)])),
      }))
    }
    const options = optionsOf(held, comparison, this.terms.classes)
    this.electorates.add({ path: toldPath(path), kind: 'value', required, shown: true }, options)
    return electedValue(options)
  }

  /** Lets the ballots decide whether there is an object, an array or a text at a place; what is in it is elected by those that hold one. */
  #structure<T extends Json>(
    path: string,
    required: boolean,
    held: readonly Held[],
    isSuch: (value: Json | undefined) => value is T,
    within: (held: readonly { readonly ballot: number; readonly value: T }[]) => Elected,
  ): Elected {
    const such = held.flatMap(({ ballot, value }) => (isSuch(value) ? [{ ballot, value }] : []))
    if (such.length === held.length) return within(such)
    const { classes } = this.terms
    const options = optionsBy(held, ({ value }) => (isSuch(value) ? 'such' : classes(value, 'whole')))
    const [first] = options
    const isElected = first !== undefined && such.some(({ ballot }) => ballot === first.ballots[0])
    this.electorates.add(
      { path: toldPath(path), kind: 'value', required, shown: true },
      options.map(withoutInside),
    )
    return isElected ? within(such) : electedValue(options)
  }

  /** Lets the ballots decide which of several shapes an answer has. */
  #branch(
    { branches }: Extract<SchemaNode, { type: 'branches' }>,
    path: string,
    required: boolean,
    held: readonly Held[],
  ): Elected {
    const branchOf = new Map(
      held.map(({ ballot, value }) => [
        ballot,
        value === undefined ? -1 : branches.findIndex((branch) => this.terms.fits(branch, value)),
      ]),
    )
    const { classes } = this.terms
    const options = optionsBy(held, ({ ballot, value }) => {
      const branch = branchOf.get(ballot) ?? -1
      return branch < 0 ? classes(value, 'whole') : `branch ${branch}`
    })
    const elected = branchOf.get(options[0]?.ballots[0] ?? -1) ?? -1
    const branch = branches[elected]
    if (branch === undefined || options.length > 1)
      this.electorates.add({ path: toldPath(path), kind: 'value', required, shown: true }, options)
    if (branch === undefined) return electedValue(options)
    const such = held.filter(({ ballot }) => branchOf.get(ballot) === elected)
    return this.elect(branch, path, required, such)
  }

  #object(
    { properties, additional }: Extract<SchemaNode, { type: 'object' }>,
    path: string,
    required: boolean,
    held: readonly { readonly ballot: number; readonly value: Readonly<Record<string, Json>> }[],
  ): Elected {
    const others = new Set(
      held.flatMap(({ value }) => Object.keys(value).filter((name) => !properties.has(name))),
    )
    const fields = [
      ...[...properties].map(([name, field]) => ({ name, ...field })),
      // What no schema lists has no order of its own.
      ...[...others]
        .sort()
        .map((name) => ({ name, schema: additional ?? true, required: typeof additional === 'object' })),
    ]
    const entries = fields.flatMap(({ name, schema, required: isRequired }) => {
      const below = held.map(({ ballot, value }) => ({
        ballot,
        value: Object.hasOwn(value, name) ? value[name] : undefined,
      }))
      // A field that nobody fills in is nothing to vote on, unless a vote waits for it.
      if (!isRequired && below.every(({ value }) => value === undefined)) return []
      const elected = this.elect(schema, pathBelow(path, name), required && isRequired, below)
      return elected.type === 'absent' ? [] : [[name, elected] as const]
    })
    return { type: 'object', entries }
  }

  #array(
    node: Extract<SchemaNode, { type: 'array' }>,
    path: string,
    required: boolean,
    held: readonly { readonly ballot: number; readonly value: readonly Json[] }[],
  ): Elected {
    const { items, alignment }: ElectedArray = electArray(this, node, path, required, held)
    if (alignment !== undefined) this.alignments.push({ path: toldPath(path), ...alignment })
    return { type: 'array', items }
  }
}

/** The option of a structure without what is in it, which is voted apart. */
function withoutInside({ value, ballots }: CountedOption): CountedOption {
  if (isArray(value)) return { value: [], ballots }
  return { value: isObject(value) ? {} : value, ballots }
}

function electedValue([first]: readonly CountedOption[]): Elected {
  return first?.value === undefined ? { type: 'absent' } : { type: 'value', value: first.value }
}

function isFilledText(value: Json | undefined): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function isMostlyLong(held: readonly Held[]): boolean {
  const long = held.filter(({ value }) => typeof value === 'string' && value.length > proseFrom)
  return long.length > held.length / 2
}
