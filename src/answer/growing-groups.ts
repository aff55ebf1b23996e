import type { AnswerCluster, AnswerContext } from './answer.ts'
import { Company } from './equivalence/grouping/company.ts'
import { electorateOf, type Spelling } from './equivalence/grouping/voters.ts'
import { isVersion, keyAnswer } from './equivalence/key-answer.ts'
import type { FieldReader } from './fields/field-tally.ts'
import { byFrequency, clusterOf, joinVoters } from './group-answers.ts'

/** Answers that say the same, as far as they have come. It grows; what changes it otherwise is another group. */
export interface AnswerGroup {
  readonly votes: number
  /** The smallest number of an answer in it. */
  readonly first: number
  /** Every spelling, most frequent first. Costs as much as there are spellings, and not as there are answers. */
  spellings(): readonly string[]
  /** As `groupAnswers` gives it; its members are the numbers that the answers were given under. */
  cluster(): AnswerCluster
}

/** What has changed among the groups. */
export interface GroupChanges {
  /** Groups that are no more: what was in them is in others, or was taken out. */
  readonly gone: readonly AnswerGroup[]
  readonly begun: readonly AnswerGroup[]
  /** Groups of before that have got further answers. */
  readonly grown: readonly AnswerGroup[]
}

/** What groups the answers to one problem as they come. */
export interface GroupGrower {
  /** Begins with none. */
  grow(): GrowingGroups
  /** Reads the answers field by field, where they are of a schema. */
  readonly fields?: FieldReader
}

/** Answers to one problem, grouped as they come. */
export interface GrowingGroups {
  /**
   * Takes an answer.
   *
   * @param member - A number of its own, 0 or more.
   * @returns Whether it is one: a blank text is none, and is left out.
   */
  add(member: number, answer: string): boolean
  /** Takes an answer out. */
  remove(member: number): void
  /** What has changed since this was last asked. */
  changes(): GroupChanges
  /** The group of a member; `undefined` where it has none, or after a change not asked for yet. */
  groupOf(member: number): AnswerGroup | undefined
}

/**
 * Groups answers as they come: at any moment exactly as `groupAnswers` would group all of them at once.
 *
 * An answer can change how others are grouped, by its key, by its value, or since it rounds one. Spellings that have nothing to do with each
 * other even so are apart for good (`Company`): only the circle of spellings in which something changed is grouped anew. A circle of one
 * key and no unit is one group whatever comes: there a further answer costs nothing but its place in the list. Only the first version number
 * among the answers, and the last that is taken out, change how all others are read: then all are grouped anew.
 *
 * @param context - What is known of the problem.
 */
