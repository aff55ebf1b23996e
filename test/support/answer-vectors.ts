import { readFileSync } from 'node:fs'
import type { AnswerContext } from '../../src/answer/answer.ts'
import { sharedPath } from './shared.ts'

/** What says that a vector is no plain case: left out of every gate but its own. */
interface Special {
  /** Peers or reasonable policies disagree, for this reason. */
  readonly contested?: string
  readonly hostile?: boolean
  /** Holds only under a special mode. */
  readonly profile?: string
  readonly status?: string
}

/** Two answers (or two texts), equal or not. */
export interface EqualVector extends Special {
  readonly id: string
  readonly source: string
  readonly form: 'answer' | 'prose'
  readonly gold: string
  readonly pred: string
  readonly equal: boolean
  readonly tags?: readonly string[]
  readonly settings?: { readonly language?: string; readonly locale?: string }
}

/** A text, and the answer in it. */
export interface ExtractVector extends Special {
  readonly id: string
  readonly text: string
  readonly expected: string | null
  readonly compare:
    | 'exact'
    | 'equiv'
    | 'not-equiv'
    | 'none'
    | 'choice'
    | 'not-choice'
    | 'choice-set'
    | 'lenient'
  readonly choices?: readonly string[]
  readonly settings?: { readonly language?: string; readonly locale?: string }
}

/** A list of answers, and the clusters they make. */
export interface VoteVector extends Special {
  readonly id: string
  readonly answers: readonly (string | null)[]
  readonly clusters: readonly (readonly number[])[]
}

/** Whether a vector is a plain case. */
export function isCore(vector: Special): boolean {
  return (
    vector.contested === undefined &&
    vector.hostile === undefined &&
    vector.profile === undefined &&
    vector.status === undefined
  )
}

/** What a vector says of the problem. */
export function contextOf(vector: { settings?: EqualVector['settings'] }): AnswerContext {
  const language = vector.settings?.locale ?? vector.settings?.language
  return language === undefined ? {} : { language }
}

/** The vectors of one file beside the project, or `undefined` where it is absent. */
export function readVectors<T>(name: 'equal' | 'extract' | 'vote'): T[] | undefined {
  const path = sharedPath('vectors', `math-${name}.shared.jsonl`)
  if (path === undefined) return undefined
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

/** Every bare answer in the vectors, each once, sorted. */
export function bareAnswers(): string[] | undefined {
  const [equal, extract, vote] = [
    readVectors<EqualVector>('equal'),
    readVectors<ExtractVector>('extract'),
    readVectors<VoteVector>('vote'),
  ]
  if (equal === undefined || extract === undefined || vote === undefined) return undefined
  const answers = [
    ...equal.filter(({ form }) => form === 'answer').flatMap(({ gold, pred }) => [gold, pred]),
    ...extract.map(({ expected }) => expected),
    ...vote.flatMap((vector) => vector.answers),
  ]
  return [...new Set(answers.filter((answer) => answer !== null))].sort()
}
