import type { Choice } from './choose-readings.ts'

/** Answers of one key and one unit: a cluster before rounding is looked at. */
export interface Camp {
  readonly key: string
  /** The unit that all who state one state; empty where none does. */
  readonly unit: string
  readonly choices: readonly Choice[]
  readonly votes: number
}

/**
 * Parts answers of one key by the units they state. Two different units never meet; those that state none go with the
 * unit that most state, and stay alone where two units have as many votes.
 */
export function partByUnit(choices: readonly Choice[]): Camp[] {
  const byKey = new Map<string, Choice[]>()
  for (const choice of choices) {
    const members = byKey.get(choice.chosen.key)
    if (members === undefined) byKey.set(choice.chosen.key, [choice])
    else members.push(choice)
  }
  return [...byKey].flatMap(([key, members]) => campsOfKey(key, members))
}

function campsOfKey(key: string, members: readonly Choice[]): Camp[] {
  const byUnit = new Map<string, Choice[]>()
  for (const choice of members) {
    const { unit } = choice.chosen.reading
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), choice])
  }
  const bare = byUnit.get('') ?? []
  byUnit.delete('')
  const stated = [...byUnit].map(([unit, choices]) => campOf(key, unit, choices))
  if (bare.length === 0) return stated
  const [first, second] = [...stated].sort((a, b) => b.votes - a.votes)
  if (first === undefined || first.votes === second?.votes) return [...stated, campOf(key, '', bare)]
  return stated.map((camp) => (camp === first ? campOf(key, camp.unit, [...camp.choices, ...bare]) : camp))
}

export function campOf(key: string, unit: string, choices: readonly Choice[]): Camp {
  return {
    key,
    unit,
    choices,
    votes: choices.reduce((votes, { voter }) => votes + voter.positions.length, 0),
  }
}
