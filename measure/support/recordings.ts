import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { messageOf, UsageError } from '../../src/errors.ts'
import type { RecordedQuestion } from '../../src/experiment/trace/question.ts'
import { readTrace, traceName } from '../../src/experiment/trace/read-trace.ts'

/** The questions of one trace file. */
export interface Recording {
  readonly source: string
  readonly questions: readonly RecordedQuestion[]
}

/**
 * Reads trace files whole: small enough, and drawn again many times.
 *
 * @param paths - The files; those in `../shared/traces` if empty, where files of another kind are passed over.
 */
export async function readRecordings(paths: readonly string[]): Promise<Recording[]> {
  const given = paths.length > 0
  const recordings: Recording[] = []
  for (const path of given ? paths : sharedTraces()) {
    const questions: RecordedQuestion[] = []
    try {
      for await (const question of readTrace(path)) questions.push(question)
    } catch (thrown) {
      if (given || questions.length > 0) throw thrown
      process.stderr.write(`passed over: ${messageOf(thrown)}\n`)
      continue
    }
    recordings.push({ source: traceName(path), questions })
  }
  return recordings
}

function sharedTraces(): string[] {
  const folder = resolve('..', 'shared', 'traces')
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'))
    return names.toSorted().map((name) => join(folder, name))
  } catch (cause) {
    throw new UsageError(`There is no folder ${folder}.`, {
      fix: 'Name trace files after the measure.',
      cause,
    })
  }
}

/** A stream of numbers from 0 to below 1 that is the same for the same seed (mulberry32, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The question as if its samples had been launched in another order: every order equally likely (Fisher–Yates). */
export function reordered(question: RecordedQuestion, random: () => number): RecordedQuestion {
  const order = question.classes.map((_, index) => index)
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const kept = order[last] as number
    order[last] = order[other] as number
    order[other] = kept
  }
  const { answers, classes, tokens } = question
  const pick = <T>(values: readonly T[]) => order.map((index) => values[index] as T)
  return {
    ...question,
    answers: pick(answers),
    classes: pick(classes),
    ...(tokens === undefined ? {} : { tokens: pick(tokens) }),
  }
}
