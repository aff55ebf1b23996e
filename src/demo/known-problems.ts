import { readdirSync, readFileSync } from 'node:fs'
import { letterOfPosition } from '../answer/option-letters.ts'
import { goldAnswers, type Problem, problemSchema } from '../config/problem.ts'
import { builtInPath } from '../ground/package-root.ts'
import { playedChance } from '../ground/random.ts'
import { clausePrompt, clauseSample } from './clause-samples.ts'
import { coinSamples, demoRun } from './coin-samples.ts'
import type { WrittenSample } from './written-sample.ts'

/** Share of samples that go in circles: of a problem with one gold answer, and of one that was made ambiguous. */
const circling = { clear: 0.03, ambiguous: 0.25 }

/** Share of right samples: it differs from problem to problem, evenly between these, 0.7 in the mean. */
const rightShare = { least: 0.45, most: 0.95 }

/** Every problem of the sets that ship with Magi, longest prompt first, so that a prompt that holds another is found first. */
export function readKnownProblems(): Problem[] {
  const folder = builtInPath('datasets')
  const lines = readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => readFileSync(builtInPath('datasets', file), 'utf8').split('\n'))
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => problemSchema.parse(JSON.parse(line)))
    .sort((a, b) => b.prompt.length - a.prompt.length)
}

/**
 * The written sample for a prompt: the same one for the same seed, always.
 *
 * Of the demo's own problem and its clause the eight written ones in turn; of a problem that ships with Magi a right, a wrong or a circling one
 * by chance; of anything else a refusal, since there is no model that could answer.
 *
 * @param prompt - The text of the user's messages.
 * @param seed - The request's seed.
 * @param problems - As `readKnownProblems` gives them.
 */
export function sampleFor(prompt: string, seed: number, problems: readonly Problem[]): WrittenSample {
  if (prompt.includes(demoRun.prompt)) return coinSamples[Math.abs(seed) % coinSamples.length] ?? refusal
  if (prompt.includes(clausePrompt())) return clauseSample(seed)
  const problem = problems.find((each) => prompt.includes(each.prompt))
  if (problem === undefined) return refusal
  return writeSample(problem, seed, prompt.includes('\\boxed'))
}

const refusal: WrittenSample = {
  thinking:
    'I am the demo runtime of Magi and not a model. I only know the problems that ship with Magi, and this is none of them.',
  answer:
    'This is the demo runtime: it plays written samples and has no model, so it has nothing to say to this prompt.',
  value: 'unknown',
}

function writeSample(problem: Problem, seed: number, boxed: boolean): WrittenSample {
  const gold = goldAnswers(problem)
  const hardness = playedChance(`hardness of ${problem.id}`, 0)()
  const chance = playedChance(problem.id, seed)
  const right = pick(gold, chance())
  const share = rightShare.least + (rightShare.most - rightShare.least) * hardness
  const rolled = chance()
  const value = rolled < share ? right : wrongAnswer(problem, chance())
  const start = `The task: ${problem.prompt.split('\n')[0]} ${pick(openings, chance())} `
  if (chance() < (gold.length > 1 ? circling.ambiguous : circling.clear)) {
    return { thinking: start, circles: circlesAbout(right, wrongAnswer(problem, 0)), answer: '', value }
  }
  const steps = Array.from({ length: 1 + Math.floor(chance() * 4) }, () => pick(detours, chance()))
  return {
    thinking: `${start}${steps.join(' ')} That gives ${value}. ${pick(checks, chance())}`,
    answer: `${pick(summaries, chance())}\n\n${boxed ? `\\boxed{${value}}` : `Final answer: ${value}`}`,
    value,
  }
}

/** A wrong answer; a model's errors repeat, so one of them is more frequent than the others. */
function wrongAnswer(problem: Problem, chance: number): string {
  const gold = goldAnswers(problem)
  const wrong =
    problem.choices === undefined
      ? nearMisses(gold[0] ?? '0')
      : problem.choices.map((_, position) => letterOfPosition(position))
  const candidates = wrong.filter((answer) => !gold.includes(answer))
  return (chance < 0.6 ? candidates[0] : pick(candidates, (chance - 0.6) / 0.4)) ?? 'none'
}

function nearMisses(answer: string): string[] {
  const [numerator = 0, denominator] = answer.split('/').map(Number)
  const numbers = [numerator + 1, numerator - 1, numerator * 2, numerator + 10]
  return numbers.map((each) => (denominator === undefined ? String(each) : `${each}/${denominator}`))
}

const openings = [
  'Let me see what is given.',
  'What is asked here?',
  'Let me begin with a simple case.',
  'First the numbers.',
]

const detours = [
  'I write the quantities down one by one and keep the units in mind.',
  'Another way would be to count the cases, but a short calculation is safer.',
  'Hmm, wait, did I read that right? Yes, I did.',
  'Let me do this step again slowly, so that nothing is lost.',
  'There may be a trap in the wording, so I read it once more.',
  'I could also work backwards from the result.',
]

const checks = [
  'A quick check the other way round agrees.',
  'The size of it is plausible.',
  'I am confident in that.',
  'Putting it back into the task works.',
]

const summaries = [
  'I went through the quantities of the task step by step and checked the result.',
  'The result follows from the numbers given in one short calculation.',
  'Working it out from what is given leads to one value.',
]

function circlesAbout(one: string, other: string): string[] {
  return [
    `On one reading the answer is ${one}. `,
    `But on another reading it would be ${other}. `,
    'Hmm, wait. Let me read the task again. ',
    `The wording could mean either, so perhaps it is ${one} after all. `,
  ]
}

/** The item at a place from 0 to below 1. */
function pick<T>(items: readonly T[], place: number): T {
  const item = items[Math.min(Math.floor(place * items.length), items.length - 1)]
  if (item === undefined) throw new RangeError('Nothing to pick from.')
  return item
}
