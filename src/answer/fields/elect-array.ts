import { alignByKey, alignItems, type HeldItem, type Slot } from './align-items.ts'
import type { Elected, Elector } from './elected.ts'
import { ascending, type CountedOption, optionsOf, toldPath } from './electorates.ts'
import type { ItemAlignment } from './field-tally.ts'
import { featuresOf } from './item-features.ts'
import { findKey, keyOf } from './item-key.ts'
import { type Json, unfit } from './json-value.ts'
import type { SchemaNode } from './schema-nodes.ts'

/** What is elected of an array. */
export interface ElectedArray {
  readonly items: readonly Elected[]
  /** How its items were told apart; absent where they are values, which are compared as such. */
  readonly alignment?: Omit<ItemAlignment, 'path'>
}

/** Most elements or items told that did not get in, those with most votes: in a large vote nearly every error is another one. */
const mostOutside = 200

type ArrayNode = Extract<SchemaNode, { type: 'array' }>

interface HeldArray {
  readonly ballot: number
  readonly value: readonly Json[]
}

/** An element or an item of an array, and who holds it. */
interface Candidate {
  readonly value: Json
  readonly ballots: readonly number[]
  /** Median of its places. */
  readonly place: number
  readonly key: string
}

/**
 * Elects the elements or items of an array: each is in when more than half of the ballots hold it, in the order of the median of its places. Values
 * that are there several times are as often in as more than half of the ballots hold them so often, which is what the median says.
 */
export function electArray(
  election: Elector,
  node: ArrayNode,
  path: string,
  required: boolean,
  held: readonly HeldArray[],
): ElectedArray {
  const { nodes } = election.terms
  const ofItems = nodes.node(node.items)
  // Nobody knows what is still to come: that something new could get in is part of the risk.
  election.electorates.add({ path: toldPath(`${path}[]`), kind: 'newcomer', required, shown: false }, [
    { value: undefined, ballots: held.map(({ ballot }) => ballot).sort(ascending) },
  ])
  return ofItems.type === 'leaf'
    ? { items: electElements(election, { node, path, required, held }) }
    : electItems(election, { node, path, required, held })
}

interface ArrayPlace {
  readonly node: ArrayNode
  readonly path: string
  readonly required: boolean
  readonly held: readonly HeldArray[]
}

function electElements(election: Elector, { node, path, required, held }: ArrayPlace): Elected[] {
  const { nodes, classes } = election.terms
  const ofItems = nodes.node(node.items)
  const comparison = ofItems.type === 'leaf' ? ofItems.comparison : 'whole'
  const holders = new Map<
    string,
    { key: string; members: { ballot: number; value: Json; position: number }[] }
  >()
  for (const { ballot, value: elements } of held) {
    const copies = new Map<string, number>()
    for (const [position, value] of elements.entries()) {
      if (value === unfit) continue
      const key = classes(value, comparison)
      const copy = copies.get(key) ?? 0
      copies.set(key, copy + 1)
      if (node.isSet && copy > 0) continue
      const name = `${key} #${copy}`
      const candidate = holders.get(name) ?? { key: name, members: [] }
      holders.set(name, candidate)
      candidate.members.push({ ballot, value, position })
    }
  }
  const candidates = [...holders.values()].map(({ key, members }): Candidate => {
    const [option] = optionsOf(members, comparison, classes)
    return {
      key,
      value: option?.value ?? null,
      ballots: members.map(({ ballot }) => ballot).sort(ascending),
      place: median(members.map(({ position }) => position)),
    }
  })
  const { inside } = decide(election, { path, required, held }, candidates)
  return inside.map(({ value }) => ({ type: 'value', value }))
}

function electItems(election: Elector, { node, path, required, held }: ArrayPlace): ElectedArray {
  const { terms } = election
  const ballots = held.map(({ ballot, value }) =>
    value.flatMap((item, position): HeldItem[] =>
      item === unfit ? [] : [{ ballot, item, position, features: featuresOf(item, node.items, terms) }],
    ),
  )
  const found = node.key === undefined ? findKey(ballots, node.items, terms) : undefined
  const key = node.key ?? found
  const slots =
    key === undefined
      ? alignItems(ballots)
      : alignByKey(ballots, (item) => keyOf(item, key, node.items, terms))
  const bySlot = new Map(slots.map((slot) => [candidateOf(slot), slot] as const))
  const { inside } = decide(election, { path, required, held }, [...bySlot.keys()])
  const items = inside.map((candidate, at) => {
    const members = bySlot.get(candidate) ?? []
    const within = members.map(({ ballot, item }) => ({ ballot, value: item }))
    return election.elect(node.items, `${path}[${at}]`, required, within)
  })
  const by = node.key !== undefined ? 'schema' : found !== undefined ? 'found' : 'matched'
  return { items, alignment: key === undefined ? { by } : { by, key: [...key] } }
}

function candidateOf(slot: Slot): Candidate {
  const [first] = [...slot].sort((left, right) => left.ballot - right.ballot)
  return {
    value: first?.item ?? null,
    ballots: slot.map(({ ballot }) => ballot).sort(ascending),
    place: median(slot.map(({ position }) => position)),
    key: [...slot].map(({ features }) => features.key).sort()[Math.floor(slot.length / 2)] ?? '',
  }
}

/** Lets the ballots decide which candidates are in, and in which order. */
function decide(
  election: Elector,
  { path, required, held }: Omit<ArrayPlace, 'node'>,
  candidates: readonly Candidate[],
): { readonly inside: readonly Candidate[] } {
  const isIn = ({ ballots }: Candidate) => ballots.length > held.length / 2
  const inOrder = [...candidates].sort(
    (left, right) => left.place - right.place || (left.key < right.key ? -1 : left.key > right.key ? 1 : 0),
  )
  const inside = inOrder.filter(isIn)
  const outside = inOrder
    .filter((candidate) => !isIn(candidate))
    .sort((left, right) => right.ballots.length - left.ballots.length)
    .slice(0, mostOutside)
  const add = (candidate: Candidate, at: string) => {
    const holders = new Set(candidate.ballots)
    const without = held.flatMap(({ ballot }) => (holders.has(ballot) ? [] : [ballot])).sort(ascending)
    const options: CountedOption[] = [{ value: candidate.value, ballots: candidate.ballots }]
    if (without.length > 0) options.push({ value: undefined, ballots: without })
    if (!isIn(candidate)) options.reverse()
    election.electorates.add({ path: `${path}[${at}]`, kind: 'member', required, shown: true }, options)
  }
  for (const [at, candidate] of inside.entries()) add(candidate, String(at))
  for (const candidate of outside) add(candidate, '')
  return { inside }
}

/** The middle of a list, or halfway between its two middles. */
function median(numbers: readonly number[]): number {
  const inOrder = [...numbers].sort(ascending)
  const middle = inOrder.length >> 1
  const upper = inOrder[middle] ?? 0
  return inOrder.length % 2 === 1 ? upper : ((inOrder[middle - 1] ?? 0) + upper) / 2
}
