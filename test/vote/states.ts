import {
  abstainedPlace,
  countClasses,
  pendingPlace,
  type StopState,
  type StopTerms,
} from '../../src/vote/stop-state.ts'

/**
 * A state from a text, one letter a launch index: `a` to `z` an answer, `-` an abstention, `.` in flight.
 */
export function stateOf(text: string, terms: StopTerms): StopState {
  return stateOfClasses([...text].map(classOf), terms)
}

/** A state from the class of each launch index; pending ones may stand anywhere. */
export function stateOfClasses(classes: readonly number[], terms: StopTerms): StopState {
  const counter = countClasses()
  classes.forEach((answer, index) => {
    if (answer !== pendingPlace) counter.add(index, answer)
  })
  return counter.state(terms)
}

function classOf(letter: string): number {
  if (letter === '-') return abstainedPlace
  return letter === '.' ? pendingPlace : letter.charCodeAt(0) - 'a'.charCodeAt(0)
}
