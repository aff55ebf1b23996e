import { unitsAgree } from '../reading-match.ts'
import { attaches, type Skeleton, skeletonOf } from '../rounding.ts'
import { toDouble } from '../value/rational.ts'
import type { Scalar } from '../value/scalar.ts'
import type { Camp } from './units.ts'

/** In a vote a decimal of so many significant digits may stand for the value it rounds. */
export const leastDigits = 3

/** A camp that joined another because its decimals round the other's values. */
export type Attachments = ReadonlyMap<Camp, Camp>

/**
 * The anchor rule over all camps: a decimal goes with the one exact value that it rounds or cuts off. Where several exact
 * values claim it, with the one that alone holds most votes of other decimals, else it stays alone. Without an exact
 * value the decimal with the most digits is the anchor. Never between two exact values, never from decimal to decimal to
 * a third.
 */
export function attachDecimals(camps: readonly Camp[], classOf: (scalar: Scalar) => string): Attachments {
  const placed = camps.map(place).filter((camp) => camp !== undefined)
  const decimals = placed
    .filter((camp) => camp.isDecimal)
    .sort((a, b) => a.lastPlace - b.lastPlace || (a.camp.key < b.camp.key ? -1 : 1))
  if (decimals.length === 0 || placed.length < 2) return new Map()
  const exact = index(placed.filter((camp) => !camp.isDecimal))
  const attached = new Map<Camp, Camp>()
  const contested: { decimal: Placed; claims: readonly Placed[] }[] = []
  const anchors: Placed[] = []
  for (const decimal of decimals) {
    const claims = near(exact, decimal).filter((other) => claimsDecimal(decimal, other, classOf))
    const [only] = claims
    if (claims.length === 1 && only !== undefined) attached.set(decimal.camp, only.camp)
    else if (claims.length > 1) contested.push({ decimal, claims })
    else anchors.push(decimal)
  }
  for (const { decimal, claims } of contested) {
    const winner = strongestClaim(claims, attached)
    if (winner !== undefined) attached.set(decimal.camp, winner)
  }
  attachToFinest(anchors, classOf, attached)
  return attached
}

interface Placed {
  readonly camp: Camp
  readonly skeleton: Skeleton
  /** Whether every one of its spellings holds a decimal of enough digits. */
  readonly isDecimal: boolean
  /** Size of the last digit of its first decimal. */
  readonly lastPlace: number
  readonly value: number
}

function place(camp: Camp): Placed | undefined {
  const skeletons = camp.choices.map(({ chosen }) => skeletonOf(chosen.reading.shape))
  const [first] = skeletons
  if (first === undefined) return undefined
  const isDecimal = skeletons.every((skeleton) => skeleton?.scalars.some(isLongDecimal) === true)
  // Of several spellings of one decimal the shortest says how precise it is: `0.33` among `0.330`.
  const coarsest = skeletons.reduce((a, b) =>
    b !== undefined && a !== undefined && coarseness(b) > coarseness(a) ? b : a,
  )
  const skeleton = isDecimal && coarsest !== undefined ? coarsest : first
  const value = skeleton.scalars[0]?.real
  if (value === undefined) return undefined
  return { camp, skeleton, isDecimal, lastPlace: coarseness(skeleton), value }
}

function isLongDecimal(scalar: Scalar): boolean {
  return scalar.decimal !== undefined && scalar.decimal.digits >= leastDigits
}

function coarseness(skeleton: Skeleton): number {
  const [decimal] = skeleton.scalars.filter(isLongDecimal)
  return decimal?.decimal === undefined ? 0 : toDouble(decimal.decimal.lastPlace)
}

type Index = ReadonlyMap<string, readonly Placed[]>

/** Camps of one form in the order of their first values. */
function index(placed: readonly Placed[]): Index {
  const byForm = new Map<string, Placed[]>()
  for (const camp of placed) {
    const list = byForm.get(camp.skeleton.form)
    if (list === undefined) byForm.set(camp.skeleton.form, [camp])
    else list.push(camp)
  }
  for (const list of byForm.values()) list.sort((a, b) => a.value - b.value)
  return byForm
}

/** The camps whose first value lies within one last place of a decimal's: the only ones that it could round. */
function near(byForm: Index, decimal: Placed): Placed[] {
  const list = byForm.get(decimal.skeleton.form) ?? []
  const first = decimal.skeleton.scalars[0]
  const place = first?.decimal === undefined ? 0 : toDouble(first.decimal.lastPlace)
  const reach = place * 1.0001 + 1e-9 * Math.abs(decimal.value)
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle]?.value ?? 0) < decimal.value - reach) low = middle + 1
    else high = middle
  }
  const found: Placed[] = []
  for (let at = low; at < list.length; at++) {
    const camp = list[at]
    if (camp === undefined || camp.value > decimal.value + reach) break
    found.push(camp)
  }
  return found
}

function claimsDecimal(decimal: Placed, other: Placed, classOf: (scalar: Scalar) => string): boolean {
  return (
    unitsAgree(decimal.camp.unit, other.camp.unit) &&
    attaches(decimal.skeleton, other.skeleton, leastDigits, classOf)
  )
}

/** The claimant that alone holds most votes of decimals attached without doubt. */
function strongestClaim(claims: readonly Placed[], attached: ReadonlyMap<Camp, Camp>): Camp | undefined {
  const held = claims.map(({ camp }) => {
    const votes = [...attached].reduce((sum, [decimal, to]) => (to === camp ? sum + decimal.votes : sum), 0)
    return { camp, votes }
  })
  const [first, second] = held.sort((a, b) => b.votes - a.votes)
  return first !== undefined && first.votes > (second?.votes ?? 0) ? first.camp : undefined
}

/** Among decimals that no exact value claims, finest first: each goes with the one finer decimal that stayed. */
function attachToFinest(
  anchors: readonly Placed[],
  classOf: (scalar: Scalar) => string,
  attached: Map<Camp, Camp>,
): void {
  const byForm = index(anchors)
  for (const decimal of anchors) {
    const finer = near(byForm, decimal).filter(
      (other) =>
        other !== decimal &&
        other.lastPlace < decimal.lastPlace &&
        !attached.has(other.camp) &&
        claimsDecimal(decimal, other, classOf),
    )
    const [only] = finer
    if (finer.length === 1 && only !== undefined) attached.set(decimal.camp, only.camp)
  }
}
