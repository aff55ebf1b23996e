import { munkres } from 'munkres'
import { type Features, featurePath } from './item-features.ts'
import { type Json, jsonText } from './json-value.ts'

/** An item of the array of one ballot. */
export interface HeldItem {
  readonly ballot: number
  readonly item: Json
  /** Its place in the array, from 0. */
  readonly position: number
  readonly features: Features
}

/** Items of different ballots that are one and the same, one of a ballot at most. */
export type Slot = readonly HeldItem[]

/** Two items are one where they agree in more than this share of their leaves. */
const leastShare = 0.5
/** Ballots whose items begin the slots: an item that more than half of all hold is missing in so many with a chance of 2⁻³². */
const mostSeeds = 32
/** How often all items are put to the slots anew, each time to what most of a slot say. */
const rounds = 2

/** What most items of a slot say. */
interface Profile {
  readonly features: ReadonlySet<string>
  readonly key: string
}

/**
 * Puts the items of several ballots together that are one and the same, by the best matching on the share of equal leaves.
 *
 * Slots are begun with some ballots, each matched to what is there; then all ballots are matched to what most of each slot say, twice. Everything is
 * looked at in an order that what the items say gives, so that the outcome depends neither on the order of ballots nor on that of items.
 *
 * @param ballots - The items of each ballot.
 */
export function alignItems(ballots: readonly (readonly HeldItem[])[]): Slot[] {
  const inOrder = ballots
    .map((items) => [...items].sort(byKey))
    .map((items) => ({ items, key: items.map(({ features }) => features.key).join('\n\n') }))
    .sort((left, right) => compare(left.key, right.key))
    .map(({ items }) => items)
  let slots: HeldItem[][] = []
  for (const items of evenly(inOrder, mostSeeds)) {
    const placed = place(items, slots.map(profileOf))
    const grown = slots.map((slot, at) => [...slot, ...(placed.bySlot.get(at) ?? [])])
    slots = [...grown, ...placed.left.map((item) => [item])]
  }
  for (let round = 0; round < rounds; round++) {
    const profiles = slots.map(profileOf).sort((left, right) => compare(left.key, right.key))
    const next: HeldItem[][] = profiles.map(() => [])
    const alone = new Map<string, HeldItem[][]>()
    for (const items of inOrder) {
      const { bySlot, left } = place(items, profiles)
      for (const [at, members] of bySlot) next[at]?.push(...members)
      addAlone(left, alone)
    }
    slots = [...next.filter((slot) => slot.length > 0), ...[...alone.values()].flat()]
  }
  return slots
}

/**
 * Puts items together that have the same key; of equal keys in one ballot the first with the first, and so on.
 *
 * @param keyOf - The key of an item; `undefined` for one that has none, which is alone.
 */
export function alignByKey(
  ballots: readonly (readonly HeldItem[])[],
  keyOf: (item: Json) => string | undefined,
): Slot[] {
  const slots = new Map<string, HeldItem[]>()
  for (const items of ballots) {
    const copies = new Map<string, number>()
    for (const item of [...items].sort(byKey)) {
      const key = keyOf(item.item) ?? `none ${item.features.key}`
      const copy = copies.get(key) ?? 0
      copies.set(key, copy + 1)
      const name = `${key}\n${copy}`
      const slot = slots.get(name) ?? []
      slots.set(name, slot)
      slot.push(item)
    }
  }
  return [...slots].sort(([left], [right]) => compare(left, right)).map(([, slot]) => slot)
}

/** Items that found no slot: those that say the same are one, as often as a ballot says it. */
function addAlone(left: readonly HeldItem[], alone: Map<string, HeldItem[][]>): void {
  const copies = new Map<string, number>()
  for (const item of left) {
    const { key } = item.features
    const copy = copies.get(key) ?? 0
    copies.set(key, copy + 1)
    const slots = alone.get(key) ?? []
    alone.set(key, slots)
    const slot = slots[copy] ?? []
    slots[copy] = slot
    slot.push(item)
  }
}

interface Placed {
  readonly bySlot: ReadonlyMap<number, readonly HeldItem[]>
  readonly left: readonly HeldItem[]
}

/** The best matching of the items of one ballot, in their order, with the slots. */
function place(items: readonly HeldItem[], profiles: readonly Profile[]): Placed {
  const bySlot = new Map<number, HeldItem[]>()
  const free = new Map<string, number[]>()
  for (const [at, { key }] of profiles.entries()) free.set(key, [...(free.get(key) ?? []), at])
  const others: HeldItem[] = []
  // An item that says exactly what a slot says belongs there in a best matching: the share of unequal leaves keeps the triangle inequality.
  for (const item of items) {
    const at = free.get(item.features.key)?.shift()
    if (at === undefined) others.push(item)
    else bySlot.set(at, [item])
  }
  const open = [...profiles.keys()].filter((at) => !bySlot.has(at))
  if (others.length === 0 || open.length === 0) return { bySlot, left: others }
  const shares = others.map(({ features }) =>
    open.map((at) => shareOfEqual(features, profiles[at] as Profile)),
  )
  const placed = new Set<HeldItem>()
  const costs = shares.map((row) => row.map((share) => (share > leastShare ? 1 - share : 1)))
  for (const [row, column] of munkres(costs)) {
    const [item, at] = [others[row], open[column]]
    if (item === undefined || at === undefined || (shares[row]?.[column] ?? 0) <= leastShare) continue
    bySlot.set(at, [item])
    placed.add(item)
  }
  return { bySlot, left: others.filter((item) => !placed.has(item)) }
}

function shareOfEqual({ all }: Features, { features }: Profile): number {
  const most = Math.max(all.length, features.size)
  if (most === 0) return 1
  let equal = 0
  for (const feature of all) if (features.has(feature)) equal += 1
  return equal / most
}

/** Of each leaf what most items say; of leaves that an item may have several of, those that more than half have. */
function profileOf(slot: readonly HeldItem[]): Profile {
  const votes = new Map<string, number>()
  for (const { features } of slot)
    for (const feature of features.all) votes.set(feature, (votes.get(feature) ?? 0) + 1)
  const byPath = new Map<string, { feature: string; count: number; all: number }>()
  const taken: string[] = []
  for (const [feature, count] of votes) {
    const path = featurePath(feature)
    if (path.includes('[]')) {
      if (count > slot.length / 2) taken.push(feature)
      continue
    }
    const best = byPath.get(path)
    const all = (best?.all ?? 0) + count
    const isBetter =
      best === undefined || count > best.count || (count === best.count && feature < best.feature)
    byPath.set(path, isBetter ? { feature, count, all } : { ...best, all })
  }
  for (const { feature, all } of byPath.values()) if (all > slot.length / 2) taken.push(feature)
  taken.sort()
  return { features: new Set(taken), key: taken.join('\n') }
}

/** So many items of a list at most, evenly spread. */
function evenly<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list]
  return Array.from({ length: most }, (_, at) => list[Math.floor((at * list.length) / most)] as T)
}

/** By what the items say; of equal ones by what else stands in them. */
function byKey(left: HeldItem, right: HeldItem): number {
  return compare(left.features.key, right.features.key) || compare(jsonText(left.item), jsonText(right.item))
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