export function growingGroups(context: AnswerContext): GrowingGroups {
  let company = new Company<Entry>()
  const entries = new Map<string, Entry>()
  const entryOf = new Map<number, Entry>()
  const stale = new Set<Circle>()
  /** Members that are version numbers: beside one, `1.10` is no decimal. */
  const versions = new Set<number>()
  const gone = new Set<Group>()
  const begun = new Set<Group>()
  const grown = new Set<Group>()

  const drop = (group: Group) => {
    grown.delete(group)
    // Begun and gone between two looks: nobody has seen it.
    if (!begun.delete(group)) gone.add(group)
  }
  const newEntry = (text: string): Entry => {
    const answer = keyAnswer(text, { ...context, besideVersion: versions.size > 0 })
    const entry: Entry = { answer, positions: [], first: Number.POSITIVE_INFINITY, circle: newCircle() }
    entry.circle.entries.push(entry)
    for (const other of company.add(answer, entry)) merge(entry, other.circle)
    entries.set(text, entry)
    return entry
  }
  /** Makes one circle of two: the smaller one is taken into the larger. */
  const merge = (entry: Entry, other: Circle) => {
    if (entry.circle === other) return
    const [into, from] =
      entry.circle.entries.length > other.entries.length ? [entry.circle, other] : [other, entry.circle]
    for (const moved of from.entries) {
      moved.circle = into
      into.entries.push(moved)
    }
    for (const group of from.groups) drop(group)
    stale.delete(from)
    stale.add(into)
  }
  const place = (member: number, text: string) => {
    const entry = entries.get(text) ?? newEntry(text)
    entry.positions.push(member)
    entry.first = Math.min(entry.first, member)
    entryOf.set(member, entry)
    const { circle, group } = entry
    if (!circle.isPlain || group === undefined || stale.has(circle)) stale.add(circle)
    else {
      group.grow(member)
      if (!begun.has(group)) grown.add(group)
    }
  }
  const placeAllAnew = () => {
    const placed = [...entryOf].map(([member, { answer }]) => [member, answer.text] as const)
    for (const circle of new Set([...entries.values()].map((entry) => entry.circle)))
      for (const group of circle.groups) drop(group)
    company = new Company<Entry>()
    for (const held of [entries, entryOf, stale]) held.clear()
    for (const [member, text] of placed) place(member, text)
  }
  const regroup = (circle: Circle) => {
    const before = new Set(circle.groups)
    const spellings = circle.entries.filter(({ positions }) => positions.length > 0)
    circle.isPlain = isPlain(circle.entries)
    circle.groups = joinVoters(electorateOf(spellings)).map((camps) => {
      const choices = camps.flatMap((camp) => camp.choices)
      const members = choices.flatMap(({ voter }) => entries.get(voter.answer.text) ?? [])
      const build = () => clusterOf(choices)
      const same = sameAsBefore(members)
      if (same !== undefined && before.delete(same)) {
        if (same.update(build) && !begun.has(same)) grown.add(same)
        return same
      }
      const group = new Group(members, build)
      for (const entry of members) entry.group = group
      begun.add(group)
      return group
    })
    for (const group of before) drop(group)
  }

  return {
    add(member, text) {
      if (text.trim() === '') return false
      if (isVersion(text)) {
        versions.add(member)
        if (versions.size === 1) placeAllAnew()
      }
      place(member, text)
      return true
    },
    remove(member) {
      const entry = entryOf.get(member)
      if (entry === undefined) return
      entryOf.delete(member)
      entry.positions.splice(entry.positions.indexOf(member), 1)
      entry.first = entry.positions.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY)
      delete entry.group
      stale.add(entry.circle)
      if (versions.delete(member) && versions.size === 0) placeAllAnew()
    },
    changes() {
      for (const circle of stale) regroup(circle)
      stale.clear()
      const changes = { gone: [...gone], begun: [...begun], grown: [...grown] }
      for (const set of [gone, begun, grown]) set.clear()
      return changes
    },
    groupOf: (member) => entryOf.get(member)?.group,
  }
}

/** Everyone who wrote the very same text. */
interface Entry extends Spelling {
  first: number
  circle: Circle
  group?: Group
}

/** Spellings that may have something to do with each other. */
interface Circle {
  readonly entries: Entry[]
  groups: readonly Group[]
  /** Whether it is one group whatever comes to its spellings. */
  isPlain: boolean
}

function newCircle(): Circle {
  return { entries: [], groups: [], isPlain: false }
}

/** The group that these spellings were alone together before; `undefined` where there was none, or one of them was taken out in between. */
function sameAsBefore(entries: readonly Entry[]): Group | undefined {
  const group = entries[0]?.group
  const isSame = group?.entries.length === entries.length && entries.every((entry) => entry.group === group)
  return isSame ? group : undefined
}

/** One key, read in one way, no unit: how many wrote which spelling decides nothing. */
function isPlain(entries: readonly Entry[]): boolean {
  const key = entries[0]?.answer.readings[0].key
  return entries.every(({ answer: { readings } }) =>
    readings.every((reading) => reading.key === key && reading.unit === '' && reading.decides),
  )
}

class Group implements AnswerGroup {
  votes = 0
  first = Number.POSITIVE_INFINITY
  readonly entries: readonly Entry[]
  #build: () => AnswerCluster
  #cluster: AnswerCluster | undefined

  constructor(entries: readonly Entry[], build: () => AnswerCluster) {
    this.entries = entries
    this.#build = build
    this.update(build)
  }

  /** Counts its spellings anew. Gives whether it has grown. */
  update(build: () => AnswerCluster): boolean {
    const { votes, entries } = this
    this.votes = entries.reduce((sum, { positions }) => sum + positions.length, 0)
    this.first = entries.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY)
    this.#build = build
    this.#cluster = undefined
    return this.votes > votes
  }

  grow(member: number): void {
    this.votes += 1
    this.first = Math.min(this.first, member)
    this.#cluster = undefined
  }

  spellings(): string[] {
    return this.entries.toSorted(byFrequency).map(({ answer }) => answer.text)
  }

  cluster(): AnswerCluster {
    this.#cluster ??= this.#build()
    return this.#cluster
  }
}
