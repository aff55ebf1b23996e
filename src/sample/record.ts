import { defined } from '../ground/defined.ts'
import type { Draw } from './draw.ts'
import type { Sample, SampleAnswer } from './sample.ts'

/** What a draw does not know of its sample. */
export interface SampleIdentity {
  readonly problem: string
  readonly index: number
  readonly seed: number
  readonly attempt: number
  /** The slot that drew it, from 0. */
  readonly slot?: number
  /** From the begin of the run to the request, in milliseconds. */
  readonly startedAtMs?: number
  /** The host that drew it, where there are several, and the version of its runtime. */
  readonly host?: string
  readonly runtimeVersion?: string
}

/** The record of a draw, as the journal keeps it. */
export function recordOf(
  { problem, index, seed, attempt, slot, startedAtMs, host, runtimeVersion }: SampleIdentity,
  draw: Draw,
  answer: SampleAnswer,
  forced = false,
): Sample {
  const { counted, usage, firstPartMs, lastPartMs } = draw
  const byParts = counted.thinking + counted.answer
  const streamMs = (lastPartMs ?? 0) - (firstPartMs ?? 0)
  return {
    schema: 'magi.sample/1',
    key: `${problem}/${index}`,
    problem,
    index,
    seed,
    thinking: draw.thinking,
    text: draw.text,
    answer,
    end: draw.end,
    forced,
    ...defined({ forcedEnd: draw.forcedEnd }),
    tokens: {
      ...defined({ prompt: usage.promptTokens }),
      output: usage.outputTokens ?? byParts,
      thinking: counted.thinking,
      counted: usage.outputTokens === undefined ? 'parts' : 'runtime',
    },
    timing: {
      ...(startedAtMs === undefined ? {} : { startedAtMs: Math.max(0, Math.round(startedAtMs)) }),
      ...(firstPartMs === undefined ? {} : { firstPartMs: Math.round(firstPartMs) }),
      elapsedMs: Math.round(draw.elapsedMs),
      // The first token came before this stretch of time began.
      ...(streamMs > 0 && byParts > 1 ? { tokensPerSecond: round((byParts - 1) / (streamMs / 1_000)) } : {}),
    },
    attempt,
    ...defined({ slot, host, runtimeVersion }),
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
