import {
  abstainedPlace,
  countClasses,
  pendingPlace,
  type StopState,
  type VotePlan,
} from '../../src/vote/stop-state.ts'

/**
 * A state from a text, one letter a launch index: `a` to `z` an answer, `-` an abstention, `.` in flight.
 */
export function stateOf(text: string, plan: VotePlan): StopState {
  return stateOfClasses([...text].map(classOf), plan)
}

/** A state from the class of each launch index; pending ones may stand anywhere. */
export function stateOfClasses(classes: readonly number[], plan: VotePlan): StopState {
  const counter = countClasses()
  classes.forEach((answer, index) => {
    if (answer !== pendingPlace) counter.add(index, answer)
  })
  return counter.state(plan)
}

function classOf(letter: string): number {
  if (letter === '-') return abstainedPlace
  return letter === '.' ? pendingPlace : letter.charCodeAt(0) - 'a'.charCodeAt(0)
}
