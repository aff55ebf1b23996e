import type { KeyedAnswer, Reading } from '../keyed-answer.ts'
import { scalarsOf, shapeKey } from '../structure/shape.ts'
import { classifyScalars } from '../value/classes.ts'
import type { Scalar } from '../value/scalar.ts'

/** One reading of a voter under its final key: values that only the numeric layer can place are placed. */
export interface FinalReading {
  readonly reading: Reading
  readonly key: string
}

/** Everyone who wrote the very same text. */
export interface Voter {
  readonly answer: KeyedAnswer
  /** Positions in the list of answers, ascending. */
  readonly positions: number[]
  readonly readings: readonly FinalReading[]
}

/** The voters, and the classes of the values among them. */
export interface Electorate {
  readonly voters: readonly Voter[]
  readonly classOf: (scalar: Scalar) => string
}

/** Gathers equal texts and gives every reading its final key. In the order of the texts, not of arrival. */
export function gatherVoters(answers: readonly (KeyedAnswer | undefined)[]): Electorate {
  const byText = new Map<string, { answer: KeyedAnswer; positions: number[] }>()
  for (const [position, answer] of answers.entries()) {
    if (answer === undefined) continue
    const known = byText.get(answer.text)
    if (known === undefined) byText.set(answer.text, { answer, positions: [position] })
    else known.positions.push(position)
  }
  return electorateOf([...byText.values()])
}

/** Who wrote the same text, not yet under its final key. */
export type Spelling = Pick<Voter, 'answer' | 'positions'>

/** Gives every reading its final key. In the order of the texts, not of arrival. */
export function electorateOf(spellings: readonly Spelling[]): Electorate {
  const gathered = spellings.toSorted((a, b) => (a.answer.text < b.answer.text ? -1 : 1))
  const scalars = gathered.flatMap(({ answer }) =>
    answer.readings.flatMap((reading) => scalarsOf(reading.shape)),
  )
  const classes = classifyScalars(scalars)
  const classOf = (scalar: Scalar): string => classes.get(scalar.key) ?? scalar.key
  const voters = gathered.map(({ answer, positions }) => ({
    answer,
    positions,
    readings: answer.readings.map((reading) => ({
      reading,
      key: classes.size === 0 ? reading.key : shapeKey(reading.shape, classOf),
    })),
  }))
  return { voters, classOf }
}
