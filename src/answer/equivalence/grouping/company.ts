import type { KeyedAnswer } from '../keyed-answer.ts'
import { attaches, type Skeleton, skeletonOf } from '../rounding.ts'
import { scalarsOf } from '../structure/shape.ts'
import { window as sizeWindow } from '../value/classes.ts'
import { toDouble } from '../value/rational.ts'
import type { Scalar } from '../value/scalar.ts'
import { leastDigits } from './round-decimals.ts'
import { SortedItems } from './sorted-items.ts'

/**
 * Finds out which spellings can have anything to do with each other when answers are grouped: those that share a key of any reading, whose
 * values only the numeric layer could tell apart, or of which one may round the other. Two spellings without such a link, direct or through
 * others, are grouped the same whether the other is there or not.
 */
export class Company<T> {
  readonly #byKey = new Map<string, T>()
  readonly #decided: { readonly scalar: Scalar; readonly item: T }[] = []
  readonly #scalars = new SortedItems<T>()
  readonly #undecided = new SortedItems<T>()
  /** Values by the form of the answer that they stand in. */
  readonly #values = new Map<string, SortedItems<FirstValue<T>>>()
  /** Decimals that may round a value, by form and by the size of their last digit. */
  readonly #decimals = new Map<string, Map<number, SortedItems<FirstValue<T>>>>()

  /** Takes a spelling, and gives those met before that it has something to do with. One of each group of linked spellings is enough. */
  add(answer: KeyedAnswer, item: T): Set<T> {
    const company = new Set<T>()
    for (const reading of answer.readings) {
      const sharing = this.#byKey.get(reading.key)
      if (sharing === undefined) this.#byKey.set(reading.key, item)
      else company.add(sharing)
      for (const scalar of scalarsOf(reading.shape)) this.#addScalar(scalar, item, company)
      const skeleton = skeletonOf(reading.shape)
      const value = skeleton?.scalars[0]?.real
      if (skeleton !== undefined && value !== undefined) this.#addValue({ skeleton, value, item }, company)
    }
    company.delete(item)
    return company
  }

  /** Values are compared by their size only where one of them is undecided: the others are told apart by their keys. */
  #addScalar(scalar: Scalar, item: T, company: Set<T>): void {
    if (scalar.decides && this.#undecided.size === 0) {
      this.#decided.push({ scalar, item })
      return
    }
    for (const earlier of this.#decided.splice(0)) addBySize(this.#scalars, earlier.scalar, earlier.item)
    const size = sizeOf(scalar)
    if (size === undefined) return
    const reach = 2 * sizeWindow * Math.max(1e-6, size)
    const near = scalar.decides ? this.#undecided : this.#scalars
    for (const other of near.between(size - reach, size + reach)) company.add(other)
    this.#scalars.add(size, item)
    if (!scalar.decides) this.#undecided.add(size, item)
  }

  #addValue(first: FirstValue<T>, company: Set<T>): void {
    const { skeleton, value, item } = first
    const decimals = this.#decimals.get(skeleton.form)
    for (const [lastPlace, list] of decimals ?? []) {
      const reach = reachOf(lastPlace, value)
      for (const other of list.between(value - reach, value + reach))
        if (attaches(other.skeleton, skeleton, leastDigits, keyOf)) company.add(other.item)
    }
    const values = this.#values.get(skeleton.form) ?? new SortedItems<FirstValue<T>>()
    this.#values.set(skeleton.form, values)
    if (skeleton.scalars.some(isLongDecimal)) {
      const lastPlace = lastPlaceOf(skeleton)
      const reach = reachOf(lastPlace, value)
      for (const other of values.between(value - reach, value + reach))
        if (attaches(skeleton, other.skeleton, leastDigits, keyOf)) company.add(other.item)
      const byPlace = decimals ?? new Map<number, SortedItems<FirstValue<T>>>()
      this.#decimals.set(skeleton.form, byPlace)
      const sameSize = byPlace.get(lastPlace) ?? new SortedItems<FirstValue<T>>()
      byPlace.set(lastPlace, sameSize)
      sameSize.add(value, first)
    }
    values.add(value, { skeleton, value, item })
  }
}

/** An answer by its first value, where answers of one form are looked up. */
interface FirstValue<T> {
  readonly skeleton: Skeleton
  /** Its first value. */
  readonly value: number
  readonly item: T
}

const keyOf = (scalar: Scalar) => scalar.key

function addBySize<T>(list: SortedItems<T>, scalar: Scalar, item: T): void {
  const size = sizeOf(scalar)
  if (size !== undefined) list.add(size, item)
}

function sizeOf({ signature: [value] }: Scalar): number | undefined {
  return value === undefined ? undefined : Math.hypot(value.re, value.im)
}

function isLongDecimal({ decimal }: Scalar): boolean {
  return decimal !== undefined && decimal.digits >= leastDigits
}

/** Size of the last digit of its first value, which says how far a value may lie that it rounds; 0 where that is no decimal. */
function lastPlaceOf({ scalars: [first] }: Skeleton): number {
  return first?.decimal === undefined ? 0 : toDouble(first.decimal.lastPlace)
}

/** A little wider than the reach within which roundings are looked for: a link too many costs time, and changes nothing. */
function reachOf(lastPlace: number, value: number): number {
  return lastPlace * 1.001 + 2e-9 * Math.abs(value)
}
