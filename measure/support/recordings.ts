import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedQuestion } from '../../src/experiment/trace/question.ts'
import { readTrace, traceName } from '../../src/experiment/trace/read-trace.ts'
import { messageOf } from '../../src/ground/errors.ts'
import { type RandomSource, shuffled } from '../../src/ground/random.ts'
import { sharedPath } from '../../test/support/shared.ts'

/** The questions of one trace file. */
export interface Recording {
  readonly source: string
  readonly questions: readonly RecordedQuestion[]
}

/**
 * Reads trace files whole: small enough, and drawn again many times.
 *
 * @param paths - The files; those in `../shared/traces` if empty, where files of another kind are passed over.
 * @returns Nothing, and says so, where no file is named and that folder is absent.
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
  const folder = sharedPath('traces')
  if (folder === undefined) {
    process.stderr.write('Name files of recorded answers after the measure.\n')
    return []
  }
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'))
  return names.toSorted().map((name) => join(folder, name))
}

/** The question as if its samples had been launched in another order, every order equally likely. */
export function reordered(question: RecordedQuestion, random: RandomSource): RecordedQuestion {
  const order = shuffled([...question.classes.keys()], random)
  const { answers, classes, tokens } = question
  const pick = <T>(values: readonly T[]) => order.map((index) => values[index] as T)
  return {
    ...question,
    answers: pick(answers),
    classes: pick(classes),
    ...(tokens === undefined ? {} : { tokens: pick(tokens) }),
  }
}
